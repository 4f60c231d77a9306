import * as v from "valibot";
import type { Happening } from "./happening.ts";
import { type Person, personOf } from "./person.ts";
import { pageIn } from "./place.ts";
import { queuePrefix } from "./push.ts";
import { read } from "./reading.ts";
import { type Account, deliveryEntries, type Maybe, maybe, text } from "./schemas.ts";

const referenceDelivery = v.object({
  ...deliveryEntries,
  ref: text,
  ref_type: text,
  pusher_type: maybe(text),
});

/**
 * Tells that a branch or tag was created, by whoever did it. The payload has no time, so one of the same name that the
 * same person creates again is no second happening.
 */
export function referenceCreated(payload: unknown, receivedAt: string): Happening[] {
  return told(payload, "created", receivedAt);
}

/** Tells that a branch or tag was deleted, by whoever did it; once for each name, as with creating. */
export function referenceDeleted(payload: unknown, receivedAt: string): Happening[] {
  return told(payload, "deleted", receivedAt);
}

function told(payload: unknown, verb: "created" | "deleted", receivedAt: string): Happening[] {
  const delivery = read(referenceDelivery, payload);
  const { ref, ref_type, pusher_type, repository, sender } = delivery;
  // Servers of one's own once told of repositories in the same way; merge queues make branches by the dozen.
  if (ref_type !== "branch" && ref_type !== "tag") return [];
  if (ref.startsWith(queuePrefix)) return [];
  return [{
    type: `${ref_type}.${verb}`,
    time: receivedAt,
    person: pusherOf(sender, pusher_type),
    subject: {
      title: ref,
      url: verb === "created" ? pageIn(repository, ["tree", ref]) : repository.html_url,
    },
    facts: { [ref_type]: ref, pusher_type },
    key: [repository.id, ref],
  }];
}

/** A deploy key is a machine's: GitHub names the administrator who once added it. */
function pusherOf(sender: Maybe<Account>, pusherType: Maybe<string>): Person | undefined {
  const person = personOf(sender);
  return person !== undefined && pusherType === "deploy_key" ? { ...person, type: "Bot" } : person;
}
