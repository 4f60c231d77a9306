/** One thing that the demonstration sends to the forwarder. */
export interface DemoRequest {
  /** What it is, for the table. */
  label: string;
  /** Path of the forwarder. */
  path: "/events" | "/github";
  /** GitHub's name of the event, for `/github`. */
  gitHubEvent?: string;
  /** The body, before it is JSON. */
  body: unknown;
}

/** The contact that the app event below belongs to; HubSpot's page names it by its id. */
export const demoContact = { id: "123456", email: "mark@lumon.example" };

/** E-mail addresses of the people in GitHub's example payloads, as `people` in `hubline.yml` would have them. */
export const demoPeople = {
  Codertocat: "codertocat@example.com",
  Octocoders: "octocoders@example.com",
};

const dog = {
  eventTemplateId: "1001298",
  email: "art3mis-pup@petspot.com",
  tokens: { petName: "Art3mis", petAge: 3, petColor: "black" },
  extraData: {
    questions: [
      { question: "Who's a good girl?", answer: "Bark!" },
      { question: "Do you wanna go on a walk?", answer: "Woof!" },
    ],
  },
  timelineIFrame: {
    linkLabel: "View Art3mis",
    headerLabel: "Art3mis dog",
    url: "https://my.petspot.com/pets/Art3mis",
    width: 600,
    height: 400,
  },
};

const tiger = {
  eventTemplateId: "1001298",
  email: "pocket-tiger@petspot.com",
  tokens: { petName: "Pocket", petAge: 3, petColor: "yellow" },
  extraData: {
    questions: [
      { question: "Who's a good kitty?", answer: "Purr..." },
      { question: "Will you stop playing with that?", answer: "Meow!" },
    ],
  },
  timelineIFrame: {
    linkLabel: "View Pocket",
    headerLabel: "Pocket Tiger",
    url: "https://my.petspot.com/pets/Pocket",
    width: 600,
    height: 400,
  },
};

const login = {
  eventTypeName: "ae000000_integrators-timeline-event-type-id-0000000",
  objectId: demoContact.id,
  id: "login-1",
  properties: { customerName: "Mark S.", loginLocation: "mobileApp" },
};

/** The events of HubSpot's own reference pages. */
export const hubSpotRequests: readonly DemoRequest[] = [
  { label: "HubSpot's page: timeline v3, one", path: "/events", body: dog },
  { label: "HubSpot's page: timeline v3, batch", path: "/events", body: { inputs: [dog, tiger] } },
  { label: "HubSpot's page: app event", path: "/events", body: login },
  { label: "HubSpot's page: app event, again", path: "/events", body: login },
];

/** Deliveries to show, by event and action; the last one a second time, as GitHub redelivers. */
const wanted: readonly [event: string, action: string | undefined][] = [
  ["push", undefined],
  ["issues", "opened"],
  ["issue_comment", "created"],
  ["pull_request", "opened"],
  ["pull_request_review", "submitted"],
  ["pull_request", "closed"],
  ["fork", undefined],
  ["release", "published"],
  ["star", "created"],
  ["star", "created"],
];

/** Example payloads of one GitHub event. */
export interface GitHubExamples {
  /** Name of the event. */
  name: string;
  /** Payloads as GitHub sent them. */
  examples: readonly unknown[];
}

/** Picks the deliveries to show from GitHub's example payloads. */
export function gitHubRequests(all: readonly GitHubExamples[]): DemoRequest[] {
  return wanted.map(([event, action], index) => {
    const examples = all.find(({ name }) => name === event)?.examples ?? [];
    const body = examples.find((payload) => fits(payload, action));
    if (body === undefined) throw new Error(`There is no example of ${event} ${action ?? ""}`);
    const name = action === undefined ? event : `${event}.${action}`;
    const isAgain = wanted.slice(0, index).some(([e, a]) => e === event && a === action);
    const label = `GitHub: ${name}${isAgain ? ", again" : ""}`;
    return { label, path: "/github", gitHubEvent: event, body };
  });
}

/** An example of a push to show is one with commits; most examples only delete a tag. */
function fits(payload: unknown, action: string | undefined): boolean {
  if (typeof payload !== "object" || payload === null) return false;
  const commits: unknown = Reflect.get(payload, "commits");
  if (Array.isArray(commits) && commits.length === 0) return false;
  return action === undefined || Reflect.get(payload, "action") === action;
}
