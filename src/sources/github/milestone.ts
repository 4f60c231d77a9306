import * as v from "valibot";
import type { Happening } from "./happening.ts";
import { personOf } from "./person.ts";
import { read } from "./reading.ts";
import { deliveryEntries, maybe, pageUrl, text, time, whole } from "./schemas.ts";

const milestoneDelivery = v.object({
  ...deliveryEntries,
  milestone: v.object({
    id: whole,
    number: whole,
    title: text,
    html_url: pageUrl,
    state: maybe(text),
    open_issues: maybe(whole),
    closed_issues: maybe(whole),
    due_on: maybe(time),
    closed_at: maybe(time),
    updated_at: time,
  }),
});

/** Tells that a milestone was closed, by whoever did it. */
export function milestoneClosed(payload: unknown): Happening[] {
  const { milestone, sender } = read(milestoneDelivery, payload);
  const at = milestone.closed_at ?? milestone.updated_at;
  const open = milestone.open_issues ?? 0;
  const closed = milestone.closed_issues ?? 0;
  return [{
    type: "milestone.closed",
    time: at,
    person: personOf(sender),
    subject: { title: milestone.title, url: milestone.html_url },
    facts: {
      number: milestone.number,
      state: milestone.state,
      open_issues: milestone.open_issues,
      closed_issues: milestone.closed_issues,
      percent_done: open + closed > 0 ? Math.round(100 * closed / (open + closed)) : undefined,
      due_on: milestone.due_on,
    },
    key: [milestone.id, at],
  }];
}
