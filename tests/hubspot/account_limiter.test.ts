import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createAccountLimiter } from "../../mod.ts";
import type { Limiter } from "../../src/transport/limiter.ts";
import { VirtualClock } from "../support/virtual_clock.ts";

/** The limit that holds after an answer that states `max`. */
async function limitAfter(limiter: Limiter, max: number): Promise<number | undefined> {
  (await limiter.enter({ maxPauseMs: 0, timeoutMs: 1_000 })).leave({ max });
  return limiter.state?.().limit;
}

describe("createAccountLimiter", () => {
  const start = (options: Parameters<typeof createAccountLimiter>[0] = {}) =>
    createAccountLimiter({ ...options, deps: new VirtualClock() });

  it("begins with what every account has", () => {
    const { general, customEvents } = start();
    assert.equal(general.state?.().limit, 110);
    assert.equal(customEvents.state?.().limit, 1_250);
  });

  it("follows HubSpot's figure up and down where none is set", async () => {
    const { general } = start();
    assert.equal(await limitAfter(general, 190), 190);
    assert.equal(await limitAfter(general, 100), 100);
  });

  it("follows it down alone where a figure is set", async () => {
    const { general } = start({ requestsPer10Seconds: 150 });
    assert.equal(await limitAfter(general, 190), 150);
    assert.equal(await limitAfter(general, 100), 100);
  });

  it("takes the figure for custom events", () => {
    assert.equal(start({ customEventSendsPerSecond: 7 }).customEvents.state?.().limit, 7);
  });

  for (const name of ["requestsPer10Seconds", "customEventSendsPerSecond"]) {
    it(`refuses a ${name} of 0`, () => {
      assert.throws(() => start({ [name]: 0 }), {
        name: "RangeError",
        message: "Cannot make a limiter: requests must be a whole number from 1: 0",
      });
    });
  }
});
