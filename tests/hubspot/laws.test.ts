import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type EventFamily, familyOf, type HubSpotEvent } from "../../mod.ts";
import type { Fault, FaultEffect } from "../../src/local/faults/fault.ts";
import { appEvent, customEvent, timelineEvent } from "../support/events.ts";
import { start } from "./harness.ts";

/** Ids are drawn from few, so that events come again; some have none, and get their own. */
const id = fc.option(fc.integer({ min: 0, max: 40 }).map(String), { nil: undefined });

const sound = fc.tuple(fc.constantFrom<EventFamily>("app", "custom", "timeline"), id).map(
  ([family, id]): HubSpotEvent => {
    if (family === "custom") return customEvent(id === undefined ? {} : { uuid: id });
    return family === "app"
      ? appEvent(id === undefined ? {} : { id })
      : timelineEvent(id === undefined ? {} : { id });
  },
);

/** What breaks a rule of ours, and what only HubSpot refuses: a value that is too long for it. */
const unsound = fc.constantFrom<HubSpotEvent>(
  customEvent({ email: "nobody" }),
  appEvent({ properties: { when: new Date(NaN) } }),
  customEvent({ uuid: "long", properties: { text: "x".repeat(1_025) } }),
);

const retryAfter = fc.option(
  fc.record({
    seconds: fc.integer({ min: 0, max: 20 }),
    as: fc.constantFrom<"seconds" | "date">("seconds", "date"),
  }),
  { nil: undefined },
);

const stage = fc.constantFrom<"before" | "after">("before", "after");

const effect: fc.Arbitrary<FaultEffect> = fc.oneof(
  fc.record({
    kind: fc.constant("rate_limit" as const),
    policy: fc.constantFrom("TEN_SECONDLY_ROLLING" as const, "SECONDLY" as const, "DAILY" as const),
    ...{ retryAfter: fc.constant({ seconds: 3 }) },
  }),
  fc.record({
    kind: fc.constant("rate_limit" as const),
    policy: fc.constantFrom("TEN_SECONDLY_ROLLING" as const, "SECONDLY" as const, "DAILY" as const),
  }),
  // A success that says nothing at all is HubSpot's own, so that nobody could tell a lie from it.
  fc.record({
    kind: fc.constant("answer" as const),
    status: fc.constantFrom(200, 201, 207),
    body: fc.constantFrom("json" as const, "html" as const, "text" as const),
    stage,
  }),
  fc.tuple(
    fc.constantFrom(302, 401, 403, 404, 408, 413, 423, 477, 500, 501, 502, 503, 524),
    fc.constantFrom<"json" | "html" | "text" | "none">("json", "html", "text", "none"),
    retryAfter,
    stage,
  ).map(([status, body, retryAfter, stage]) => ({
    kind: "answer" as const,
    status,
    body,
    stage,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  })),
  fc.record({ kind: fc.constant("reset" as const), stage }),
  fc.record({ kind: fc.constant("hang" as const), stage }),
  fc.record({
    kind: fc.constant("delay" as const),
    ms: fc.integer({ min: 0, max: 60_000 }),
    stage,
  }),
  fc.constantFrom<FaultEffect>(
    { kind: "expired_token" },
    { kind: "empty_body" },
    { kind: "truncated_body" },
    { kind: "malformed_json" },
    { kind: "missing_results", inputs: "all" },
    { kind: "missing_results", inputs: [0, 2], taken: false },
    { kind: "partial_batch", inputs: [1] },
  ),
);

/** Each ends after some requests, and so does the whole schedule. */
const fault: fc.Arbitrary<Fault> = fc.record({
  when: fc.record({ from: fc.integer({ min: 1, max: 12 }), times: fc.integer({ min: 1, max: 6 }) }),
  what: effect,
});

describe("Client.sendAll, whatever is sent and goes wrong,", () => {
  it("gives each event one receipt, stores each id once, and misses nothing that it calls delivered", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 8, arbitrary: sound }, { weight: 1, arbitrary: unsound }), {
          maxLength: 50,
        }),
        fc.array(fault, { maxLength: 6 }),
        fc.record({
          batchSizes: fc.record({
            app: fc.integer({ min: 1, max: 20 }),
            custom: fc.integer({ min: 1, max: 20 }),
            timeline: fc.integer({ min: 1, max: 20 }),
          }),
          concurrency: fc.integer({ min: 1, max: 4 }),
        }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        async (events, faults, client, chance) => {
          const { clock, local, sendAll } = start({
            client,
            hubspot: { limits: { requests: 15, intervalMs: 10_000 } },
            random: () => chance,
          });
          const receipts = await sendAll(events, ...faults);
          assert.deepEqual(receipts.map(({ index }) => index), [...events.keys()]);
          checkStore();

          // Once the faults are over, what was deferred goes through under the ids that it has.
          local.faults.clear();
          await clock.advance(24 * 60 * 60_000);
          const later = receipts.filter(({ outcome }) => outcome === "deferred");
          const again = later.map(({ index, key }) => withId(events[index], key?.id));
          const second = await sendAll(again);
          for (const { outcome } of second) assert.notEqual(outcome, "deferred");
          checkStore();

          function checkStore(): void {
            const stored = local.events().map(({ family, type, id }) => `${family} ${type} ${id}`);
            assert.equal(new Set(stored).size, stored.length, "no id is stored twice");
            const asked = new Set(
              receipts.flatMap(({ key }) => key === undefined ? [] : nameOf(key)),
            );
            assert.deepEqual(stored.filter((name) => !asked.has(name)), [], "all is ours");
            for (const { outcome, key } of receipts) {
              if (outcome !== "delivered" && outcome !== "duplicate") continue;
              assert.ok(key !== undefined && stored.includes(nameOf(key)), "delivered is stored");
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

function nameOf({ family, type, id }: { family: string; type: string; id: string }): string {
  return `${family} ${type} ${id}`;
}

function withId(event: HubSpotEvent | undefined, id: string | undefined): HubSpotEvent {
  if (event === undefined || id === undefined) return assert.fail("There is no such event");
  return familyOf(event) === "custom" ? { ...event, uuid: id } as HubSpotEvent : { ...event, id };
}
