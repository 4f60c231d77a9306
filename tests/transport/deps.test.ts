import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createDeps } from "../../src/transport/deps.ts";
import { idle } from "../support/virtual_clock.ts";

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
