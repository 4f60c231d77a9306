import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { makeShipments } from "./shipments.ts";

const options = { events: 3_000, largest: 20 };

describe("makeShipments", () => {
  it("makes the same of the same seed, and something else of another", () => {
    assert.deepEqual(
      makeShipments({ ...options, seed: 1 }),
      makeShipments({ ...options, seed: 1 }),
    );
    const ways = (seed: number) => makeShipments({ ...options, seed }).map(({ way }) => way);
    assert.notDeepEqual(ways(1), ways(2));
  });

  it("gives each event a mark of its own, as many as it should, in every way", () => {
    const shipments = makeShipments({ ...options, seed: 3 });
    const events = shipments.flatMap((shipment) => shipment.events);
    assert.equal(events.length, 3_000);
    assert.equal(new Set(events.map(({ mark }) => mark)).size, 3_000);
    assert.ok(shipments.every((shipment) => shipment.events.length <= 20));
    assert.equal(new Set(shipments.map(({ way }) => way)).size, 7);
    assert.ok(shipments.some(({ isRepeated }) => isRepeated));
    assert.ok(events.some(({ isBad }) => isBad));
  });
});
