import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { law } from "./law.ts";
import { caseCounts, laws } from "./laws.ts";
import { mutatedJson } from "./mutations.ts";

/** Always the same cases, so that a red suite is red again; `deno task fuzz` draws others each time. */
const seed = 20_261_122;

describe("Whatever comes in", () => {
  for (const [law, runs] of caseCounts(laws, 1_000)) {
    it(`is taken or refused as documented: ${law.name}, ${runs} cases`, () =>
      law.check({ runs, seed }));
  }
});

describe("law", () => {
  it("names the smallest case that breaks it, and the seed", async () => {
    const small = law("numbers are small", {
      share: 1,
      cases: fc.nat({ max: 1_000 }),
      open: () => ({ holds: (one) => Promise.resolve(assert.ok(one < 100)) }),
    });
    await assert.rejects(small.check({ runs: 200, seed: 5 }), (error) => {
      assert.match(String(error), /seed: 5,[^]*Counterexample: \[100\]/);
      return true;
    });
  });

  it("closes what it opened, whether or not it holds", async () => {
    const closed: string[] = [];
    for (const holds of [true, false]) {
      const one = law("x", {
        share: 1,
        cases: fc.constant(holds),
        open: () => ({
          holds: (value) => value ? Promise.resolve() : Promise.reject(new Error("no")),
          close: () => Promise.resolve(void closed.push(String(holds))),
        }),
      });
      await one.check({ runs: 1, seed: 1 }).catch(() => {});
    }
    assert.deepEqual(closed, ["true", "false"]);
  });
});

describe("caseCounts", () => {
  it("gives each law its share of all cases", () => {
    assert.equal(laws.reduce((sum, { share }) => sum + share, 0), 100);
    const counts = caseCounts(laws, 100_000).map(([{ share }, count]) => count / share);
    assert.deepEqual(new Set(counts), new Set([1_000]));
  });
});

describe("mutatedJson", () => {
  it("makes JSON alone: members gone, doubled, renamed, replaced and added", () => {
    const texts = fc.sample(mutatedJson([{ a: 1, b: { c: [1, 2] } }]), { numRuns: 2_000, seed });
    for (const text of texts) assert.doesNotThrow(() => void JSON.parse(text), text);
    for (const part of ['"a":1,"a":[1]', '"__proto__":', '{"a":1}', '"b":{"c":[1,2]}']) {
      assert.ok(texts.some((text) => text.includes(part)), part);
    }
  });
});
