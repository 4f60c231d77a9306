import type { FaultEffect } from "../faults/fault.ts";

/** One side of a logged exchange. */
export interface LoggedMessage {
  /** Header names, lower case, with their values: of a request those that say nothing of who sent it. */
  headers: Readonly<Record<string, string>>;
  /** The body as text, up to the log's cap; missing where it may hold secrets, as those of the token endpoints do. */
  body?: string;
  /** Size of the body, in bytes. */
  bytes: number;
  /** Whether `body` leaves off some of it. */
  isCapped: boolean;
}

/**
 * What became of a request: `answered`, whatever the status; `cut`, where the connection broke midway through the
 * answer; `reset`, where it broke before; `abandoned`, where the caller hung up before there was an answer.
 */
export type RequestOutcome = "answered" | "cut" | "reset" | "abandoned";

/** A request to the API, as the log keeps it. No credentials are in it. */
export interface LoggedRequest {
  /** Place in the order of endings, from 1. */
  number: number;
  /** When it came, ISO 8601 in UTC. */
  time: string;
  /** HTTP method. */
  method: string;
  /** Path and query; what may be a secret in it is `***`. */
  path: string;
  /** HTTP status; missing where there was no answer. */
  status?: number;
  /** From its coming to its end, in milliseconds of the injected clock. */
  durationMs: number;
  /** What became of it. */
  outcome: RequestOutcome;
  /** The kinds of fault that struck it. */
  faults: readonly FaultEffect["kind"][];
  /** HubSpot's id of the request, where the answer says one. */
  correlationId?: string;
  /** The events that were taken from it, by their `sequence`. */
  events: readonly number[];
  /** What was asked. */
  request: LoggedMessage;
  /** What was answered; missing where there was no answer. */
  response?: LoggedMessage;
}
