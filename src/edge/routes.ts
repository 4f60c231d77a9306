import type { EventOrigin } from "../outbox/outbox.ts";
import type { Deps } from "../transport/deps.ts";
import type { AcceptOptions } from "./accept_events.ts";
import { type Answer, emptyAnswer, errorAnswer, jsonAnswer, pageAnswer } from "./answers.ts";
import { type BodyContext, discardBody, readBody } from "./body.ts";
import { preflightAnswer } from "./cors.ts";
import { handleEventState } from "./event_state_route.ts";
import { handleEvents } from "./events_route.ts";
import { type ForwarderOptions, pathsOf } from "./options.ts";
import { leadToPage } from "./pages.ts";
import { handleMetrics } from "./metrics/route.ts";
import type { Metrics } from "./metrics/metrics.ts";
import { handleReady, type OutboxWatch } from "./readiness.ts";
import { handleSource, type SourceRoute } from "./source_route.ts";
import { TokenBucket } from "./token_bucket.ts";

/** One path of the forwarder. */
export interface Route {
  /** The path, without a slash at its end; `:id` in it stands for any one part, `/*` for any or none. */
  path: string;
  /** The one method that it takes; `HEAD` goes with `GET`. `any` for a route that says itself which. */
  method: "GET" | "POST" | "any";
  /** Whether web pages of other origins may send to it. */
  isForBrowsers: boolean;
  /** Headers that allow a sender who asks by `OPTIONS` to send; nothing where he may not. */
  permit(headers: Headers): Readonly<Record<string, string>> | undefined;
  /** How many requests are taken. Default: as many as come. */
  bucket?: TokenBucket;
  /** Answers a request with that method. */
  handle(request: Request, context: RequestContext): Promise<Answer>;
}

/** What is known of one request. */
export interface RequestContext {
  /** Reads the body. */
  body: BodyContext;
  /** Kept beside the events that it brings. */
  origin: EventOrigin;
}

/** What routes are made of beside the settings. */
export interface RouteParts {
  /** Accepts events. */
  accept: AcceptOptions;
  /** What was counted. */
  metrics: Metrics;
  /** Looks at the outbox. */
  watch: OutboxWatch;
}

/** Every path that the forwarder listens at, its settings being in order. */
export function routesOf(options: ForwarderOptions, parts: RouteParts): Route[] {
  const { sources = [], events, publicUrl, metrics: metricsOptions, readiness = {} } = options;
  const { accept, metrics, watch } = parts;
  const { deps } = accept;
  const closed = { isForBrowsers: false, permit: () => undefined };
  const alive: Route = {
    ...closed,
    path: "/healthz",
    method: "GET",
    handle: () => Promise.resolve(jsonAnswer(200, { outcome: "alive", body: { status: "ok" } })),
  };
  const ready: Route = {
    ...closed,
    path: "/readyz",
    method: "GET",
    handle: () => handleReady(watch, { readiness, deps }),
  };
  const ofMetrics: Route[] = metricsOptions === undefined ? [] : [{
    ...closed,
    path: "/metrics",
    method: "GET",
    handle: (request) => handleMetrics(request, { ...metricsOptions, metrics, watch, deps }),
  }];
  const ofEvents: Route[] = events === undefined ? [] : [{
    ...closed,
    path: "/events",
    method: "POST",
    ...bucketOf(events, deps),
    handle: (request, context) => handleEvents(request, events, { ...accept, ...context }),
  }];
  const { journal } = options.outbox;
  const ofEventStates: Route[] = events === undefined || journal === undefined ? [] : [{
    ...closed,
    path: "/events/:id",
    method: "GET",
    handle: (request) => handleEventState(request, { token: events.token, journal }),
  }];
  const ofPages = (options.pages ?? []).flatMap((page) => {
    const handler = page.open({
      ...accept,
      ...(publicUrl === undefined ? {} : { publicUrl }),
    });
    return page.paths.map((path): Route => ({
      ...closed,
      // Below the root is everything.
      path: path === "/" ? path : `${path}/*`,
      method: "any",
      handle: async (request, { body }) =>
        leadToPage(request) ??
          pageAnswer(
            await handler(request, {
              readBody: (maxBytes) => readBody(request, { ...body, maxBytes }),
            }),
          ),
    }));
  });
  const ofSources = sources.flatMap((route) => {
    // All paths of a source are one sender's.
    const limit = bucketOf(route, deps);
    return pathsOf(route).map((path): Route => ({
      ...limit,
      path,
      method: "POST",
      isForBrowsers: route.source.isForBrowsers ?? false,
      permit: (headers) => route.source.permit?.(headers),
      handle: (request, context) =>
        handleSource(request, route, { ...accept, ...context, publicUrl }),
    }));
  });
  return [
    alive,
    ready,
    ...ofMetrics,
    ...ofEvents,
    ...ofEventStates,
    ...ofPages,
    ...ofSources,
  ];
}

function bucketOf(
  { rateLimit }: Pick<SourceRoute, "rateLimit">,
  deps: Pick<Deps, "now">,
): Pick<Route, "bucket"> {
  return rateLimit === undefined ? {} : { bucket: new TokenBucket(rateLimit, deps) };
}

/** Answers a request at a route, whatever its method. */
export async function answerAt(
  route: Route,
  { request, context }: { request: Request; context: RequestContext },
): Promise<Answer> {
  const allowed = route.method === "GET" ? ["GET", "HEAD"] : [route.method];
  if (route.method === "any" || allowed.includes(request.method)) {
    const seconds = route.bucket?.take() ?? 0;
    if (seconds === 0) return await route.handle(request, context);
    discardBody(request);
    return errorAnswer(
      "rate_limited",
      "Too many requests come to this path: send this again later",
      {
        headers: { "retry-after": String(seconds) },
      },
    );
  }
  discardBody(request);
  if (route.isForBrowsers && request.method === "OPTIONS") return preflightAnswer(request);
  const allow = allowed.join(", ");
  const permission = request.method === "OPTIONS" ? route.permit(request.headers) : undefined;
  if (permission !== undefined) {
    return emptyAnswer(200, { outcome: "permitted", headers: { ...permission, allow } });
  }
  return errorAnswer("method_not_allowed", `This method is not taken here: use ${allow}`, {
    headers: { allow },
  });
}
