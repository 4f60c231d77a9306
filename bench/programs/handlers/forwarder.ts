import { defaultMapping } from "../../../mod.ts";
import { createForwarder, type Forwarder, type Outbox } from "../../../src/edge/mod.ts";
import { github } from "../../../src/sources/github.ts";
import { eventsToken, gitHubSecret } from "./handler.ts";

/** A forwarder as it is deployed, over some outbox, behind a server of the runtime's own. */
export function forwarderTo(outbox: Outbox): Forwarder {
  return createForwarder({
    outbox,
    events: { token: eventsToken },
    sources: [{
      path: "/github",
      source: github({ secret: gitHubSecret }),
      mapping: defaultMapping({ eventName: "pe1234567_github_activity" }),
      // Whose delivery the bench sends.
      people: { Codertocat: "codertocat@example.com" },
    }],
    trustContentLength: true,
  });
}
