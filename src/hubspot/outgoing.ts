import type { Deps } from "../transport/deps.ts";
import { acceptEvent } from "./accept.ts";
import { parseEvent } from "./event_schemas.ts";
import { type AcceptedEvent, type EventKey, type HubSpotEvent, keyOf } from "./events.ts";
import type { RejectedReceipt } from "./receipts.ts";

/** An accepted event on its way to HubSpot. */
export interface Outgoing {
  /** Position in the caller's input, from 0. */
  index: number;
  /** The event. */
  event: AcceptedEvent;
  /** What tells it from others. */
  key: EventKey;
  /** Whether its id was made here, so that no other event of the input can have it. */
  hasNewId: boolean;
  /** Events further on in the input under the same key, which wait for what becomes of this one. Default: none. */
  twins?: Outgoing[];
}

/** Types do not hold at run time, so every event is checked before it gets its id. */
export function makeOutgoing(
  input: HubSpotEvent,
  index: number,
  { deps }: { deps: Pick<Deps, "now" | "uuid"> },
): Outgoing | RejectedReceipt {
  const parsed = parseEvent(input);
  if (!parsed.ok) {
    const message = "The event breaks a rule of its API";
    return { outcome: "rejected", code: "invalid_event", index, message, issues: parsed.issues };
  }
  const { value } = parsed;
  const event = acceptEvent(value, deps);
  const hasNewId = ("eventName" in value ? value.uuid : value.id) === undefined;
  return { index, event, key: keyOf(event), hasNewId };
}
