import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { withDeadline } from "../../src/transport/deadline.ts";
import { idle, VirtualClock } from "../support/virtual_clock.ts";

/** Starts something under a deadline of 100 ms; `seen` is the signal that it was given. */
function start<T>(act: () => Promise<T>, signal?: AbortSignal) {
  const clock = new VirtualClock();
  let seen: AbortSignal | undefined;
  const result = withDeadline((given) => {
    seen = given;
    return act();
  }, { label: "The wait", deps: clock, timeoutMs: 100, signal });
  return { clock, result, seen: () => seen };
}

const never = () => new Promise<never>(() => {});

describe("withDeadline", () => {
  it("gives what was done in time, and leaves no timer behind", async () => {
    const { clock, result } = start(() => Promise.resolve(7));
    assert.equal(await result, 7);
    await idle();
    assert.equal(clock.sleeping, 0);
  });

  it("tells what is under way why nobody waits for it any more", async () => {
    const late = start(never);
    await assert.rejects(late.clock.drive(late.result), {
      name: "TransportError",
      code: "timeout",
      message: "The wait timed out: no whole answer in 100 ms",
    });
    assert.equal(late.seen()?.reason.code, "timeout");

    const controller = new AbortController();
    const aborted = start(never, controller.signal);
    controller.abort();
    await assert.rejects(aborted.result, {
      name: "TransportError",
      code: "aborted",
      message: "The wait was aborted by the caller's signal",
    });
    assert.equal(aborted.seen()?.reason.code, "aborted");
  });

  it("begins nothing for a caller who has gone already", async () => {
    const { result, seen } = start(never, AbortSignal.abort());
    await assert.rejects(result, { code: "aborted" });
    assert.equal(seen(), undefined);
  });

  it("leaves alone what has ended, whatever the caller does later", async () => {
    const controller = new AbortController();
    const { clock, result, seen } = start(() => Promise.resolve(7), controller.signal);
    await result;
    await idle();
    controller.abort();
    await clock.advance(1_000);
    assert.equal(seen()?.aborted, false);
  });

  it("says what failed, be it no error", async () => {
    const thrown = start(() => Promise.reject("gone"));
    await assert.rejects(thrown.result, {
      name: "TransportError",
      code: "network_error",
      message: "The wait failed: gone",
      cause: "gone",
    });
    const error = new TypeError("reset");
    await assert.rejects(start(() => Promise.reject(error)).result, {
      message: "The wait failed: reset",
      cause: error,
    });
  });
});
