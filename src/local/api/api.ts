import type { Context, Hono } from "hono";
import { refuseAccess } from "./access.ts";
import { errorAnswer, type Problem } from "./answers.ts";
import { appEventEndpoints } from "./app/events.ts";
import { appEventTypeEndpoints } from "./app/types.ts";
import { contactEndpoints } from "./contacts/endpoints.ts";
import { definitionEndpoints } from "./custom/definitions.ts";
import { customEventEndpoints } from "./custom/events.ts";
import { definitionPropertyEndpoints } from "./custom/properties.ts";
import type { Endpoint, EndpointContext } from "./endpoint.ts";
import { readForm } from "./form.ts";
import { type BodyError, maxBodyBytes, readJson } from "./json.ts";
import { oauthEndpoints } from "./oauth/endpoints.ts";
import type { TakenEvents } from "../log/taken_events.ts";
import { isFromForeignPage } from "../own_origin.ts";
import { timelineEventEndpoints } from "./timeline/events.ts";
import { renderingEndpoints } from "./timeline/rendering.ts";
import { templateEndpoints } from "./timeline/templates.ts";
import { tokenEndpoints } from "./timeline/tokens.ts";

/** What the API is given beside the account. */
export interface ApiOptions extends EndpointContext {
  /** Milliseconds that pass before a request is looked at. */
  delayMs: number;
  /** Host names beside this machine's own whose pages may ask. */
  hosts: readonly string[];
  /** Remembers which events came of which request. */
  taken: TakenEvents;
}

/** Puts HubSpot's endpoints on the app, and 405 on every other method of their paths. */
export function addApi(app: Hono, options: ApiOptions): void {
  // Where two paths could be meant, the first is: those without parameters come before those with.
  const endpoints = [
    ...oauthEndpoints(options),
    ...customEventEndpoints(options),
    ...definitionEndpoints(options),
    ...definitionPropertyEndpoints(options),
    ...contactEndpoints(options),
    ...appEventEndpoints(options),
    ...appEventTypeEndpoints(options),
    ...timelineEventEndpoints(options),
    ...renderingEndpoints(options),
    ...templateEndpoints(options),
    ...tokenEndpoints(options),
  ];
  for (const [path, group] of Map.groupBy(endpoints, (endpoint) => endpoint.path)) {
    for (const endpoint of group) {
      app.on(endpoint.method, path, (context) => serve(endpoint, context, options));
    }
    const allow = group.map(({ method }) => method === "GET" ? "GET, HEAD" : method).join(", ");
    app.all(path, () => wrongMethod(allow, options.deps.uuid()));
  }
}

async function serve(endpoint: Endpoint, context: Context, options: ApiOptions): Promise<Response> {
  const { deps } = options;
  const request = context.req.raw;
  if (options.delayMs > 0) await deps.sleep(options.delayMs, request.signal);
  if (isFromForeignPage(request, options.hosts)) {
    return errorAnswer({ ...foreignPage, correlationId: deps.uuid() });
  }
  const refusal = refuseAccess(endpoint.access, {
    authorization: request.headers.get("authorization") ?? undefined,
    developerKey: context.req.query("hapikey"),
  }, options);
  if (refusal !== undefined) return errorAnswer({ ...refusal, correlationId: deps.uuid() });
  const body = await readBody(endpoint, request);
  if ("error" in body) {
    return errorAnswer({ ...unreadable[body.error], correlationId: deps.uuid() });
  }
  // Whoever hung up in the meantime is not served, as by a server that never came to the request.
  if (request.signal.aborted) return new Response(null, { status: 499 });
  const answer = await options.taken.during(request, () =>
    endpoint.answer({
      body: body.value,
      param: (name) => context.req.param(name) ?? "",
      query: (name) => context.req.query(name),
      queries: (name) => context.req.queries(name) ?? [],
    }));
  if (answer instanceof Response) return answer;
  return errorAnswer({ ...answer, correlationId: deps.uuid() });
}

function readBody(
  { reads }: Endpoint,
  request: Request,
): Promise<{ value: unknown } | { error: BodyError }> {
  if (reads === "nothing") return Promise.resolve({ value: undefined });
  return reads === "form" ? readForm(request) : readJson(request);
}

const foreignPage: Problem = {
  status: 403,
  category: "FORBIDDEN",
  message: "No page of another machine's may ask Local HubSpot, unless the option hosts names it",
};

const unreadable: Readonly<Record<BodyError, Problem>> = {
  invalid_json: {
    status: 400,
    category: "VALIDATION_ERROR",
    message: "Invalid input JSON: the body is not JSON in UTF-8",
  },
  too_large: {
    status: 413,
    category: "VALIDATION_ERROR",
    message: `Body too large: send at most ${maxBodyBytes} bytes`,
  },
};

/** Answers 405 and names the methods there are. */
export function wrongMethod(allow: string, correlationId: string): Response {
  return errorAnswer({
    status: 405,
    category: "METHOD_NOT_ALLOWED",
    message: `Method not allowed: use ${allow}`,
    correlationId,
    headers: { allow },
  });
}

/** Answers 404 for a path that leads nowhere. */
export function unknownPath(correlationId: string): Response {
  return errorAnswer({
    status: 404,
    category: "OBJECT_NOT_FOUND",
    message: "Nothing is at this path",
    correlationId,
  });
}

/** Answers 500: something failed that should not. */
export function internalError(correlationId: string): Response {
  return errorAnswer({
    status: 500,
    category: "INTERNAL_ERROR",
    message: "Internal error",
    correlationId,
  });
}
