import { acceptEvent } from "../hubspot/accept.ts";
import { type HubSpotEvent, keyOf } from "../hubspot/events.ts";
import type { Receipt } from "../hubspot/receipts.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { Deps } from "../transport/deps.ts";
import { type Answer, errorAnswer, type ErrorCode, jsonAnswer } from "./answers.ts";

/** What a host brings along to accept events. */
export interface AcceptOptions {
  /** Keeps the events. */
  outbox: Outbox;
  /** Clock and randomness. */
  deps: Pick<Deps, "now" | "uuid">;
  /** Told of an outbox that failed. */
  onError(error: unknown): void;
}

/** What became of events that were to be kept. */
export interface Kept {
  /** Id of each, in order. */
  ids: string[];
  /** Whether they are durable. */
  isDurable: boolean;
  /** What HubSpot said to each, in order, where the outbox delivers at once. */
  receipts?: readonly Receipt[];
}

/** Seconds after which a sender may try again when the outbox failed. */
const retrySeconds = 10;

/** What the sender of an event that could not be stored is told. */
export const notDurable = "The events could not be stored: send them again later";

/** Gives events their ids and makes them durable. Never rejects. */
export async function keepEvents(
  events: readonly HubSpotEvent[],
  { outbox, deps, onError }: AcceptOptions,
): Promise<Kept> {
  const accepted = events.map((event) => acceptEvent(event, deps));
  const ids = accepted.map((event) => keyOf(event).id);
  try {
    const { receipts } = await outbox.put(accepted);
    return { ids, isDurable: true, ...(receipts === undefined ? {} : { receipts }) };
  } catch (error) {
    onError(error);
    return { ids, isDurable: false };
  }
}

/**
 * Keeps events, and only then answers 202 with their ids and the members of `also`. Where that fails, the answer is
 * 503, so that the sender keeps them and sends again.
 */
export async function acceptEvents(
  events: readonly HubSpotEvent[],
  options: AcceptOptions & { also?: Record<string, unknown> },
): Promise<Answer> {
  const { ids, isDurable, receipts } = await keepEvents(events, options);
  if (!isDurable) {
    return errorAnswer("not_durable", notDurable, {
      headers: { "retry-after": String(retrySeconds) },
    });
  }
  const body = { ids, ...options.also };
  const outcome = `accepted ${ids.length}`;
  return receipts === undefined
    ? jsonAnswer(202, { outcome, body })
    : answerReceipts(receipts, { outcome, body });
}

/** An outbox that delivers at once has only as much to say as HubSpot said. */
function answerReceipts(
  receipts: readonly Receipt[],
  { outcome, body }: { outcome: string; body: Record<string, unknown> },
): Answer {
  if (receipts.every((receipt) => receipt.outcome !== "deferred")) {
    return jsonAnswer(202, { outcome, body: { ...body, receipts } });
  }
  const code: ErrorCode = "not_delivered";
  const message =
    "Not every event was delivered: send them again later, with the ids of this answer";
  return jsonAnswer(503, {
    outcome: code,
    body: { error: { code, message, issues: [] }, ...body, receipts },
    headers: { "retry-after": String(retrySeconds) },
  });
}
