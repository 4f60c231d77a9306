import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { examine } from "./examine.ts";
import { planOf } from "./plan.ts";
import { plantedBugs } from "./planted_bugs.ts";
import { keepOnly } from "./schedule.ts";
import { simulate } from "./world.ts";

/** Each bug has to be found within so many seeds, and shown by a schedule of so few happenings. */
const [mostSeeds, mostHappenings] = [50, 6];

describe("simulate", () => {
  for (let first = 1; first <= 50; first += 10) {
    it(`finds no rule broken, whatever goes wrong: seeds ${first} to ${first + 9}`, async () => {
      for (let seed = first; seed < first + 10; seed++) {
        const { failure } = await examine(seed);
        assert.equal(failure?.report, undefined);
      }
    });
  }

  it("gives the same trace for the same seed, byte for byte, whatever was lived through between", async () => {
    for (const seed of [3, 7, 11]) {
      const first = await simulate(planOf(seed));
      await simulate(planOf(seed + 1));
      const second = await simulate(planOf(seed));
      assert.ok(first.trace.length > 10);
      assert.equal(second.trace.join("\n"), first.trace.join("\n"));
    }
  });

  it("gives other seeds other worlds", async () => {
    const [one, other] = [await simulate(planOf(1)), await simulate(planOf(2))];
    assert.notEqual(one.trace.join("\n"), other.trace.join("\n"));
  });
});

describe("examine", () => {
  for (const { name, breaks, parts, firstSeed } of plantedBugs) {
    it(`finds ${name}, and few happenings that show it`, async () => {
      assert.ok(firstSeed <= mostSeeds);
      const { failure } = await examine(firstSeed, parts);
      assert.equal(failure?.violation.rule, breaks, "See deno task simulate --bugs");
      assert.ok(failure.places.length <= mostHappenings, failure.report);
      assert.match(failure.report, new RegExp(`deno task simulate --seed ${firstSeed} --keep `));

      // What is printed is all that is needed to see it again, and it is the bug that does it.
      const plan = keepOnly(planOf(firstSeed), failure.places);
      assert.equal((await simulate(plan, parts)).violation?.rule, breaks);
      assert.equal((await simulate(plan)).violation, undefined);
    });
  }
});
