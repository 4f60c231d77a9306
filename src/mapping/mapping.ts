import type { Activity } from "../activity/activity.ts";
import type { HubSpotEvent } from "../hubspot/events.ts";

/**
 * Turns an activity into the event to show, or into nothing. Pure; id, time and contact are filled in from the
 * activity where the event leaves them out. An event whose only contact is an empty text is for nobody, and not for the
 * actor either.
 */
export type Mapping = (activity: Activity) => HubSpotEvent | undefined;

/** E-mail addresses of people by their login at the source; logins are compared without case. */
export type People = Readonly<Record<string, string>>;
