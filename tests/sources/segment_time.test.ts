import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { parseTime } from "../../src/sources/segment/time.ts";
import { readBatch, readOne } from "./segment_requests.ts";

const event = { event: "x", userId: "u" };

describe("the time of a Segment call, received at 12:00:00", () => {
  const table: [what: string, message: object, time: string][] = [
    ["its timestamp", { timestamp: "2026-11-22T11:00:00Z" }, "11:00:00"],
    ["its originalTimestamp", { originalTimestamp: "2026-11-22T11:00:00Z" }, "11:00:00"],
    ["the time of receipt where it states none", {}, "12:00:00"],
    [
      "the timestamp where Segment has corrected it",
      {
        timestamp: "2026-11-22T11:00:00Z",
        originalTimestamp: "2026-11-22T09:00:00Z",
        sentAt: "2026-11-22T10:00:00Z",
      },
      "11:00:00",
    ],
    [
      "put right by the fault of a slow clock",
      { timestamp: "2026-11-22T09:00:00Z", sentAt: "2026-11-22T10:00:00Z" },
      "11:00:00",
    ],
    [
      "put right by the fault of a fast clock",
      { originalTimestamp: "2026-11-23T11:00:00Z", sentAt: "2026-11-23T12:00:00Z" },
      "11:00:00",
    ],
    [
      "left alone where the difference is the way",
      { timestamp: "2026-11-22T11:00:00Z", sentAt: "2026-11-22T11:59:50Z" },
      "11:00:00",
    ],
    ["the time of receipt for the future", { timestamp: "2026-11-22T12:00:01Z" }, "12:00:00"],
    [
      "the time of receipt for a clock never set",
      { timestamp: "1970-01-01T00:00:05Z" },
      "12:00:00",
    ],
    ["the time of receipt for nonsense", { timestamp: "yesterday", sentAt: "1" }, "12:00:00"],
    ["another where the first is nonsense", {
      timestamp: "0",
      originalTimestamp: "2026-11-22T11:00:00Z",
    }, "11:00:00"],
    [
      "alone where sentAt is nonsense",
      { timestamp: "2026-11-22T11:00:00Z", sentAt: "" },
      "11:00:00",
    ],
  ];
  for (const [what, message, time] of table) {
    it(`is ${what}`, async () => {
      const activity = await readOne("track", { ...event, ...message });
      assert.equal(activity.time, `2026-11-22T${time}.000Z`);
    });
  }

  it("is corrected by the sentAt of the batch, and first by the message's own", async () => {
    const { activities } = await readBatch([
      {
        type: "track",
        ...event,
        timestamp: "2026-11-22T09:00:00Z",
        sentAt: "2026-11-22T10:00:00Z",
      },
    ]);
    assert.equal(activities[0]?.time, "2026-11-22T11:00:00.000Z");
  });
});

describe("parseTime()", () => {
  const table: [text: string, time: string | undefined][] = [
    ["2026-11-22T10:00:00.123Z", "2026-11-22T10:00:00.123Z"],
    ["2026-11-22T10:00:00.123456+00:00", "2026-11-22T10:00:00.123Z"],
    ["2026-11-22T10:00:00,5Z", "2026-11-22T10:00:00.500Z"],
    ["2026-11-22T10:00:00+0530", "2026-11-22T04:30:00.000Z"],
    ["2026-11-22T10:00:00-08:00", "2026-11-22T18:00:00.000Z"],
    ["2026-11-22 10:00", "2026-11-22T10:00:00.000Z"],
    [" 2026-11-22 ", "2026-11-22T00:00:00.000Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
    ["2026-02-29", undefined],
    ["2026-13-01", undefined],
    ["2026-00-10", undefined],
    ["2026-11-00", undefined],
    ["2026-11-22T24:00:00Z", undefined],
    ["2026-11-22T10:60:00Z", undefined],
    ["1763805600000", undefined],
    ["Sun, 22 Nov 2026 10:00:00 GMT", undefined],
    ["", undefined],
  ];
  for (const [text, time] of table) {
    it(`reads ${JSON.stringify(text)} as ${time}`, () => {
      const found = parseTime(text);
      assert.equal(found === undefined ? undefined : new Date(found).toISOString(), time);
    });
  }

  it("reads whatever a date writes", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date("9999-12-31"), noInvalidDate: true }),
        (date) => assert.equal(parseTime(date.toISOString()), date.getTime()),
      ),
      { numRuns: 200 },
    );
  });
});
