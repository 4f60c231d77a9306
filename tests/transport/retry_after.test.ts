import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseRetryAfter } from "../../src/transport/retry_after.ts";

describe("parseRetryAfter", () => {
  const now = Date.parse("2026-11-22T12:00:00Z");
  const table: [string | null, number | undefined][] = [
    ["0", 0],
    ["7", 7_000],
    ["120", 120_000],
    ["1.5", 1_500],
    ["1.2345", 1_235],
    ["Sun, 22 Nov 2026 12:00:30 GMT", 30_000],
    ["Sun, 22 Nov 2026 11:00:00 GMT", 0],
    ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
    ["Sun, 32 Nov 2026 11:00:00 GMT", undefined],
    ["see Sun, 22 Nov 2026 12:00:30 GMT", undefined],
    ["Sun, 22 Nov 2026 12:00:30 GMT+0100", undefined],
    ["2026-11-22T12:00:30Z", undefined],
    ["-5", undefined],
    ["soon", undefined],
    ["99999999999999999999", undefined],
    ["", undefined],
    [null, undefined],
  ];
  for (const [value, expected] of table) {
    it(`reads ${value} as ${expected} ms`, () =>
      assert.equal(parseRetryAfter(value, now), expected));
  }
});
