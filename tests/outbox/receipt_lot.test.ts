import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Receipt } from "../../mod.ts";
import { ReceiptLot } from "../../src/outbox/receipt_lot.ts";

function start() {
  const clock = { ms: 1_000_000 };
  const lot = new ReceiptLot({ now: () => clock.ms });
  return { clock, lot };
}

const receipts = (count: number): Receipt[] =>
  Array.from({ length: count }, (_, index) => ({ index, outcome: "delivered" }));

describe("ReceiptLot", () => {
  it("is to be settled when it holds a hundred, and gives each once", () => {
    const { lot } = start();
    assert.equal(lot.add(...receipts(99)), false);
    assert.equal(lot.add({ index: 99, outcome: "delivered" }), true);
    assert.deepEqual(lot.receipts, receipts(100));
    assert.deepEqual(lot.take(), receipts(100));
    assert.deepEqual(lot.take(), []);
    assert.equal(lot.add(...receipts(1)), false);
  });

  it("is to be settled a second after the one before, however few it holds", () => {
    const { clock, lot } = start();
    clock.ms += 999;
    assert.equal(lot.add(...receipts(1)), false);
    clock.ms += 1;
    assert.equal(lot.add(...receipts(1)), true);
    lot.take();
    clock.ms += 999;
    assert.equal(lot.add(...receipts(1)), false);
    clock.ms += 1;
    assert.equal(lot.add(...receipts(1)), true);
  });

  it("is not put off by a clock that is set back", () => {
    const { clock, lot } = start();
    clock.ms -= 3_600_000;
    assert.equal(lot.add(...receipts(1)), true);
  });
});
