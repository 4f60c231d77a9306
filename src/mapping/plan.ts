import type { Activity, Skipped } from "../activity/activity.ts";
import { parseEvent } from "../hubspot/event_schemas.ts";
import type { HubSpotEvent } from "../hubspot/events.ts";
import type { Mapping, People } from "./mapping.ts";
import { identifyBy } from "./people.ts";

/** An activity and the event that shows it. */
export interface PlannedEvent {
  /** What happened. */
  activity: Activity;
  /** What to show. */
  event: HubSpotEvent;
}

/** What is to be sent, what is not, and why. */
export interface Plan {
  /** To be sent. */
  events: PlannedEvent[];
  /** Not to be sent. */
  skipped: Skipped[];
}

/** What a plan is made by. */
export interface PlanOptions {
  /** Turns an activity into an event. */
  mapping: Mapping;
  /** E-mail addresses by login, for actors whose address the source did not name. Default: none. */
  people?: People;
}

/**
 * Decides what becomes of activities: finds the contact, maps, and says of everything left out why. An event gets
 * its id, time and contact from the activity where the mapping leaves them out. Where the mapping names the contact by an
 * empty text alone, that leads to nobody, and not to the actor either.
 */
export function planEvents(activities: readonly Activity[], options: PlanOptions): Plan {
  const { mapping, people = {} } = options;
  const plan: Plan = { events: [], skipped: [] };
  const shown = new Set<string>();
  for (const activity of activities.map(identifyBy(people))) {
    const event = mapping(activity);
    const skipped = { what: activity.type, activityId: activity.id };
    if (event === undefined) plan.skipped.push({ reason: "no_rule", ...skipped });
    else {
      const complete = fillIn(event, activity);
      const checked = parseEvent(complete);
      if (!hasContact(complete)) plan.skipped.push({ reason: "no_contact", ...skipped });
      else if (!checked.ok) {
        plan.skipped.push({ reason: "invalid_event", ...skipped, issues: checked.issues });
      } else if (isShown(activity, checked.value, shown)) {
        plan.skipped.push({ reason: "shown_already", ...skipped });
      } else plan.events.push({ activity, event: checked.value });
    }
  }
  return plan;
}

/** Parts that one person can have in a commit, each told as an activity with an id of its own. */
const parts: ReadonlySet<unknown> = new Set(["author", "co_author", "sign_off"]);

/**
 * What is told twice has one id. Two ways to name the author of a commit, a noreply address and another, make two, and are one
 * person only once both are known to be one contact: there, it is the same where nothing but the part in it differs. All else
 * that has an id of its own happened by itself, however alike it is.
 */
function isShown(
  { id, type, time, subject, properties }: Activity,
  { email, objectId, utk }: HubSpotEvent,
  shown: Set<string>,
): boolean {
  const { role, ...facts } = properties;
  const contact = [email?.trim().toLowerCase(), objectId, utk];
  const keys = parts.has(role)
    ? [id, JSON.stringify([type, time, subject.url, facts, ...contact])]
    : [id];
  const isKnown = keys.some((key) => shown.has(key));
  keys.forEach((key) => shown.add(key));
  return isKnown;
}

function fillIn(event: HubSpotEvent, { id, time, actor }: Activity): HubSpotEvent {
  const contact = namesContact(event) ? {} : {
    ...(actor.email === undefined ? {} : { email: actor.email }),
    ...(actor.objectId === undefined ? {} : { objectId: actor.objectId }),
    ...(actor.utk === undefined ? {} : { utk: actor.utk }),
  };
  return "eventName" in event
    ? { uuid: id, occurredAt: time, ...contact, ...event }
    : { id, timestamp: time, ...contact, ...event };
}

/** Whether the mapping said whose timeline it is, be it somebody whom the activity does not name. */
function namesContact({ email, objectId, utk }: HubSpotEvent): boolean {
  return (email ?? objectId ?? utk) !== undefined;
}

/** An empty text leads to nobody. */
function hasContact({ email, objectId, utk }: HubSpotEvent): boolean {
  return [email, objectId, utk].some((key) => key !== undefined && key !== "");
}
