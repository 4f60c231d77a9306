import { Hono } from "hono";
import type { Outbox } from "../outbox/outbox.ts";
import { createDeps, type Deps } from "../transport/deps.ts";
import { guarded } from "../transport/guarded.ts";
import type { AcceptOptions } from "./accept_events.ts";
import { type Answer, errorAnswer, jsonAnswer } from "./answers.ts";
import { BodyAbortedError, BodyTooLargeError, discardBody } from "./body.ts";
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
  /** Path of the route; `-` where there is none. */
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
  checkOptions(options);
  const deps = createDeps(options.deps);
  const onHandled = guarded(options.onHandled);
  const onError = guarded(options.onError);
  const told = new WeakMap<Request, { path: string; outcome: string }>();
  const app = new Hono();
  for (const route of routesOf(options, { outbox: options.outbox, deps, onError })) {
    app.all(route.path, async ({ req }) => {
      const given = await answer(req.raw, route).catch(explain);
      return tell(req.raw, route.path, given);
    });
  }
  app.notFound(async ({ req }) => {
    await discardBody(req.raw);
    // A path that is nobody's may hold anything, somebody's address included.
    return tell(req.raw, "-", errorAnswer("not_found", "There is nothing at this path"));
  });
  return {
    async fetch(request) {
      const startedAt = deps.now();
      const response = await dispatch(request);
      const { path, outcome } = told.get(request) ?? { path: "-", outcome: "" };
      const durationMs = deps.now() - startedAt;
      const { status } = response;
      onHandled({ method: request.method, path, status, outcome, durationMs });
      return response;
    },
  };

  /** Hono may still throw of its own accord, and nothing thrown may reach the server. */
  async function dispatch(request: Request): Promise<Response> {
    try {
      return await app.fetch(request);
    } catch (error) {
      return tell(request, "-", explain(error));
    }
  }

  function tell(request: Request, path: string, { response, outcome }: Answer): Response {
    told.set(request, { path, outcome });
    return response;
  }

  function explain(error: unknown): Answer {
    if (error instanceof BodyTooLargeError) {
      // The rest of the body is still on its way: the connection cannot be used again.
      return errorAnswer("body_too_large", error.message, { headers: { connection: "close" } });
    }
    if (error instanceof BodyAbortedError) return errorAnswer("body_aborted", error.message);
    onError(error);
    return errorAnswer("internal_error", "The request could not be handled: the fault is ours");
  }
}

interface Route {
  path: string;
  method: "GET" | "POST";
  handle(request: Request): Promise<Answer>;
}

function routesOf(
  { sources = [], events }: ForwarderOptions,
  accept: AcceptOptions,
): Route[] {
  return [
    {
      path: "/healthz",
      method: "GET",
      handle: () => Promise.resolve(jsonAnswer(200, { outcome: "alive", body: { status: "ok" } })),
    },
    ...(events === undefined ? [] : [
      {
        path: "/events",
        method: "POST",
        handle: (request: Request) => handleEvents(request, events, accept),
      } as const,
    ]),
    ...sources.map((route) => ({
      path: route.path,
      method: "POST",
      handle: (request: Request) => handleSource(request, route, accept),
    } as const)),
  ];
}

async function answer(request: Request, { method, handle }: Route): Promise<Answer> {
  const allowed = method === "GET" ? ["GET", "HEAD"] : [method];
  if (allowed.includes(request.method)) return await handle(request);
  await discardBody(request);
  const allow = allowed.join(", ");
  return errorAnswer("method_not_allowed", `This method is not taken here: use ${allow}`, {
    headers: { allow },
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
