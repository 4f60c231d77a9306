import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Clock } from "./clock.ts";

describe("Clock", () => {
  it("wakes sleepers in the order of their times, one at a step, and those of one time in the order in which they came", async () => {
    const clock = new Clock(0);
    const woken: string[] = [];
    const naps: [string, number][] = [["c", 30], ["a", 10], ["d", 30], ["b", 20], ["e", 40]];
    for (const [name, ms] of naps) {
      clock.sleep(ms, { owner: clock }).then(() => woken.push(`${name} at ${clock.now()}`));
    }
    assert.equal(await clock.step(35), true);
    assert.deepEqual(woken, ["a at 10"]);
    while (await clock.step(35));
    assert.deepEqual(woken, ["a at 10", "b at 20", "c at 30", "d at 30"]);
    assert.equal(clock.now(), 35);
  });

  it("counts whose timers there are, and drops them", async () => {
    const clock = new Clock(0);
    const [one, other] = [{}, {}];
    const signal = new AbortController();
    let woken = 0;
    for (const owner of [one, one, other]) {
      clock.sleep(5, { owner, signal: signal.signal }).then(() => woken++);
    }
    assert.equal(clock.timersOf(one), 2);
    clock.drop(one);
    assert.equal(clock.timersOf(one), 0);
    signal.abort();
    while (await clock.step(10));
    assert.equal(clock.timersOf(other), 0);
    assert.equal(woken, 3);
  });

  it("lets those sleep for ever whose timers were dropped", async () => {
    const clock = new Clock(0);
    let woken = 0;
    clock.sleep(5, { owner: clock }).then(() => woken++);
    clock.drop(clock);
    assert.equal(await clock.step(10), false);
    assert.equal(woken, 0);
  });
});
