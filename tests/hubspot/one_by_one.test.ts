import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { oneByOne } from "../../src/hubspot/one_by_one.ts";

function start(...lists: number[][]) {
  const seen: string[] = [];
  async function* generate() {
    try {
      for (const list of lists) {
        seen.push(`list of ${list.length}`);
        yield await Promise.resolve(list);
      }
      seen.push("end");
    } finally {
      seen.push("closed");
    }
  }
  return { items: oneByOne(generate()), seen };
}

describe("oneByOne", () => {
  it("gives the items of all lists in order, empty ones passed over, and then ends", async () => {
    const { items } = start([1, 2], [], [3], []);
    assert.deepEqual(await Array.fromAsync(items), [1, 2, 3]);
    assert.deepEqual(await items.next(), { done: true, value: undefined });
  });

  it("asks for nothing before the first call, and for a list only when it has no items left", async () => {
    const { items, seen } = start([1, 2], [3]);
    assert.deepEqual(seen, []);
    await items.next();
    await items.next();
    assert.deepEqual(seen, ["list of 2"]);
    await items.next();
    assert.deepEqual(seen, ["list of 2", "list of 1"]);
  });

  it("gives calls that do not wait for each other their items in turn", async () => {
    const { items } = start([1], [2, 3], [4]);
    const given = await Promise.all(Array.from({ length: 6 }, () => items.next()));
    assert.deepEqual(given.map(({ value }) => value), [1, 2, 3, 4, undefined, undefined]);
    assert.deepEqual(given.map(({ done = false }) => done), [
      false,
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  it("closes the generator and drops what is left when the caller leaves the loop", async () => {
    const { items, seen } = start([1, 2, 3], [4]);
    for await (const item of items) if (item === 2) break;
    assert.deepEqual(seen, ["list of 3", "closed"]);
    assert.deepEqual(await items.next(), { done: true, value: undefined });
  });

  it("closes the generator at the end of its block", async () => {
    const { items, seen } = start([1, 2]);
    await items.next();
    await items[Symbol.asyncDispose]();
    assert.deepEqual(seen, ["list of 2", "closed"]);
    assert.equal((await items.next()).done, true);
  });

  it("ends with what is thrown into it", async () => {
    const { items, seen } = start([1, 2]);
    await items.next();
    await assert.rejects(items.throw(new RangeError("enough")), { message: "enough" });
    assert.deepEqual(seen, ["list of 2", "closed"]);
    assert.equal((await items.next()).done, true);
  });

  it("throws what the generator throws, after its items, and only once", async () => {
    const items = oneByOne((async function* () {
      yield await Promise.resolve([1]);
      throw new RangeError("broken");
    })());
    const [first, second, third] = [items.next(), items.next(), items.next()];
    assert.equal((await first).value, 1);
    await assert.rejects(second, { message: "broken" });
    assert.equal((await third).done, true);
  });
});
