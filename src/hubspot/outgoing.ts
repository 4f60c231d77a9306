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
    let event: AcceptedEvent | undefined = acceptPlainEvent(input, deps);
    if (event === undefined) {
      // A copy stays what it was when it was checked, whatever the caller, a getter or a Proxy does.
      const parsed = parseEvent(isRecord(input) ? { ...input } : input);
      if (!parsed.ok) return rejected(index, parsed.issues);
      event = acceptEvent(parsed.value, deps);
    }
    return { index, event, key: keyOf(event), hasNewId: !("uuid" in input || "id" in input) };
  } catch {
    return rejected(index, [{ path: "", message: "Expected an event that can be read" }]);
  }
}

function rejected(index: number, issues: Issue[]): RejectedReceipt {
  const message = "The event breaks a rule of its API";
  return { outcome: "rejected", code: "invalid_event", index, message, issues };
}
