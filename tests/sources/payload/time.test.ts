import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { readTime, readTimestamp } from "../../../src/sources/payload/time.ts";

describe("readTime()", () => {
  const at = "2026-11-20T10:00:00.000Z";
  const cases: readonly [value: unknown, time: string | undefined][] = [
    ["2026-11-20T10:00:00Z", at],
    ["2026-11-20t10:00:00z", at],
    ["2026-11-20 10:00:00Z", at],
    ["2026-11-20T12:00:00+02:00", at],
    ["2026-11-20T10:00:00.123456789Z", "2026-11-20T10:00:00.123Z"],
    ["2026-11-20T10:00:00.5Z", "2026-11-20T10:00:00.500Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
    [1_795_168_800, at],
    [1_795_168_800_000, at],
    ["1795168800", at],
    ["1795168800000", at],
    [1_795_168_800.5, "2026-11-20T10:00:00.500Z"],
    ["2026-11-20T10:00:00", undefined],
    ["2026-11-20", undefined],
    ["2026-02-30T00:00:00Z", undefined],
    ["2025-02-29T00:00:00Z", undefined],
    ["2026-13-01T00:00:00Z", undefined],
    ["2026-11-20T25:00:00Z", undefined],
    ["2026-11-20T10:00:00+99:00", undefined],
    ["1969-12-31T23:59:59Z", undefined],
    ["20261120", undefined],
    ["", undefined],
    [0, undefined],
    [-5, undefined],
    [NaN, undefined],
    [1e300, undefined],
    [true, undefined],
    [null, undefined],
    [["1795168800"], undefined],
  ];
  for (const [value, time] of cases) {
    it(`makes ${time} of ${JSON.stringify(value)}`, () => assert.equal(readTime(value), time));
  }

  it("gives every time back that a date writes", () => {
    const dates = fc.date({
      min: new Date(1),
      max: new Date(253_402_300_799_999),
      noInvalidDate: true,
    });
    fc.assert(fc.property(dates, (date) => {
      assert.equal(readTime(date.toISOString()), date.toISOString());
    }));
  });
});

describe("readTimestamp()", () => {
  it("takes no digits alone", () => assert.equal(readTimestamp("1795168800"), undefined));
});
