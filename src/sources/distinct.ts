import type { Activity, Skipped } from "../activity/activity.ts";
import type { Parsed } from "./source.ts";

/** Leaves out what one delivery tells twice, and says so. */
export function distinct(found: readonly Activity[], skipped: readonly Skipped[]): Parsed {
  const byId = new Map<string, Activity>();
  const repeated: Skipped[] = [];
  for (const activity of found) {
    if (byId.has(activity.id)) {
      repeated.push({ reason: "shown_already", what: activity.type, activityId: activity.id });
    } else byId.set(activity.id, activity);
  }
  return { activities: [...byId.values()], skipped: [...skipped, ...repeated] };
}
