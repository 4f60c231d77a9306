import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createDeps, growingUuid, setAlarm } from "../../src/transport/deps.ts";
import { idle, VirtualClock } from "../support/virtual_clock.ts";

describe("createDeps().sleep", () => {
  const { sleep } = createDeps();

  it("resolves at once for a signal that was aborted, and when one is aborted", async () => {
    // Ten days: whoever waits for the timer instead fails by the runner's limit.
    const tenDays = 864_000_000;
    await sleep(tenDays, AbortSignal.abort());
    const controller = new AbortController();
    const sleeping = sleep(tenDays, controller.signal);
    controller.abort();
    await sleeping;
  });

  it("does not take a delay that no timer can hold for none", async () => {
    const controller = new AbortController();
    let isAwake = false;
    const sleeping = sleep(Infinity, controller.signal).then(() => isAwake = true);
    await idle();
    assert.equal(isAwake, false);
    controller.abort();
    await sleeping;
  });
});

describe("createDeps", () => {
  it("replaces just what is given", () => {
    const deps = createDeps({ now: () => 42 });
    assert.equal(deps.now(), 42);
    assert.match(deps.uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    assert.ok(deps.random() >= 0 && deps.random() < 1);
  });

  it("takes undefined for what is not given", () => {
    const none: unknown = {
      fetch: undefined,
      now: undefined,
      sleep: undefined,
      random: undefined,
      uuid: undefined,
    };
    const deps = createDeps(Object(none));
    for (const part of [deps.fetch, deps.now, deps.sleep, deps.random, deps.uuid]) {
      assert.equal(typeof part, "function");
    }
  });
});

describe("growingUuid()", () => {
  it("begins with the time, in order, and is of version 7", () => {
    const { uuid } = createDeps();
    const ids = [0, 1, 0x0190_0000_0000, 281_474_976_710_655].map((at) =>
      growingUuid({ now: () => at, uuid })
    );
    assert.deepEqual(ids.map((id) => id.slice(0, 15)), [
      "00000000-0000-7",
      "00000000-0001-7",
      "01900000-0000-7",
      "ffffffff-ffff-7",
    ]);
    for (const id of ids) {
      assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    assert.equal(new Set(ids.map((id) => id.slice(15))).size, ids.length);
  });

  it("leaves the host's own as it is", () => {
    assert.equal(growingUuid({ now: () => 0, uuid: () => "own" }), "own");
  });
});

describe("setAlarm()", () => {
  it("rings when its time has come, and not once it is called off", async () => {
    const clock = new VirtualClock();
    const rung: string[] = [];
    setAlarm(clock, { ms: 10, act: () => rung.push("first") });
    const callOff = setAlarm(clock, { ms: 20, act: () => rung.push("second") });
    await clock.advance(10);
    assert.deepEqual(rung, ["first"]);
    callOff();
    await clock.advance(100);
    assert.deepEqual(rung, ["first"]);
    assert.equal(clock.sleeping, 0);
  });

  it("rings by the runtime's own timers", async () => {
    await new Promise<void>((resolve) => setAlarm(createDeps(), { ms: 0, act: resolve }));
    const callOff = setAlarm(createDeps(), { ms: Infinity, act: () => assert.fail("It rang") });
    await idle();
    callOff();
  });
});
