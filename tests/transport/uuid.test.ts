import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { freshUuid } from "../../src/transport/deps.ts";

describe("freshUuid", () => {
  it("gives UUIDs of version 4, none twice", () => {
    const ids = Array.from({ length: 10_000 }, freshUuid);
    const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    assert.deepEqual(ids.filter((id) => !form.test(id)), []);
    assert.equal(new Set(ids).size, ids.length);
  });

  it("gives every digit at every place that has no meaning", () => {
    const ids = Array.from({ length: 2_000 }, freshUuid);
    for (let place = 0; place < 36; place++) {
      const found = new Set(ids.map((id) => id[place]));
      const expected = [8, 13, 14, 18, 23].includes(place) ? 1 : place === 19 ? 4 : 16;
      assert.equal(found.size, expected, `place ${place}`);
    }
  });
});
