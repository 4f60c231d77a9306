import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FaultBook } from "../../src/local/faults/fault_book.ts";
import { seededRandom } from "../../src/local/faults/seeded_random.ts";
import type { FaultWhen } from "../../src/local/mod.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { paths } from "./harness.ts";

const reset = { kind: "reset" } as const;

function book(random: () => number = () => 0) {
  const clock = new VirtualClock();
  return { clock, faults: new FaultBook({ now: clock.now, random }) };
}

/** Which of the next requests are struck, as `x`. */
function pattern(faults: FaultBook, count: number, path: string = paths.app): string {
  const struck = Array.from(
    { length: count },
    () => faults.strike({ method: "POST", path }).length > 0,
  );
  return struck.map((one) => one ? "x" : ".").join("");
}

describe("FaultBook strike", () => {
  const cases: [when: FaultWhen, expected: string][] = [
    [{}, "xxxxxx"],
    [{ times: 2 }, "xx...."],
    [{ from: 3 }, "..xxxx"],
    [{ from: 3, times: 1 }, "..x..."],
    [{ probability: 0 }, "......"],
    [{ path: "/integrators/*" }, "xxxxxx"],
    [{ path: "*" }, "xxxxxx"],
    [{ path: "/integrators/*/events/batch" }, "......"],
    [{ path: "/events/*" }, "......"],
    [{ method: "POST" }, "xxxxxx"],
    [{ method: "GET" }, "......"],
  ];
  for (const [when, expected] of cases) {
    it(`strikes ${expected} with ${JSON.stringify(when)}`, () => {
      const { faults } = book();
      faults.add({ when, what: reset });
      assert.equal(pattern(faults, 6), expected);
    });
  }

  it("lasts for a time on the injected clock", async () => {
    const { clock, faults } = book();
    faults.add({ when: { forMs: 1_000 }, what: reset });
    await clock.advance(999);
    assert.equal(pattern(faults, 1), "x");
    await clock.advance(1);
    assert.equal(pattern(faults, 1), ".");
    assert.deepEqual(faults.list(), []);
  });

  it("takes the first of several, and tries the next when that is spent", () => {
    const { faults } = book();
    faults.add({ when: { times: 1 }, what: reset });
    faults.add({ what: { kind: "expired_token" } });
    const kinds = () => faults.strike({ method: "POST", path: paths.app }).map(({ kind }) => kind);
    assert.deepEqual(kinds(), ["reset"]);
    assert.deepEqual(kinds(), ["expired_token"]);
    assert.deepEqual(faults.list().map(({ matched, struck }) => [matched, struck]), [[2, 1]]);
  });

  it("strikes the same requests with the same seed, whatever other faults there are", () => {
    const chosen = (seed: number, others: number) => {
      const { faults } = book();
      for (let other = 0; other < others; other++) {
        faults.add({ when: { probability: 0.5, seed: 99 }, what: { kind: "delay", ms: 1 } });
      }
      faults.add({ when: { probability: 0.3, seed }, what: reset });
      return Array.from(
        { length: 1_000 },
        () =>
          faults.strike({ method: "POST", path: paths.app }).some(({ kind }) => kind === "reset"),
      ).map(Number);
    };
    assert.deepEqual(chosen(7, 0), chosen(7, 3));
    assert.notDeepEqual(chosen(7, 0), chosen(8, 0));
    const share = chosen(7, 0).reduce((sum, one) => sum + one, 0) / 1_000;
    assert.ok(share > 0.25 && share < 0.35, String(share));
  });

  it("asks the injected random where there is no seed", () => {
    const numbers = [0.49, 0.5, 0.2];
    const { faults } = book(() => numbers.shift() ?? 1);
    faults.add({ when: { probability: 0.5 }, what: reset });
    assert.equal(pattern(faults, 4), "x.x.");
  });
});

describe("FaultBook", () => {
  it("lists faults with what they did, and removes them by their ids", () => {
    const { faults } = book();
    const first = faults.add({ what: reset });
    const second = faults.add({ when: { path: "/crm/*" }, what: reset });
    faults.strike({ method: "POST", path: paths.app });
    assert.deepEqual(faults.list(), [
      { id: first, what: reset, matched: 1, struck: 1 },
      { id: second, when: { path: "/crm/*" }, what: reset, matched: 0, struck: 0 },
    ]);
    assert.equal(faults.remove(first), true);
    assert.equal(faults.remove(first), false);
    assert.deepEqual(faults.list().map(({ id }) => id), [second]);
    faults.clear();
    assert.deepEqual(faults.list(), []);
  });

  it("keeps a fault as it was when it was added", () => {
    const { faults } = book();
    const inputs = [0];
    faults.add({ what: { kind: "partial_batch", inputs } });
    inputs.push(1);
    const [listed] = faults.list();
    Object.assign(listed ?? {}, { what: reset });
    assert.deepEqual(faults.list()[0]?.what, { kind: "partial_batch", inputs: [0] });
  });

  it("takes 100 faults, not counting those that are spent", () => {
    const { faults } = book();
    for (let count = 0; count < 100; count++) {
      faults.add({ when: count === 0 ? { times: 1 } : {}, what: reset });
    }
    assert.throws(() => faults.add({ what: reset }), {
      name: "RangeError",
      message: "Cannot add the fault: there are 100 already, remove some",
    });
    faults.strike({ method: "POST", path: paths.app });
    assert.equal(faults.add({ what: reset }), "fault-101");
  });

  const kindsRule =
    "Give rate_limit, answer, exact_answer, expired_token, reset, hang, delay, partial_batch, " +
    "missing_results, empty_body, truncated_body or malformed_json";
  const wrong: [fault: unknown, message: string][] = [
    [undefined, "Invalid type: Expected Object but received undefined"],
    [{}, "what: Expected this field, found none"],
    [{ what: { kind: "flood" } }, `what.kind: ${kindsRule}, found "flood"`],
    [{ what: {} }, `what.kind: ${kindsRule}, found undefined`],
    [{ what: { kind: 5 } }, `what.kind: ${kindsRule}, found 5`],
    [{ what: { kind: "reset", when: "now" } }, "what.when: Expected no field of this name"],
    [{ what: { kind: "reset", stage: "during" } }, "what.stage: Give before or after"],
    [{ what: { kind: "delay" } }, "what.ms: Expected this field, found none"],
    [{ what: { kind: "delay", ms: -1 } }, "what.ms: Give 0 or more milliseconds"],
    [{ what: { kind: "delay", ms: 1e9 } }, "what.ms: Give at most a day, in milliseconds"],
    [{ what: { kind: "answer", status: 199 } }, "what.status: Give a status from 200 to 599"],
    [
      { what: { kind: "rate_limit", policy: "HOURLY" } },
      "what.policy: Give TEN_SECONDLY_ROLLING, SECONDLY or DAILY",
    ],
    [
      { what: { kind: "partial_batch", inputs: [] } },
      "what.inputs: Give at least one place in the batch",
    ],
    [
      { what: { kind: "partial_batch", inputs: [-1] } },
      "what.inputs.0: Give a place in the batch, from 0",
    ],
    [{ what: reset, when: { from: 0 } }, "when.from: Give 1 or more"],
    [{ what: reset, when: { probability: 2 } }, "when.probability: Give a number from 0 to 1"],
    [{ what: reset, when: { path: "events" } }, "when.path: Begin the path with / or *"],
    [{ what: reset, when: { method: "post" } }, "when.method: Give an HTTP method in capitals"],
    [{ what: reset, when: { often: 1 } }, "when.often: Expected no field of this name"],
  ];
  for (const [fault, message] of wrong) {
    it(`refuses ${JSON.stringify(fault)}`, () => {
      assert.throws(() => book().faults.add(fault), {
        name: "TypeError",
        message: `Cannot add the fault: ${message}`,
      });
    });
  }
});

describe("seededRandom", () => {
  it("gives the same numbers for the same seed, spread from 0 to below 1", () => {
    const [first, second] = [seededRandom(42), seededRandom(42)];
    const numbers = Array.from({ length: 1_000 }, () => first());
    assert.deepEqual(numbers, Array.from({ length: 1_000 }, () => second()));
    assert.ok(numbers.every((number) => number >= 0 && number < 1));
    const tenths = new Set(numbers.map((number) => Math.floor(number * 10)));
    assert.equal(tenths.size, 10);
  });
});
