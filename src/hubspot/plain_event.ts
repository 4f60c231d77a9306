import type { Deps } from "../transport/deps.ts";
import { isEmail } from "../validation/email.ts";
import { isRecord } from "../validation/rules.ts";
import { fillId } from "./accept.ts";
import { isText, isTime, writePlainValues } from "./event_rules.ts";
import { writeTime } from "./event_values.ts";
import type { AcceptedCustomEvent } from "./events.ts";

/**
 * Accepts a custom event in one pass over its fields, each of which is read once. It takes half the time of
 * `parseEvent` and `acceptEvent`, and is for custom events alone because HubSpot takes 625,000 of them a second, and of
 * the others 5,500.
 *
 * @returns What those two make of it; undefined where something is uncommon or wrong, which is for them to say.
 */
export function acceptPlainEvent(
  input: unknown,
  deps: Pick<Deps, "now" | "uuid">,
): AcceptedCustomEvent | undefined {
  if (!isRecord(input)) return undefined;
  let eventName, properties, email, objectId, utk, uuid, occurredAt;
  for (const name in input) {
    if (!Object.hasOwn(input, name)) continue;
    const value = input[name];
    if (name === "properties") properties = writePlainValues(value);
    else if (name === "occurredAt" && isTime(value)) occurredAt = value;
    else if (!isText(value)) return undefined;
    else if (name === "eventName") eventName = value;
    else if (name === "email" && isEmail(value)) email = value;
    else if (name === "objectId") objectId = value;
    else if (name === "utk") utk = value;
    else if (name === "uuid") uuid = value;
    else return undefined;
  }
  const whose = email ?? objectId ?? utk;
  if (eventName === undefined || properties === undefined || whose === undefined) return undefined;
  const event: AcceptedCustomEvent = {
    eventName,
    properties,
    uuid: fillId(uuid, deps),
    occurredAt: writeTime(occurredAt ?? deps.now()),
  };
  if (email !== undefined) event.email = email;
  if (objectId !== undefined) event.objectId = objectId;
  if (utk !== undefined) event.utk = utk;
  return event;
}
