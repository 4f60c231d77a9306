import { acceptEvent } from "../hubspot/accept.ts";
import { type EventKey, type HubSpotEvent, keyOf } from "../hubspot/events.ts";
import type { Receipt } from "../hubspot/receipts.ts";
import { OutboxFullError } from "../outbox/depth.ts";
import type { EventOrigin, Outbox } from "../outbox/outbox.ts";
import { type Deps, growingUuid } from "../transport/deps.ts";
import { type Answer, errorAnswer, type ErrorCode, jsonAnswer } from "./answers.ts";
import { waitForReceipts } from "./wait_for_receipts.ts";

/** What a host brings along to accept events. */
export interface AcceptOptions {
  /** Keeps the events. */
  outbox: Outbox;
  /** Clock and randomness. */
  deps: Pick<Deps, "now" | "sleep" | "uuid">;
  /** Told of an outbox that failed. */
  onError(error: unknown): void;
  /** Kept beside the events. Default: nothing is. */
  origin?: EventOrigin;
}

/** Why events were not kept, for their sender. */
export interface KeepFailure {
  /** What is wrong, for programs. */
  code: "not_durable" | "outbox_full";
  /** What is wrong, in words. */
  message: string;
  /** When to send them again, in seconds from now. */
  retryAfterSeconds: number;
}

/** What became of events that were to be kept. */
export interface Kept {
  /** What tells each from others, in order. */
  keys: EventKey[];
  /** Id of each, in order. */
  ids: string[];
  /** Why they are not durable; missing where they are. */
  failure?: KeepFailure;
  /** What HubSpot said to each, in order, where the outbox delivers at once. */
  receipts?: readonly Receipt[];
}

/** How some events are kept. */
export interface KeepOptions extends AcceptOptions {
  /** Ids for those without one, by position. Default: made at random. */
  uuids?: readonly string[] | undefined;
}

/** Seconds after which a sender may try again when the outbox failed. */
const retrySeconds = 10;

/** Gives events their ids and makes them durable. Never rejects. */
export async function keepEvents(
  events: readonly HubSpotEvent[],
  { outbox, deps, onError, origin, uuids }: KeepOptions,
): Promise<Kept> {
  const accepted = events.map((event, index) =>
    acceptEvent(event, { now: deps.now, uuid: () => uuids?.[index] ?? growingUuid(deps) })
  );
  const keys = accepted.map(keyOf);
  const ids = keys.map(({ id }) => id);
  try {
    const { receipts } = await outbox.put(accepted, origin);
    return { keys, ids, ...(receipts === undefined ? {} : { receipts }) };
  } catch (error) {
    // That it is full is no fault; whoever watches is told by the outcome.
    if (!(error instanceof OutboxFullError)) onError(error);
    return { keys, ids, failure: failureOf(error) };
  }
}

/** What is told with the answer to some events. */
export interface AcceptAnswerOptions extends KeepOptions {
  /** Further members of the answer. Default: none. */
  also?: Record<string, unknown>;
  /** Longest time to wait for receipts, in seconds. Default: the answer comes as soon as the events are durable. */
  waitSeconds?: number | undefined;
}

/**
 * Keeps events, and only then answers 202 with their ids and the members of `also`. Where that fails, the answer is
 * 503, so that the sender keeps them and sends again.
 */
export async function acceptEvents(
  events: readonly HubSpotEvent[],
  options: AcceptAnswerOptions,
): Promise<Answer> {
  const { keys, ids, failure, receipts } = await keepEvents(events, options);
  if (failure !== undefined) {
    return errorAnswer(failure.code, failure.message, {
      headers: { "retry-after": String(failure.retryAfterSeconds) },
    });
  }
  const { outbox, deps, waitSeconds } = options;
  const body = { ids, ...options.also };
  const outcome = `accepted ${ids.length}`;
  const waited = waitSeconds === undefined ? {} : appliedWait(waitSeconds);
  if (receipts !== undefined) return answerReceipts(receipts, { outcome, body, headers: waited });
  if (waitSeconds === undefined || outbox.journal === undefined) {
    return jsonAnswer(202, { outcome, body });
  }
  const found = await waitForReceipts(keys, { journal: outbox.journal, waitSeconds, deps });
  return jsonAnswer(202, {
    outcome,
    body: { ...body, receipts: found.receipts },
    ...(found.isComplete ? { headers: waited } : {}),
  });
}

/** Says that a sender's wish was met (RFC 7240, section 3). */
function appliedWait(seconds: number): Record<string, string> {
  return { "preference-applied": `wait=${seconds}` };
}

function failureOf(error: unknown): KeepFailure {
  if (error instanceof OutboxFullError) {
    return {
      code: "outbox_full",
      message: "The events were not taken, since too many wait for delivery: send them again later",
      retryAfterSeconds: Math.max(1, Math.ceil(error.retryAfterMs / 1_000)),
    };
  }
  const message = "The events could not be stored: send them again later";
  return { code: "not_durable", message, retryAfterSeconds: retrySeconds };
}

/** An outbox that delivers at once has only as much to say as HubSpot said. */
function answerReceipts(
  receipts: readonly Receipt[],
  { outcome, body, headers }: {
    outcome: string;
    body: Record<string, unknown>;
    headers: Record<string, string>;
  },
): Answer {
  if (receipts.every((receipt) => receipt.outcome !== "deferred")) {
    return jsonAnswer(202, { outcome, body: { ...body, receipts }, headers });
  }
  const code: ErrorCode = "not_delivered";
  const message =
    "Not every event was delivered: send them again later, with the ids of this answer";
  return jsonAnswer(503, {
    outcome: code,
    body: { error: { code, message, issues: [] }, ...body, receipts },
    headers: { ...headers, "retry-after": String(retrySeconds) },
  });
}
