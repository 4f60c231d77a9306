import type { Activity } from "../activity/activity.ts";
import type { People } from "./mapping.ts";

/** Gives actors the addresses that are configured for them, and leaves all else as it is. */
export type Identifier = (activity: Activity) => Activity;

/**
 * Makes ready to identify actors by their login, without regard to case. The configured address goes before the
 * payload's: whoever wrote it down knew better.
 */
export function identifyBy(people: People): Identifier {
  const addresses = new Map(
    Object.entries(people).map(([login, email]) => [login.toLowerCase(), email]),
  );
  return (activity) => {
    const { actor } = activity;
    const email = actor.login && addresses.get(actor.login.toLowerCase());
    if (!email) return activity;
    return { ...activity, actor: { ...actor, email, emailSource: "people" } };
  };
}
