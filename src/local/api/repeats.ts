import type { Submission } from "../records.ts";
import type { EndpointContext } from "./endpoint.ts";

/** How long the id of an app or custom event is kept from coming again, in milliseconds: a year. */
const memoryMs = 365 * 24 * 60 * 60 * 1000;

/** Whether an app or custom event with this type and id was taken within the year. */
export function isRepeat(
  event: Submission,
  { account, deps }: Pick<EndpointContext, "account" | "deps">,
): boolean {
  const before = account.event(event);
  return before !== undefined && deps.now() - Date.parse(before.createdAt) < memoryMs;
}

/** The events of a batch that are there already, or come a second time in it. */
export function repeatsIn(
  events: readonly Submission[],
  context: Pick<EndpointContext, "account" | "deps">,
): Set<Submission> {
  const seen = new Set<string>();
  return new Set(events.filter((event) => {
    const key = JSON.stringify([event.type, event.id]);
    const isSeen = seen.has(key);
    seen.add(key);
    return isSeen || isRepeat(event, context);
  }));
}
