import type { HubSpotEvent, Receipt } from "../../mod.ts";
import { keyOf, parseEvent } from "../../mod.ts";
import { acceptEvent } from "../../src/hubspot/accept.ts";
import type { Verdict } from "../../src/hubspot/verdicts.ts";

/** A client that gives the verdicts it is told to and keeps the ids it was given, in order. */
export function clientStandIn(decide: (id: string) => Verdict | Promise<Verdict>) {
  const ids: string[] = [];
  return {
    ids,
    async *sendAll(
      events: Iterable<HubSpotEvent> | AsyncIterable<HubSpotEvent>,
      { signal }: { signal?: AbortSignal } = {},
    ): AsyncGenerator<Receipt, void, undefined> {
      let index = 0;
      for await (const event of events) {
        const parsed = parseEvent(event);
        if (!parsed.ok) throw new Error("The outbox holds an event that breaks a rule");
        const key = keyOf(acceptEvent(parsed.value, { now: () => 0, uuid: () => "fresh" }));
        ids.push(key.id);
        const verdict = signal?.aborted
          ? { outcome: "deferred", code: "aborted", message: "cut short" } as const
          : await decide(key.id);
        yield { index: index++, key, ...verdict };
      }
    },
  };
}

export const delivered: Verdict = { outcome: "delivered" };
export const failed: Verdict = { outcome: "deferred", code: "server_error", message: "down" };
export const refused: Verdict = { outcome: "rejected", code: "refused", message: "no", issues: [] };
