import type { Activity } from "../src/activity/activity.ts";
import type { AcceptedEvent } from "../src/hubspot/events.ts";

/** Whose timeline an event goes on, for people to read. Addresses are whole: whoever shows this shortens them. */
export interface ShownPerson {
  /** Login or name, and address; what is not known is left out. */
  who: string;
  /** Where the address was found; empty where there is none. */
  foundIn: string;
}

/** Says whose timeline an event goes on or, without one, who did something. */
export function showPerson({ actor }: Activity, event?: AcceptedEvent): ShownPerson {
  const { login, name, email, emailSource } = actor;
  const contact = event === undefined ? email : contactOf(event);
  const isActor = contact === email;
  const known = isActor ? login ?? name : undefined;
  const who = [known, contact].filter((one) => one !== undefined && one !== "").join(", ");
  if (contact === undefined) return { who, foundIn: "" };
  const foundIn = isActor ? emailSource ?? "workflow" : "rule";
  return { who, foundIn: foundIn.replaceAll("_", " ") };
}

function contactOf({ email, objectId, utk }: AcceptedEvent): string | undefined {
  if (objectId !== undefined) return `record ${objectId}`;
  return email ?? (utk === undefined ? undefined : "a visitor");
}
