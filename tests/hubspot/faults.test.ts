import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ClientOptions, HubSpotEvent, Receipt } from "../../mod.ts";
import type { Fault, FaultEffect } from "../../src/local/faults/fault.ts";
import { appEvent, customEvent, timelineEvent } from "../support/events.ts";
import { start } from "./harness.ts";

const ids = ["a", "b", "c", "d", "e"];

const families: Record<string, (id: string) => HubSpotEvent> = {
  app: (id) => appEvent({ id }),
  custom: (id) => customEvent({ uuid: id }),
  timeline: (id) => timelineEvent({ id }),
};

/** Sends five events of a family while something goes wrong, and says what came of it. */
async function outcomeOf(
  family: string,
  faults: readonly Fault[],
  client: Partial<ClientOptions> = {},
) {
  const started = start({ client });
  const { clock, local, sendAll } = started;
  const startedAt = clock.now();
  const make = families[family] ?? assert.fail(`There is no family ${family}`);
  const receipts = await sendAll(ids.map(make), ...faults);
  const stored = local.events().map(({ id }) => id);
  assert.equal(new Set(stored).size, stored.length, "No id is stored twice");
  return { ...started, receipts, stored: stored.sort(), elapsed: clock.now() - startedAt };
}

const outcomes = (receipts: readonly Receipt[]) => receipts.map(({ outcome }) => outcome);
const all = (outcome: Receipt["outcome"]) => ids.map(() => outcome);
const once = (what: FaultEffect): Fault => ({ when: { times: 1 }, what });

describe("Client, where HubSpot answers 429,", () => {
  const waits: [string, FaultEffect, number][] = [
    ["burst, without Retry-After", { kind: "rate_limit", policy: "TEN_SECONDLY_ROLLING" }, 10_000],
    [
      "burst, with seconds",
      { kind: "rate_limit", policy: "TEN_SECONDLY_ROLLING", retryAfter: { seconds: 3 } },
      3_000,
    ],
    [
      "burst, with a date",
      {
        kind: "rate_limit",
        policy: "TEN_SECONDLY_ROLLING",
        retryAfter: { seconds: 3, as: "date" },
      },
      3_000,
    ],
    ["secondly, without Retry-After", { kind: "rate_limit", policy: "SECONDLY" }, 1_000],
    [
      "secondly, with seconds",
      { kind: "rate_limit", policy: "SECONDLY", retryAfter: { seconds: 2 } },
      2_000,
    ],
    [
      "daily, with a few seconds",
      { kind: "rate_limit", policy: "DAILY", retryAfter: { seconds: 5 } },
      5_000,
    ],
  ];
  for (const [what, effect, wait] of waits) {
    for (const family of Object.keys(families)) {
      it(`waits as long as that says and delivers (${what}; ${family} events)`, async () => {
        const { receipts, stored, elapsed } = await outcomeOf(family, [once(effect)]);
        assert.deepEqual(outcomes(receipts), all("delivered"));
        assert.deepEqual(stored, ids);
        assert.equal(elapsed, wait);
      });
    }
  }

  const long: [string, FaultEffect, string, number][] = [
    ["daily", { kind: "rate_limit", policy: "DAILY" }, "daily_limit", 3_600_000],
    [
      "burst, for an hour",
      { kind: "rate_limit", policy: "TEN_SECONDLY_ROLLING", retryAfter: { seconds: 3_600 } },
      "rate_limited",
      3_600_000,
    ],
  ];
  for (const [what, effect, code, wait] of long) {
    it(`defers and says until when, without waiting (${what})`, async () => {
      const { clock, receipts, requests, elapsed } = await outcomeOf("app", [{ what: effect }]);
      assert.equal(elapsed, 0);
      assert.equal(requests().length, 1);
      for (const receipt of receipts) {
        const expected = { outcome: "deferred", code, retryAt: clock.now() + wait };
        assert.partialDeepStrictEqual(receipt, expected);
      }
    });
  }
});

describe("Client, where a request fails,", () => {
  const passing: [string, FaultEffect][] = [
    ["500 without Content-Type", { kind: "answer", status: 500, body: "text", contentType: false }],
    ["502 with an HTML page", { kind: "answer", status: 502, body: "html" }],
    ["503 with nothing", { kind: "answer", status: 503, body: "none" }],
    ["504 after it was carried out", { kind: "answer", status: 504, stage: "after" }],
    ["524 of a proxy", { kind: "answer", status: 524, body: "html" }],
    ["408", { kind: "answer", status: 408 }],
    ["423", { kind: "answer", status: 423 }],
    ["477 for a moment", { kind: "answer", status: 477, retryAfter: { seconds: 4 } }],
    ["a reset before it was carried out", { kind: "reset" }],
    ["a reset after it was carried out", { kind: "reset", stage: "after" }],
    ["a hang before it was carried out", { kind: "hang" }],
    ["a hang after it was carried out", { kind: "hang", stage: "after" }],
    ["an answer after the timeout", { kind: "delay", ms: 31_000, stage: "after" }],
    ["a body that breaks off", { kind: "truncated_body" }],
    ["a body that is only half there", { kind: "malformed_json" }],
    ["an empty body", { kind: "empty_body" }],
    ["a success that is an HTML page", { kind: "answer", status: 200, body: "html" }],
    ["results that are missing", { kind: "missing_results", inputs: "all" }],
    ["results that are missing, and so are the events", {
      kind: "missing_results",
      inputs: [1, 3],
      taken: false,
    }],
    ["a 207 that leaves some out", { kind: "partial_batch", inputs: [0, 4] }],
  ];
  for (const [what, effect] of passing) {
    for (const family of Object.keys(families)) {
      it(`gets every ${family} event there once (${what})`, async () => {
        const { receipts, stored } = await outcomeOf(family, [once(effect)]);
        assert.deepEqual(stored, ids);
        for (const { outcome } of receipts) {
          assert.ok(outcome === "delivered" || outcome === "duplicate", outcome);
        }
      });
    }
  }

  it("waits at least the two seconds that a lock lasts (423)", async () => {
    const { elapsed } = await outcomeOf("custom", [once({ kind: "answer", status: 423 })]);
    assert.equal(elapsed, 2_000);
  });

  it("gives up after a few attempts, and says so of every event", async () => {
    const { receipts, requests } = await outcomeOf("app", [{ what: { kind: "reset" } }]);
    assert.equal(requests().length, 4);
    for (const receipt of receipts) {
      assert.partialDeepStrictEqual(receipt, { outcome: "deferred", code: "network_error" });
    }
  });

  it("gives up on a HubSpot that hangs after so many timeouts", async () => {
    const faults: Fault[] = [{ what: { kind: "hang" } }];
    const { receipts, elapsed } = await outcomeOf("app", faults, { timeoutMs: 1_000 });
    assert.ok(receipts.every((one) => "code" in one && one.code === "timeout"));
    assert.equal(elapsed, 4 * 1_000 + 250 + 500 + 1_000);
  });

  it("defers what a migration of hours holds up (477), with the time to try again", async () => {
    const effect: FaultEffect = { kind: "answer", status: 477, retryAfter: { seconds: 80_000 } };
    const { clock, receipts, elapsed } = await outcomeOf("custom", [{ what: effect }]);
    assert.equal(elapsed, 0);
    for (const receipt of receipts) {
      const retryAt = clock.now() + 80_000_000;
      assert.partialDeepStrictEqual(receipt, {
        outcome: "deferred",
        code: "server_error",
        retryAt,
      });
    }
  });
});

describe("Client, where the token expires midway,", () => {
  const expiring: Fault = { when: { from: 2, times: 1 }, what: { kind: "expired_token" } };
  const single = { batchSizes: { custom: 1 }, concurrency: 1 };

  it("asks for another, and nothing is lost", async () => {
    let token = 1;
    const accessToken = ({ rejected }: { rejected?: string } = {}) => {
      if (rejected === `pat-na1-${token}`) token++;
      return `pat-na1-${token}`;
    };
    const { receipts, stored } = await outcomeOf("custom", [expiring], { accessToken, ...single });
    assert.deepEqual(outcomes(receipts), all("delivered"));
    assert.deepEqual(stored, ids);
    assert.equal(token, 2);
  });

  it("defers what is left where there is no other, and asks HubSpot no more", async () => {
    const { receipts, requests } = await outcomeOf("custom", [expiring], single);
    assert.deepEqual(outcomes(receipts), [
      "delivered",
      ...["deferred", "deferred", "deferred", "deferred"],
    ]);
    assert.equal(requests().length, 2);
  });
});

describe("Client, where HubSpot refuses a batch whole,", () => {
  /** App events of a declared type, of which these lack a property of the right name. */
  async function sendBad(count: number, bad: readonly number[]) {
    const started = start({
      hubspot: {
        definitions: "declared",
        appEventTypes: [{
          name: "ordered",
          uid: "ordered",
          objectType: "CONTACT",
          properties: [{ name: "plan", label: "Plan", type: "string" }],
          fullyQualifiedName: "ae1_ordered",
        }],
      },
    });
    const events = Array.from({ length: count }, (_, index) =>
      appEvent({
        eventTypeName: "ae1_ordered",
        id: `${index}`,
        properties: bad.includes(index) ? { plane: "team" } : { plan: "team" },
      }));
    const receipts = await started.sendAll(events);
    return { ...started, receipts };
  }

  it("gets the good ones through in the same call and names the bad (400)", async () => {
    const { local, receipts } = await sendBad(100, [3, 4, 77]);
    assert.equal(local.events().length, 97);
    const rejected = receipts.filter(({ outcome }) => outcome === "rejected");
    assert.deepEqual(rejected.map(({ index }) => index), [3, 4, 77]);
    assert.partialDeepStrictEqual(rejected[0], { code: "refused", category: "VALIDATION_ERROR" });
  });

  for (const [count, bad] of [[500, [123]], [500, [0, 499]], [256, [7, 100, 200]]] as const) {
    it(`finds ${bad.length} of ${count} with about 2·k·log2(n) requests`, async () => {
      const { requests } = await sendBad(count, bad);
      const most = 1 + 2 * bad.length * Math.ceil(Math.log2(count));
      assert.ok(requests().length <= most, `${requests().length} requests, expected ${most}`);
    });
  }

  it("finds which of them are there already (409), and sends the others", async () => {
    const { local, clock, client, sendAll } = start();
    for (const id of ["b", "d"]) await clock.drive(client.send(appEvent({ id })));
    const receipts = await sendAll(ids.map((id) => appEvent({ id })));
    assert.deepEqual(outcomes(receipts), [
      ...["delivered", "duplicate", "delivered", "duplicate", "delivered"],
    ]);
    assert.equal(local.events().length, 5);
  });

  it("says of a single one that is there already that it is (409)", async () => {
    const { clock, client } = start();
    for (const make of [appEvent({ id: "x" }), customEvent({ uuid: "x" })]) {
      assert.equal((await clock.drive(client.send(make))).outcome, "delivered");
      assert.equal((await clock.drive(client.send(make))).outcome, "duplicate");
    }
  });
});
