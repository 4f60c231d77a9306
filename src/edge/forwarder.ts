import { type Context, Hono } from "hono";
import type { Outbox } from "../outbox/outbox.ts";
import { createDeps, type Deps } from "../transport/deps.ts";
import type { AcceptOptions } from "./accept_events.ts";
import { errorAnswer, jsonAnswer } from "./answers.ts";
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
  app.get("/healthz", () => jsonAnswer(200, { status: "ok" }));
  app.all("/healthz", only("GET, HEAD"));
  if (events !== undefined) {
    app.post("/events", (context) => handleEvents(context.req.raw, events, accept));
    app.all("/events", only("POST"));
  }
  for (const route of sources) {
    app.post(route.path, (context) => handleSource(context.req.raw, route, accept));
    app.all(route.path, only("POST"));
  }
  app.notFound(async (context) => {
    await context.req.raw.body?.cancel();
    return errorAnswer("not_found", `There is nothing at ${context.req.path}`);
  });
  app.onError((error) => {
    if (error instanceof BodyTooLargeError) {
      // The rest of the body is still on its way: the connection cannot be used again.
      return errorAnswer("body_too_large", error.message, { headers: { connection: "close" } });
    }
    onError(error);
    return errorAnswer("internal_error", "The request could not be handled: the fault is ours");
  });
  return {
    async fetch(request) {
      const startedAt = deps.now();
      const answer = await app.fetch(request);
      const { pathname: path } = new URL(request.url);
      const durationMs = deps.now() - startedAt;
      onHandled({ method: request.method, path, status: answer.status, durationMs });
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

function only(methods: string): (context: Context) => Promise<Response> {
  return async (context) => {
    await context.req.raw.body?.cancel();
    return errorAnswer(
      "method_not_allowed",
      `${context.req.method} is not taken here: use ${methods}`,
      { headers: { allow: methods } },
    );
  };
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
