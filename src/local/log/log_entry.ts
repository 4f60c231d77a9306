import * as v from "valibot";
import { validate } from "../../validation/issues.ts";
import { WireResponse } from "../faults/broken_connection.ts";
import { holdsSecrets, requestMessage, responseMessage, safePath } from "./logged_message.ts";
import type { LoggedRequest, RequestOutcome } from "./logged_request.ts";

/** A request, and what is known of it before it is answered. */
export interface Begun {
  /** The request. */
  request: Request;
  /** Its address. */
  url: URL;
  /** Its body. */
  body: Uint8Array<ArrayBuffer>;
  /** When it came, in milliseconds since 1970. */
  startedAt: number;
  /** What struck it. */
  faults: LoggedRequest["faults"];
  /** The events that were taken from it so far. */
  events: ReadonlySet<number>;
}

/** An answer, and its body beside it. */
export interface ReadAnswer {
  /** Whether all of it is delivered. */
  outcome: RequestOutcome;
  /** The answer, to be given. */
  answer: Response;
  /** What is delivered of its body. */
  body: Uint8Array<ArrayBuffer>;
}

/** How a request ended. */
export type Ending = { endedAt: number } & (ReadAnswer | { outcome: RequestOutcome });

/** Reads an answer whole, so that it can be both given and written down. */
export async function readAnswer(answer: Response): Promise<ReadAnswer> {
  if (answer instanceof WireResponse) {
    return { outcome: answer.isCut ? "cut" : "answered", answer, body: answer.sent };
  }
  if (answer.body === null) return { outcome: "answered", answer, body: new Uint8Array() };
  const { status, headers } = answer;
  const body = new Uint8Array(await answer.arrayBuffer());
  return { outcome: "answered", answer: new Response(body, { status, headers }), body };
}

/** What the log writes of a request. */
export function logEntry(
  { request, url, body, startedAt, faults, events }: Begun,
  ending: Ending,
): Omit<LoggedRequest, "number"> {
  const secret = holdsSecrets(url.pathname);
  return {
    time: new Date(startedAt).toISOString(),
    method: request.method,
    path: safePath(url),
    durationMs: ending.endedAt - startedAt,
    outcome: ending.outcome,
    faults,
    events: [...events],
    request: requestMessage(request.headers, body, { secret }),
    ...("answer" in ending && answered(ending, secret)),
  };
}

function answered(
  { answer, body }: ReadAnswer,
  secret: boolean,
): Pick<LoggedRequest, "status" | "response" | "correlationId"> {
  const response = responseMessage(answer.headers, body, { secret });
  const correlationId = answer.status < 400 ? undefined : correlationIdOf(response.body);
  return {
    status: answer.status,
    response,
    ...(correlationId !== undefined && { correlationId }),
  };
}

const errorSchema = v.object({ correlationId: v.string() });

function correlationIdOf(text: string | undefined): string | undefined {
  try {
    const parsed = validate(errorSchema, JSON.parse(text ?? ""));
    return parsed.ok ? parsed.value.correlationId : undefined;
  } catch {
    return undefined;
  }
}
