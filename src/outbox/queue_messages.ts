import * as v from "valibot";
import { acceptEvent } from "../hubspot/accept.ts";
import { parseEvent } from "../hubspot/event_schemas.ts";
import { type AcceptedEvent, keyOf } from "../hubspot/events.ts";
import { validate } from "../validation/issues.ts";
import type { EventOrigin } from "./outbox.ts";
import type { QueueSendMessage } from "./queue_platform.ts";

/** What one message of the queue carries. */
export interface QueuedEvent {
  /** The event. */
  event: AcceptedEvent;
  /** What is kept beside it. */
  origin: EventOrigin;
  /** When it came, in milliseconds since 1970. */
  receivedAt: number;
}

/** Events on their way into the queue. */
export interface MessagePlan {
  /** What each `sendBatch` takes. */
  batches: { messages: QueueSendMessage[]; events: QueuedEvent[] }[];
  /** Events that no message holds. */
  tooLarge: QueuedEvent[];
}

/**
 * Limits of Cloudflare Queues: 128 kB a message, 100 messages and 256 kB a batch. The queue counts something of its own
 * beside each text, for which room is left.
 *
 * @see https://developers.cloudflare.com/queues/platform/limits/
 */
const limits = { messageBytes: 125_000, batchBytes: 250_000, batchMessages: 100, overhead: 200 };

/** Fills batches for the queue with events, in order. */
export function planMessages(events: readonly QueuedEvent[]): MessagePlan {
  const plan: MessagePlan = { batches: [], tooLarge: [] };
  const encoder = new TextEncoder();
  let open: MessagePlan["batches"][number] = { messages: [], events: [] };
  let bytes = 0;
  for (const queued of events) {
    const body = JSON.stringify(queued);
    const length = encoder.encode(body).length + limits.overhead;
    if (length > limits.messageBytes) {
      plan.tooLarge.push(queued);
      continue;
    }
    const isFull = open.messages.length === limits.batchMessages ||
      bytes + length > limits.batchBytes;
    if (open.messages.length > 0 && isFull) {
      plan.batches.push(open);
      open = { messages: [], events: [] };
      bytes = 0;
    }
    open.messages.push({ body, contentType: "text" });
    open.events.push(queued);
    bytes += length;
  }
  if (open.messages.length > 0) plan.batches.push(open);
  return plan;
}

/**
 * Reads a message. Whoever has the account may send to its queue, so it is checked; what is no event of ours, with its
 * id, is `undefined`.
 */
export function readMessage(body: unknown): QueuedEvent | undefined {
  const message = validate(messageSchema, parseText(body));
  if (!message.ok) return undefined;
  const { origin, receivedAt } = message.value;
  const parsed = parseEvent(message.value.event);
  if (!parsed.ok) return undefined;
  // Accepting what is accepted already changes nothing; what had no id would be another event each time it comes.
  const event = acceptEvent(parsed.value, { now: () => receivedAt, uuid: () => "" });
  return keyOf(event).id === "" ? undefined : { event, origin, receivedAt };
}

const messageSchema = v.object({
  event: v.unknown(),
  origin: v.object({ path: v.exactOptional(v.string()), trace: v.exactOptional(v.string()) }),
  receivedAt: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});

function parseText(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
