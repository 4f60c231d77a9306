import type { Hono } from "hono";
import { appEndpoints } from "./app.ts";
import { errorAnswer } from "./answers.ts";
import { customEndpoints } from "./custom.ts";
import type { TakenEvents } from "../log/taken_events.ts";
import type { EndpointContext } from "./endpoint.ts";
import { maxBodyBytes, readJson } from "./json.ts";
import { timelineEndpoints } from "./timeline.ts";

/** What the API is given beside the account. */
export interface ApiOptions extends EndpointContext {
  /** Milliseconds that pass before a request is looked at. */
  delayMs: number;
  /** Remembers which events came of which request. */
  taken: TakenEvents;
}

/** Puts HubSpot's event endpoints on the app: POST only, with a bearer token, JSON in. */
export function addApi(app: Hono, options: ApiOptions): void {
  const { deps } = options;
  const endpoints = [
    ...timelineEndpoints(options),
    ...appEndpoints(options),
    ...customEndpoints(options),
  ];
  for (const endpoint of endpoints) {
    app.post(endpoint.path, async ({ req: { raw: request } }) => {
      if (options.delayMs > 0) await deps.sleep(options.delayMs, request.signal);
      if (!/^Bearer +\S+$/i.test(request.headers.get("authorization") ?? "")) {
        return unauthorized(deps.uuid());
      }
      const body = await readJson(request);
      if ("error" in body) {
        return body.error === "too_large" ? tooLarge(deps.uuid()) : notJson(deps.uuid());
      }
      // Whoever hung up in the meantime is not served, as by a server that never came to the request.
      if (request.signal.aborted) return new Response(null, { status: 499 });
      return options.taken.during(request, () => endpoint.answer(body.value));
    });
    app.all(endpoint.path, () => wrongMethod("POST", deps.uuid()));
  }
}

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

function unauthorized(correlationId: string): Response {
  return errorAnswer({
    status: 401,
    category: "INVALID_AUTHENTICATION",
    message: "Authentication credentials not found: send Authorization: Bearer and a token",
    correlationId,
  });
}

function notJson(correlationId: string): Response {
  return errorAnswer({
    status: 400,
    category: "VALIDATION_ERROR",
    message: "Invalid input JSON: the body is not JSON in UTF-8",
    correlationId,
  });
}

function tooLarge(correlationId: string): Response {
  return errorAnswer({
    status: 413,
    category: "VALIDATION_ERROR",
    message: `Body too large: send at most ${maxBodyBytes} bytes`,
    correlationId,
  });
}
