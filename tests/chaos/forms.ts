import type { OutboxKind } from "./schedule.ts";

/** How large a run is. */
export interface Form {
  /** Processes that are killed, at the least. */
  kills: number;
  /** Events that are sent. */
  events: number;
  /** Most events in one request. */
  largest: number;
  /** Requests under way at a time. */
  clients: number;
}

/** The short form, which is part of `deno task ok`, and the long one, whose figures are published. */
export const forms: Readonly<Record<"short" | "long", Readonly<Record<OutboxKind, Form>>>> = {
  short: {
    sqlite: { kills: 10, events: 2_000, largest: 25, clients: 8 },
    postgres: { kills: 10, events: 2_000, largest: 25, clients: 8 },
    durable_object: { kills: 8, events: 1_500, largest: 25, clients: 8 },
  },
  long: {
    sqlite: { kills: 200, events: 100_000, largest: 400, clients: 8 },
    postgres: { kills: 60, events: 20_000, largest: 200, clients: 8 },
    durable_object: { kills: 40, events: 10_000, largest: 100, clients: 8 },
  },
};
