import { type Context, Hono } from "hono";
import type { Outbox } from "../outbox/outbox.ts";
import { createDeps, type Deps } from "../transport/deps.ts";
import type { AcceptOptions } from "./accept_events.ts";
import { type Answer, errorAnswer, jsonAnswer } from "./answers.ts";
import { BodyTooLargeError } from "./body.ts";
import { type EventsRouteOptions, handleEvents } from "./events_route.ts";
import { handleSource, type SourceRoute } from "./source_route.ts";

/** A fetch handler: what Deno, Bun, Workers and every Web-standard server take. */
export interface Forwarder {
  /** Answers one request. Never rejects. */
  fetch(request: Request): Promise<Response>;
}

/** One request, told after its answer; it holds no address and no secret. */
export interface Handled {
  /** HTTP method. */
  method: string;
  /** Path of the route, or of the request where there is no route. */
  path: string;
  /** HTTP status of the answer. */
  status: number;
  /** What the answer says: `accepted 2`, `skipped no_contact`, or the code of its error. */
  outcome: string;
  /** Time taken, in milliseconds. */
  durationMs: number;
}

/** Settings of a forwarder. */
export interface ForwarderOptions {
  /** Keeps accepted events until HubSpot has them. */
  outbox: Outbox;
  /** Sources, each at its path. Default: none. */
  sources?: readonly SourceRoute[];
  /** Opens `POST /events` for HubSpot's own events. Default: closed. */
  events?: EventsRouteOptions;
  /** Told of every request after its answer; what it throws is dropped. Default: nobody is. */
  onHandled?: (handled: Handled) => void;
  /** Told of what went wrong on our side; what it throws is dropped. Default: nobody is. */
  onError?: (error: unknown) => void;
  /** Clock and randomness to use in place of the runtime's. Default: the runtime's. */
  deps?: Partial<Deps>;
}

/**
 * Makes a forwarder: it verifies what comes in, maps it to HubSpot's events, and answers 202 once they are durable.
 *
 * @throws {TypeError} If a path does not begin with `/` or is taken twice, or the token is no word.
 */
export function createForwarder(options: ForwarderOptions): Forwarder {
  const { outbox, sources = [], events } = options;
  checkOptions(options);
  const deps = createDeps(options.deps);
  const onHandled = guarded(options.onHandled ?? (() => {}));
  const onError = guarded(options.onError ?? (() => {}));
  const accept: AcceptOptions = { outbox, deps, onError };
  const app = new Hono();
  const outcomes = new WeakMap<Response, string>();
  const reply = ({ response, outcome }: Answer): Response => {
    outcomes.set(response, outcome);
    return response;
  };
  app.get("/healthz", () => reply(jsonAnswer(200, { outcome: "alive", body: { status: "ok" } })));
  app.all("/healthz", async (context) => reply(await refuseMethod(context, "GET, HEAD")));
  if (events !== undefined) {
    app.post("/events", async ({ req }) => reply(await handleEvents(req.raw, events, accept)));
    app.all("/events", async (context) => reply(await refuseMethod(context, "POST")));
  }
  for (const route of sources) {
    app.post(route.path, async ({ req }) => reply(await handleSource(req.raw, route, accept)));
    app.all(route.path, async (context) => reply(await refuseMethod(context, "POST")));
  }
  app.notFound(async (context) => {
    await context.req.raw.body?.cancel();
    return reply(errorAnswer("not_found", `There is nothing at ${context.req.path}`));
  });
  app.onError((error) => {
    if (error instanceof BodyTooLargeError) {
      // The rest of the body is still on its way: the connection cannot be used again.
      const headers = { connection: "close" };
      return reply(errorAnswer("body_too_large", error.message, { headers }));
    }
    onError(error);
    return reply(
      errorAnswer("internal_error", "The request could not be handled: the fault is ours"),
    );
  });
  return {
    async fetch(request) {
      const startedAt = deps.now();
      const answer = await app.fetch(request);
      const { pathname: path } = new URL(request.url);
      const durationMs = deps.now() - startedAt;
      const { status } = answer;
      const outcome = outcomes.get(answer) ?? "";
      onHandled({ method: request.method, path, status, outcome, durationMs });
      return answer;
    },
  };
}

/** Calls somebody else's function without letting its faults become ours: the events are stored by then. */
function guarded<T>(hook: (told: T) => void): (told: T) => void {
  return (told) => {
    try {
      hook(told);
    } catch {
      // Nobody is left to tell.
    }
  };
}

async function refuseMethod({ req }: Context, methods: string): Promise<Answer> {
  await req.raw.body?.cancel();
  return errorAnswer("method_not_allowed", `${req.method} is not taken here: use ${methods}`, {
    headers: { allow: methods },
  });
}

function checkOptions({ sources = [], events }: ForwarderOptions): void {
  if (events !== undefined && !/^\S+$/.test(events.token)) {
    const found = events.token === "" ? "it is empty" : "it holds white space";
    throw new TypeError(`Cannot make a forwarder: events.token must be one word: ${found}`);
  }
  const taken = new Set(["/healthz", "/events"]);
  for (const { path } of sources) {
    if (!/^\/[\w./-]+$/.test(path)) {
      throw new TypeError(`Cannot make a forwarder: a path must be like /github: ${path}`);
    }
    if (taken.has(path)) throw new TypeError(`Cannot make a forwarder: ${path} is taken twice`);
    taken.add(path);
  }
}
