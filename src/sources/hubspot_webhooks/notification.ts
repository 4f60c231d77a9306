import * as v from "valibot";
import type { Activity, ActivityValue, Actor } from "../../activity/activity.ts";
import { activityId } from "../../activity/id.ts";
import { oneLine } from "../../activity/text.ts";
import { flatten } from "../payload/flatten.ts";

/** What HubSpot tells of one change; what it tells besides becomes properties. */
export interface Notification {
  /** Number of the event; HubSpot does not promise that no other has it. */
  eventId: number | string;
  /** Number of the subscription that it is told for. */
  subscriptionId: number | string;
  /** Number of the account. */
  portalId: number | string;
  /** When it happened, in milliseconds since 1970. */
  occurredAt: number;
  /** What happened: `contact.propertyChange`, or `object.propertyChange` in the generic form. */
  subscriptionType: string;
  /** Id of the record. Missing where two are told of. */
  objectId?: number | string | null | undefined;
  /** Type of the record, in the generic form: `0-1` is a contact. */
  objectTypeId?: string | null | undefined;
  /** Property that changed. */
  propertyName?: string | null | undefined;
  /** Its new value. */
  propertyValue?: string | number | boolean | null | undefined;
  /** Whether HubSpot keeps the property as sensitive data. */
  isSensitive?: boolean | null | undefined;
  /** Record that came of a merge, where that is a new one. */
  newObjectId?: number | string | null | undefined;
  /** Record that is left after a merge. */
  primaryObjectId?: number | string | null | undefined;
  /** Which kinds of records an association ties: `CONTACT_TO_DEAL`. */
  associationType?: string | null | undefined;
  /** Record that it begins at. */
  fromObjectId?: number | string | null | undefined;
  /** Type of that record, in the generic form. */
  fromObjectTypeId?: string | null | undefined;
  /** Record that it ends at. */
  toObjectId?: number | string | null | undefined;
  /** Type of that record, in the generic form. */
  toObjectTypeId?: string | null | undefined;
}

const text = v.string();
const id = v.union(
  [v.pipe(v.number(), v.safeInteger(), v.minValue(0)), v.pipe(v.string(), v.regex(/^\d{1,20}$/))],
  "Expected a whole number",
);

/** Schema of a {@linkcode Notification}; members that are not named here stay. */
export const notificationSchema: v.GenericSchema<unknown, Notification> = v.looseObject({
  eventId: id,
  subscriptionId: id,
  portalId: id,
  occurredAt: v.pipe(
    v.number(),
    v.integer(),
    v.minValue(1),
    v.maxValue(253_402_300_799_999, "Expected milliseconds since 1970"),
  ),
  subscriptionType: v.pipe(
    v.string(),
    v.regex(/^[\w-]+(\.[\w-]+)+$/, "Expected a type like contact.creation"),
    v.maxLength(100),
  ),
  objectId: v.nullish(id),
  objectTypeId: v.nullish(text),
  propertyName: v.nullish(text),
  propertyValue: v.nullish(v.union([text, v.number(), v.boolean()])),
  isSensitive: v.nullish(v.boolean()),
  newObjectId: v.nullish(id),
  primaryObjectId: v.nullish(id),
  associationType: v.nullish(text),
  fromObjectId: v.nullish(id),
  fromObjectTypeId: v.nullish(text),
  toObjectId: v.nullish(id),
  toObjectTypeId: v.nullish(text),
});

/** Type id of contacts. */
const contactType = "0-1";

/** Longest title, in characters. */
const longestTitle = 250;

/** Whether the contact is gone, and its timeline with it. */
export function isFarewell(told: Notification): boolean {
  const [, what] = told.subscriptionType.split(".");
  return isOfContact(told) && (what === "deletion" || what === "privacyDeletion");
}

/**
 * Makes the activity of a notification. What a repeated delivery has in common with the first makes the id: all but the
 * number of the attempt.
 */
export async function notificationActivity(told: Notification): Promise<Activity> {
  const { eventId, subscriptionId, portalId, occurredAt, subscriptionType } = told;
  const parts = [portalId, subscriptionId, eventId, occurredAt, subscriptionType];
  const records = [told.objectId, told.propertyName, told.fromObjectId, told.toObjectId];
  return {
    id: await activityId(["hubspot", ...parts, ...records.map((one) => one ?? "")].map(String)),
    type: `hubspot.${subscriptionType}`,
    time: new Date(occurredAt).toISOString(),
    actor: actorOf(told),
    subject: { title: titleOf(told) },
    properties: propertiesOf(told),
  };
}

/** The contact whom it is about; nobody where it is about a record of another kind. */
function actorOf(told: Notification): Actor {
  const contact = contactOf(told);
  return contact === undefined || contact === null ? {} : { objectId: String(contact) };
}

function contactOf(told: Notification): number | string | null | undefined {
  if (told.fromObjectId !== undefined || told.toObjectId !== undefined) {
    const type = told.associationType?.toUpperCase() ?? "";
    if (type.startsWith("CONTACT_TO_") || told.fromObjectTypeId === contactType) {
      return told.fromObjectId;
    }
    const ends = type.endsWith("_TO_CONTACT") || told.toObjectTypeId === contactType;
    return ends ? told.toObjectId : undefined;
  }
  return isOfContact(told) ? told.newObjectId ?? told.primaryObjectId ?? told.objectId : undefined;
}

function isOfContact({ subscriptionType, objectTypeId }: Notification): boolean {
  return subscriptionType.startsWith("contact.") || objectTypeId === contactType;
}

function titleOf(told: Notification): string {
  const { subscriptionType, propertyName, propertyValue, isSensitive } = told;
  if (propertyName === undefined || propertyName === null) return subscriptionType;
  const value = isSensitive ? "" : `${propertyValue ?? ""}`;
  return oneLine(value === "" ? propertyName : `${propertyName}: ${value}`, longestTitle) ||
    subscriptionType;
}

function propertiesOf(told: Notification): Record<string, ActivityValue> {
  const { subscriptionType: _type, occurredAt: _time, ...rest } = told;
  const { attempt_number: _attempt, ...properties } = flatten(
    told.isSensitive ? { ...rest, propertyValue: null } : rest,
  );
  return properties;
}
