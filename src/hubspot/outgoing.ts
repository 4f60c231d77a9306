import type { Deps } from "../transport/deps.ts";
import type { Issue } from "../validation/issues.ts";
import { isRecord } from "../validation/rules.ts";
import { acceptEvent } from "./accept.ts";
import { parseEvent } from "./event_rules.ts";
import { type AcceptedEvent, type EventKey, type HubSpotEvent, keyOf } from "./events.ts";
import { acceptPlainEvent } from "./plain_event.ts";
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

/** Types do not hold at run time, so every event is checked before it gets its id. Never throws. */
export function makeOutgoing(
  input: HubSpotEvent,
  index: number,
  { deps }: { deps: Pick<Deps, "now" | "uuid"> },
): Outgoing | RejectedReceipt {
  try {
    const plain = acceptPlainEvent(input, deps);
    if (plain !== undefined) {
      return { index, event: plain, key: keyOf(plain), hasNewId: !Object.hasOwn(input, "uuid") };
    }
    // A copy stays what it was when it was checked, whatever the caller, a getter or a Proxy does.
    const parsed = parseEvent(copyOf(input));
    if (!parsed.ok) return rejected(index, parsed.issues);
    const { value } = parsed;
    const event = acceptEvent(value, deps);
    const hasNewId = ("eventName" in value ? value.uuid : value.id) === undefined;
    return { index, event, key: keyOf(event), hasNewId };
  } catch {
    return rejected(index, [{ path: "", message: "Expected an event that can be read" }]);
  }
}

function copyOf(input: unknown): unknown {
  return isRecord(input) ? { ...input } : input;
}

function rejected(index: number, issues: Issue[]): RejectedReceipt {
  const message = "The event breaks a rule of its API";
  return { outcome: "rejected", code: "invalid_event", index, message, issues };
}
