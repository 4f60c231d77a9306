import * as v from "valibot";
import type { Happening } from "./happening.ts";
import { personAmong } from "./person.ts";
import { read } from "./reading.ts";
import { account, figure, flag, maybe, text, time } from "./schemas.ts";

const tier = v.object({
  node_id: text,
  name: maybe(text),
  monthly_price_in_dollars: maybe(figure),
  is_one_time: maybe(flag),
});

const sponsorshipDelivery = v.object({
  sender: maybe(account),
  sponsorship: v.object({
    node_id: text,
    created_at: time,
    sponsorable: maybe(account),
    sponsor: maybe(account),
    privacy_level: text,
    tier,
  }),
  // Only there where the tier changes.
  changes: maybe(v.object({ tier: maybe(v.object({ from: maybe(tier) })) })),
  // Only there for what is to come.
  effective_date: maybe(time),
});

type SponsorshipDelivery = v.InferOutput<typeof sponsorshipDelivery>;

/** Tells that somebody began to sponsor, by the sponsor. */
export function sponsorshipCreated(payload: unknown): Happening[] {
  const delivery = read(sponsorshipDelivery, payload);
  return [about(delivery, "created", delivery.sponsorship.created_at, [])];
}

/** Tells that a sponsorship ended, by the sponsor. */
export function sponsorshipCancelled(payload: unknown, receivedAt: string): Happening[] {
  return [about(read(sponsorshipDelivery, payload), "cancelled", receivedAt, [])];
}

/** Tells that a sponsor gives more or less from now on. The payload has no time: the same change is told once. */
export function sponsorshipTierChanged(payload: unknown, receivedAt: string): Happening[] {
  const delivery = read(sponsorshipDelivery, payload);
  return [about(delivery, "tier_changed", receivedAt, tiersOf(delivery))];
}

/** Tells that a sponsor has chosen to give more or less. The date on which that comes true lies ahead: a property. */
export function sponsorshipTierChangePending(payload: unknown, receivedAt: string): Happening[] {
  const delivery = read(sponsorshipDelivery, payload);
  const key = [...tiersOf(delivery), delivery.effective_date ?? ""];
  return [about(delivery, "pending_tier_change", receivedAt, key)];
}

/** Tells that a sponsor has chosen to end the sponsorship. */
export function sponsorshipCancellationPending(payload: unknown, receivedAt: string): Happening[] {
  const delivery = read(sponsorshipDelivery, payload);
  const key = [delivery.effective_date ?? ""];
  return [about(delivery, "pending_cancellation", receivedAt, key)];
}

function tiersOf({ sponsorship, changes }: SponsorshipDelivery): string[] {
  return [changes?.tier?.from?.node_id ?? "", sponsorship.tier.node_id];
}

/** Where an organization sponsors, whoever saw to it is the contact. What is private is told where it is asked for. */
function about(
  { sponsorship, changes, effective_date, sender }: SponsorshipDelivery,
  verb: string,
  at: string,
  key: readonly string[],
): Happening {
  const { node_id, sponsorable, sponsor, privacy_level, tier } = sponsorship;
  return {
    type: `sponsorship.${verb}`,
    time: at,
    person: personAmong(sponsor, sender),
    subject: { title: sponsorable?.login ?? "", url: sponsorable?.html_url ?? undefined },
    facts: {
      sponsor: sponsor?.login,
      sponsored: sponsorable?.login,
      tier: tier.name,
      tier_before: changes?.tier?.from?.name,
      monthly_price_in_dollars: tier.monthly_price_in_dollars,
      one_time: tier.is_one_time,
      privacy_level,
      effective_date,
    },
    key: [node_id, ...key],
    ...(privacy_level === "public" ? {} : { needs: "confidential" }),
  };
}
