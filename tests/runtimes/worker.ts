/**
 * The Worker that the checks in worker_checks.ts speak to: the forwarder as a user would deploy it, with an outbox
 * that needs no storage.
 *
 * @module
 */
import { createAccountLimiter, createClient, defaultMapping } from "../../mod.ts";
import { createForwarder, type Forwarder } from "../../src/edge/mod.ts";
import { directOutbox } from "../../src/outbox/direct.ts";
import { github } from "../../src/sources/github.ts";

const forwarder = createForwarder({
  outbox: directOutbox({ client: createClient({ accessToken: "pat-na1-worker" }) }),
  sources: [{
    path: "/github",
    source: github({ secret: "secret of the webhook" }),
    mapping: defaultMapping({ eventName: "pe1_github_activity" }),
    people: { Codertocat: "ada@example.com" },
  }],
  events: { token: "events-token" },
});

/** One client for all requests, as Workers make it, that lets one event through in a second. */
const slow = createClient({
  accessToken: "pat-na1-worker",
  limiter: createAccountLimiter({ customEventSendsPerSecond: 1 }),
});

const worker: Pick<Forwarder, "fetch"> = {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/slow") return Response.json(await slow.send(await request.json()));
    if (pathname !== "/runtime") return await forwarder.fetch(request);
    return Response.json({ process: "process" in globalThis, agent: navigator.userAgent });
  },
};

// Workers take their handlers from the default export.
export default worker;
