import { Hono } from "hono";
import { createDeps } from "../transport/deps.ts";
import { guarded } from "../transport/guarded.ts";
import { type Answer, errorAnswer } from "./answers.ts";
import { discardBody } from "./body.ts";
import { BodyBudget } from "./body_budget.ts";
import { BodyError, headersFor } from "./body_error.ts";
import { openToBrowsers } from "./cors.ts";
import { checkOptions, type ForwarderOptions } from "./options.ts";
import { answerAt, type Route, routesOf } from "./routes.ts";

/** A fetch handler: what Deno, Bun, Workers and every Web-standard server take. */
export interface Forwarder {
  /** Answers one request. Never rejects. */
  fetch(request: Request): Promise<Response>;
}

const defaultBytesInFlight = 64 * 1024 * 1024;
const defaultBodyTimeoutMs = 30_000;

/**
 * Makes a forwarder: it verifies what comes in, maps it to HubSpot's events, and answers once they are durable.
 *
 * @throws {TypeError} If a path does not begin with `/` or is taken twice, the token is no word, or `publicUrl` is no
 * address.
 * @throws {RangeError} If a limit is no whole number from 1.
 */
export function createForwarder(options: ForwarderOptions): Forwarder {
  checkOptions(options);
  const { outbox, bodyTimeoutMs: timeoutMs = defaultBodyTimeoutMs } = options;
  const deps = createDeps(options.deps);
  const onHandled = guarded(options.onHandled);
  const onError = guarded(options.onError);
  const budget = new BodyBudget(options.maxBodyBytesInFlight ?? defaultBytesInFlight);
  const told = new WeakMap<Request, { path: string; outcome: string; ended?: Promise<string> }>();
  // Some of Segment's libraries put a slash at the end of a path, and some do not.
  const app = new Hono({ strict: false });
  for (const route of routesOf(options, { outbox, deps, onError })) {
    app.all(route.path, async ({ req }) => tell(req.raw, route.path, await answer(req.raw, route)));
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
      const { path, outcome, ended } = told.get(request) ?? { path: "-", outcome: "" };
      const { method } = request;
      const { status } = response;
      const handled = (outcome: string) =>
        onHandled({ method, path, status, outcome, durationMs: deps.now() - startedAt });
      if (ended === undefined) handled(outcome);
      else ended.then(handled);
      return response;
    },
  };

  /** Hono may still throw of its own accord, and nothing thrown may reach the server. */
  async function dispatch(request: Request): Promise<Response> {
    try {
      return await app.fetch(request);
    } catch (error) {
      return tell(request, "-", await explain(request, error));
    }
  }

  /** The body is held until the answer is whole: what was parsed of it is as large. */
  async function answer(request: Request, route: Route): Promise<Answer> {
    const hold = budget.hold();
    const body = { hold, timeoutMs, deps };
    const origin = { path: route.path };
    const given = await answerAt(route, { request, context: { body, origin } }).catch((error) =>
      explain(request, error)
    );
    if (given.ended === undefined) hold.release();
    else given.ended.then(hold.release);
    if (route.isForBrowsers) openToBrowsers(given);
    return given;
  }

  function tell(request: Request, path: string, { response, outcome, ended }: Answer): Response {
    told.set(request, { path, outcome, ...(ended === undefined ? {} : { ended }) });
    return response;
  }

  async function explain(request: Request, error: unknown): Promise<Answer> {
    await discardBody(request);
    if (error instanceof BodyError) {
      return errorAnswer(error.code, error.message, { headers: headersFor(error.code) });
    }
    onError(error);
    return errorAnswer("internal_error", "The request could not be handled: the fault is ours");
  }
}
