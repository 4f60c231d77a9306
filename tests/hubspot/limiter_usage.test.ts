import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sendUnderLimit } from "../support/limited_traffic.ts";

describe("createAccountLimiter", () => {
  const latencies: [string, (chance: number) => number][] = [
    ["an answer at once", () => 0],
    ["an answer after 50 ms", () => 50],
    ["answers after 20 to 300 ms", (chance) => 20 + Math.floor(chance * 281)],
  ];
  for (const [what, latency] of latencies) {
    it(`uses 99 % of 110 requests in 10 s and overruns them never, with ${what}`, async () => {
      const { taken, refused, allowed } = await sendUnderLimit(latency, { minutes: 3 });
      assert.equal(refused, 0);
      assert.ok(taken <= allowed && taken >= 0.99 * allowed, `${taken} of ${allowed}`);
    });
  }
});
