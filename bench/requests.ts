import examples from "@octokit/webhooks-examples" with { type: "json" };
import { signGitHub } from "../src/sources/github.ts";
import { orderEvent } from "./events.ts";
import { writePost } from "./load.ts";
import { eventsToken, gitHubSecret } from "./programs/handlers/handler.ts";

/** A request with HubSpot's own events: one as it is, more of them in a list. */
export function eventsRequest(count: number): Uint8Array<ArrayBuffer> {
  const events = Array.from({ length: count }, (_, number) => orderEvent(number));
  return oneEventRequest(count === 1 ? orderEvent(0) : { inputs: events });
}

/** A request with this body. */
export function oneEventRequest(body: unknown): Uint8Array<ArrayBuffer> {
  return writePost("/events", {
    headers: { authorization: `Bearer ${eventsToken}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** GitHub's own example of a pull request that is opened, 20 kB, signed. */
export async function gitHubRequest(): Promise<Uint8Array<ArrayBuffer>> {
  const payload = examples.find(({ name }) => name === "pull_request")?.examples
    .find((example) => "action" in example && example.action === "opened");
  const body = JSON.stringify(payload);
  return writePost("/github", {
    headers: {
      "content-type": "application/json",
      "x-github-event": "pull_request",
      "x-hub-signature-256": await signGitHub(gitHubSecret, body),
    },
    body,
  });
}
