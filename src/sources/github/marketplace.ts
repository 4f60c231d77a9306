import * as v from "valibot";
import type { Happening } from "./happening.ts";
import { type Person, personOf } from "./person.ts";
import { read } from "./reading.ts";
import { account, figure, flag, maybe, text, time, whole } from "./schemas.ts";

const plan = v.object({
  id: whole,
  name: text,
  monthly_price_in_cents: maybe(figure),
  yearly_price_in_cents: maybe(figure),
});

const purchaseDelivery = v.object({
  effective_date: time,
  sender: maybe(account),
  marketplace_purchase: v.object({
    account: v.object({
      id: whole,
      login: text,
      type: maybe(text),
      organization_billing_email: maybe(text),
    }),
    billing_cycle: maybe(text),
    unit_count: maybe(whole),
    on_free_trial: maybe(flag),
    plan,
  }),
  previous_marketplace_purchase: maybe(v.object({ plan })),
});

type PurchaseDelivery = v.InferOutput<typeof purchaseDelivery>;

/** Tells that a plan was bought on the Marketplace. */
export function planPurchased(payload: unknown): Happening[] {
  return [about(read(purchaseDelivery, payload), "purchased")];
}

/** Tells that another plan, or more or less of it, was bought on the Marketplace. */
export function planChanged(payload: unknown): Happening[] {
  return [about(read(purchaseDelivery, payload), "changed")];
}

/** Tells that a plan on the Marketplace was cancelled. */
export function planCancelled(payload: unknown): Happening[] {
  return [about(read(purchaseDelivery, payload), "cancelled")];
}

function about(delivery: PurchaseDelivery, verb: string): Happening {
  const { marketplace_purchase: purchase, previous_marketplace_purchase: previous } = delivery;
  const { account, plan } = purchase;
  return {
    type: `marketplace.${verb}`,
    time: delivery.effective_date,
    person: buyerOf(delivery),
    // The plan's address is of the API, where there is nothing for people to see.
    subject: { title: plan.name, url: undefined },
    facts: {
      plan: plan.name,
      plan_before: previous?.plan.name,
      account: account.login,
      account_type: account.type,
      billing_cycle: purchase.billing_cycle,
      unit_count: purchase.unit_count,
      on_free_trial: purchase.on_free_trial,
      monthly_price_in_cents: plan.monthly_price_in_cents,
      yearly_price_in_cents: plan.yearly_price_in_cents,
    },
    key: [account.id, plan.id, purchase.unit_count ?? "", delivery.effective_date],
  };
}

/**
 * Whoever bought: the sender, whose address GitHub gives here alone. Where it does not, an organization's bills go to
 * the address that it has named for them.
 */
function buyerOf({ sender, marketplace_purchase: { account } }: PurchaseDelivery): Person {
  const { id, login, type, organization_billing_email } = account;
  const buyer = personOf(sender) ?? { key: `${id}`, login, type: type ?? undefined };
  return { ...buyer, email: buyer.email ?? (organization_billing_email || undefined) };
}
