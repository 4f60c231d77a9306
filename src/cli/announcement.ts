import { lookupPlaces } from "./github_lookups.ts";
import type { House } from "./house.ts";
import { placeOfOutbox } from "./open_outbox.ts";
import type { Settings } from "./settings.ts";
import type { WebhookSender } from "./webhook_senders.ts";

/** What the start says of itself. */
export interface AnnouncementParts {
  /** What the environment says. */
  settings: Settings;
  /** Which configuration was read. */
  configSource: string;
  /** Senders of Standard Webhooks. */
  senders: readonly WebhookSender[];
}

/** What runs, where to look, the line that changes at each sender, and a first thing to try. Holds no secret that was set. */
export function announce(house: Pick<House, Shown>, parts: AnnouncementParts): string {
  const { settings, configSource } = parts;
  const destination = house.localUrl === undefined
    ? `HubSpot at ${settings.hubSpotUrl}`
    : `Local HubSpot; its timeline page: ${house.localUrl}/`;
  return [
    "",
    `Hubline listens on ${house.url}`,
    `Events go to ${destination}`,
    `Configuration: ${configSource}`,
    `Outbox: ${placeOfOutbox(settings)}`,
    ...watchLines(house, settings),
    "",
    ...gitHubLines(house, settings),
    ...sourceLines(house, parts),
    ...eventsLines(house, settings),
    "",
  ].join("\n");
}

/** What is shown of a house. */
type Shown = "url" | "localUrl" | "githubSecret" | "eventsToken" | "password";

/** Where to see what became of events. */
function watchLines({ url, password }: Pick<House, Shown>, settings: Settings): string[] {
  const { metricsToken, publicUrl = url } = settings;
  const metrics = metricsToken === undefined
    ? []
    : [`Metrics: ${publicUrl}/metrics, token as in HUBLINE_METRICS_TOKEN`];
  if (password === undefined) {
    return ["/deliveries is closed: set HUBLINE_PASSWORD to open it", ...metrics];
  }
  const given = settings.password === undefined
    ? `${password} (made up for this run)`
    : "as in HUBLINE_PASSWORD";
  return [`Deliveries: ${publicUrl}/deliveries, password ${given}`, ...metrics];
}

function gitHubLines({ url, githubSecret }: Pick<House, Shown>, settings: Settings): string[] {
  if (githubSecret === undefined) {
    return ["/github is closed: set GITHUB_WEBHOOK_SECRET to open it"];
  }
  const secret = settings.githubSecret === undefined
    ? `${githubSecret} (made up for this run)`
    : "as in GITHUB_WEBHOOK_SECRET";
  const places = lookupPlaces(settings);
  const lookups = places.length === 0
    ? "nowhere; GITHUB_TOKEN turns this on"
    : `at GitHub, in ${places.join(", ")}`;
  return [
    `GitHub webhook: ${settings.publicUrl ?? url}/github, secret ${secret}`,
    `Addresses that a delivery does not tell are looked up: ${lookups}`,
  ];
}

/** The routes that are open, each with the one line that changes at its sender, and then those that are not. */
function sourceLines(
  house: Pick<House, Shown>,
  { settings, senders }: AnnouncementParts,
): string[] {
  const url = settings.publicUrl ?? house.url;
  const routes: { path: string; variable: string; isOpen: boolean; line: string }[] = [
    {
      path: "/v1",
      variable: "SEGMENT_WRITE_KEY",
      isOpen: settings.segmentWriteKeys !== undefined,
      line:
        `Segment's clients: new Analytics({ writeKey, host: "${url}" }), write key as in SEGMENT_WRITE_KEY`,
    },
    {
      path: "/cloudevents",
      variable: "CLOUDEVENTS_TOKEN",
      isOpen: settings.cloudEventsToken !== undefined,
      line: `CloudEvents: emitterFor(httpTransport("${url}/cloudevents")), with the header ` +
        "Authorization: Bearer and the token as in CLOUDEVENTS_TOKEN",
    },
    ...senders.map(({ path, variable, secrets, config }) => ({
      path,
      variable,
      isOpen: secrets !== undefined,
      line: `${
        config === undefined ? "Standard Webhooks" : `Webhooks of ${config.name}`
      }: ${url}${path}, secret as in ${variable}`,
    })),
    {
      path: "/hubspot",
      variable: "HUBSPOT_CLIENT_SECRET",
      isOpen: settings.hubSpotClientSecret !== undefined,
      line: `HubSpot's webhooks: ${url}/hubspot, client secret as in HUBSPOT_CLIENT_SECRET${
        settings.publicUrl === undefined
          ? "; behind a proxy, set HUBLINE_PUBLIC_URL, because HubSpot signs the address"
          : ""
      }`,
    },
  ];
  const closed = routes.filter(({ isOpen }) => !isOpen)
    .map(({ path, variable }) => `${path} (${variable})`);
  return [
    ...routes.filter(({ isOpen }) => isOpen).map(({ line }) => line),
    ...(closed.length === 0 ? [] : [`Closed until a variable is set: ${closed.join(", ")}`]),
  ];
}

/** A line to paste goes to Local HubSpot only: in a real CRM it would make a contact of nobody. */
function eventsLines(
  { url, localUrl, eventsToken }: Pick<House, Shown>,
  settings: Settings,
): string[] {
  if (eventsToken === undefined) return ["/events is closed: set HUBLINE_EVENTS_TOKEN to open it"];
  const isMadeUp = settings.eventsToken === undefined;
  const opening = `Your own events: ${settings.publicUrl ?? url}/events, token ${
    isMadeUp ? `${eventsToken} (made up for this run)` : "as in HUBLINE_EVENTS_TOKEN"
  }`;
  if (localUrl === undefined) return [opening];
  const event = {
    eventName: settings.eventName ?? "pe0_signed_up",
    email: "ada@example.com",
    properties: { title: "Signed up for the team plan" },
  };
  return [
    `${opening}; try${isMadeUp ? "" : ", where that variable is set, too"}:`,
    "",
    `  curl -sS ${url}/events -H "Authorization: Bearer ${
      isMadeUp ? eventsToken : "$HUBLINE_EVENTS_TOKEN"
    }" \\`,
    `    -H "Content-Type: application/json" -d '${JSON.stringify(event)}'`,
  ];
}
