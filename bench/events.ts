import { acceptEvent } from "../src/hubspot/accept.ts";
import type { AcceptedEvent, CustomEvent } from "../src/hubspot/events.ts";

const plans = ["starter", "team", "business"];

/** What a shop might tell of an order: five properties, neither an id nor a time; 300 bytes as HubSpot is sent it. */
export function orderEvent(number: number): CustomEvent {
  return {
    eventName: "pe1234567_order_completed",
    email: `person.${number % 5_000}@example.com`,
    properties: {
      plan: plans[number % plans.length] ?? "",
      page_url: `https://www.example.com/checkout/${number}?utm_source=newsletter`,
      amount: 49.5 + number % 1_000,
      seats: 1 + number % 40,
      trial: number % 3 === 0,
    },
  };
}

/** Makes events one by one, so that a million of them take no memory. */
export function* orderEvents(count: number): Generator<CustomEvent> {
  for (let number = 0; number < count; number++) yield orderEvent(number);
}

/** The same event as it goes over the wire, for what is measured without our client. */
export function acceptedOrderEvent(number: number): AcceptedEvent {
  return acceptEvent(orderEvent(number), { now: Date.now, uuid: () => crypto.randomUUID() });
}
