import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readLimit } from "../../src/hubspot/rate_headers.ts";

describe("readLimit", () => {
  it("reads the limit of ten seconds and leaves the others alone", () => {
    const headers = new Headers({
      "x-hubspot-ratelimit-max": "110",
      "x-hubspot-ratelimit-remaining": "0",
      "x-hubspot-ratelimit-interval-milliseconds": "10000",
      "x-hubspot-ratelimit-daily": "250000",
      "x-hubspot-ratelimit-secondly": "11",
    });
    assert.deepEqual(readLimit({ headers }), { max: 110, remaining: 0, intervalMs: 10_000 });
  });

  for (const text of ["", "-1", "1.5", "1e3", "ten", "999999999", "0x10"]) {
    it(`believes no ${JSON.stringify(text)}`, () => {
      const headers = new Headers({ "x-hubspot-ratelimit-max": text });
      assert.equal(readLimit({ headers }).max, undefined);
    });
  }
});
