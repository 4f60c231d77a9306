import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createMemoryPeopleCache } from "../../src/people/people_cache.ts";
import { VirtualClock } from "../support/virtual_clock.ts";

const miss = { outcome: "none" } as const;

describe("createMemoryPeopleCache()", () => {
  it("keeps a value until its time is over", async () => {
    const clock = new VirtualClock();
    const cache = createMemoryPeopleCache({ now: clock.now });
    await cache.put("a", miss, 1_000);
    await clock.advance(999);
    assert.equal(await cache.get("a"), miss);
    await clock.advance(1);
    assert.equal(await cache.get("a"), undefined);
  });

  it("lets go of what was not asked for longest", async () => {
    const cache = createMemoryPeopleCache({ maxEntries: 2, now: () => 0 });
    await cache.put("a", miss, 1_000);
    await cache.put("b", miss, 1_000);
    await cache.get("a");
    await cache.put("c", miss, 1_000);
    assert.equal(await cache.get("b"), undefined);
    assert.equal(await cache.get("a"), miss);
    assert.equal(await cache.get("c"), miss);
  });

  it("replaces a value without losing another", async () => {
    const cache = createMemoryPeopleCache({ maxEntries: 2, now: () => 0 });
    await cache.put("a", miss, 1_000);
    await cache.put("b", miss, 1_000);
    await cache.put("b", { outcome: "private" }, 1_000);
    assert.equal(await cache.get("a"), miss);
    assert.deepEqual(await cache.get("b"), { outcome: "private" });
  });

  it("refuses a number of entries that is none", () => {
    for (const maxEntries of [0, 1.5, NaN]) {
      assert.throws(() => createMemoryPeopleCache({ maxEntries, now: () => 0 }), {
        name: "RangeError",
        message:
          `Cannot make the cache: maxEntries must be a whole number from 1, is ${maxEntries}`,
      });
    }
  });
});
