import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Receipt } from "../../mod.ts";
import { broughtAtOnce, OutageWatch } from "../../src/outbox/outage.ts";
import { VirtualClock } from "../support/virtual_clock.ts";

const delivered: Receipt = { index: 0, outcome: "delivered" };
const duplicate: Receipt = { index: 0, outcome: "duplicate" };
const failed: Receipt = { index: 0, outcome: "deferred", code: "timeout", message: "x" };
const refused: Receipt = {
  index: 0,
  outcome: "rejected",
  code: "refused",
  message: "x",
  issues: [],
};

describe("OutageWatch.isTime", () => {
  const table: [what: string, receipts: Receipt[], isTime: boolean][] = [
    ["after a delivery", [delivered], true],
    ["after a duplicate, which HubSpot has answered as well", [duplicate], true],
    ["after a delivery among others", [failed, refused, delivered], true],
    ["not after what failed or was refused alone", [failed, refused], false],
    ["not after nothing", [], false],
  ];
  for (const [what, receipts, isTime] of table) {
    it(`is so ${what}`, () => {
      assert.equal(new OutageWatch(new VirtualClock()).isTime(receipts), isTime);
    });
  }

  it("is so again at once where the look before brought as much as one look can", () => {
    const watch = new OutageWatch(new VirtualClock());
    watch.looked(broughtAtOnce);
    assert.equal(watch.isTime([delivered]), true);
  });

  it("is so again a minute after a look that brought less", async () => {
    const clock = new VirtualClock();
    const watch = new OutageWatch(clock);
    watch.looked(broughtAtOnce - 1);
    await clock.advance(59_999);
    assert.equal(watch.isTime([delivered]), false);
    await clock.advance(1);
    assert.equal(watch.isTime([delivered]), true);
  });

  it("is put off by no clock that is set back", async () => {
    const clock = new VirtualClock();
    const watch = new OutageWatch(clock);
    watch.looked(0);
    await clock.advance(-3_600_000);
    assert.equal(watch.isTime([delivered]), true);
  });
});
