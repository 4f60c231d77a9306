import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { FaultEffect } from "../../src/local/mod.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { ids, one, reset, send, struckBy } from "./fault_harness.ts";
import { localHubSpot, now, paths, post } from "./harness.ts";

describe("fault reset", () => {
  it("rejects as fetch does, and takes nothing", async () => {
    const hubspot = struckBy({ kind: "reset" });
    await assert.rejects(send(hubspot), reset);
    assert.deepEqual(ids(hubspot), []);
  });

  it("gives its cause the code that runtimes give", async () => {
    await assert.rejects(send(struckBy({ kind: "reset" })), (error) => {
      assert.ok(error instanceof Error && error.cause instanceof Error);
      assert.deepEqual({ ...error.cause }, { code: "ECONNRESET" });
      return true;
    });
  });

  it("takes the event and loses the answer, where the request was carried out", async () => {
    const hubspot = struckBy({ kind: "reset", stage: "after" });
    await assert.rejects(send(hubspot), reset);
    assert.deepEqual(ids(hubspot), ["one"]);
  });
});

describe("fault hang", () => {
  it("never answers, and rejects with the reason of a caller who hangs up", async () => {
    const clock = new VirtualClock();
    const hubspot = localHubSpot({ deps: { now: clock.now, sleep: clock.sleep } });
    hubspot.faults.add({ what: { kind: "hang" } });
    const caller = new AbortController();
    let settled = false;
    const answer = send(hubspot, caller.signal).finally(() => settled = true);
    answer.catch(() => {});
    await clock.advance(24 * 60 * 60_000);
    assert.equal(settled, false);
    const reason = new Error("I waited long enough");
    caller.abort(reason);
    await assert.rejects(answer, reason);
    assert.deepEqual(ids(hubspot), []);
  });

  it("takes the event first, where the request was carried out", async () => {
    const clock = new VirtualClock();
    const hubspot = struckBy({ kind: "hang", stage: "after" });
    const caller = new AbortController();
    const answer = assert.rejects(send(hubspot, caller.signal), { name: "AbortError" });
    await clock.advance(1);
    assert.deepEqual(ids(hubspot), ["one"]);
    caller.abort();
    await answer;
  });

  it("does not wait for a caller who hung up before", async () => {
    const hubspot = struckBy({ kind: "hang" });
    await assert.rejects(send(hubspot, AbortSignal.abort()), { name: "AbortError" });
  });
});

describe("fault delay", () => {
  function slow(...delays: FaultEffect[]) {
    const clock = new VirtualClock(now);
    const hubspot = localHubSpot({ deps: { now: clock.now, sleep: clock.sleep } });
    for (const what of delays) hubspot.faults.add({ what });
    return { clock, hubspot };
  }

  it("carries the request out when the time has passed", async () => {
    const { clock, hubspot } = slow({ kind: "delay", ms: 3_000 });
    const answer = post(hubspot, paths.app, one);
    await clock.advance(2_999);
    assert.deepEqual(ids(hubspot), []);
    assert.equal((await clock.drive(answer)).status, 201);
    assert.equal(clock.now() - Date.parse(now), 3_000);
  });

  it("answers when the time has passed, where the request is carried out first", async () => {
    const { clock, hubspot } = slow({ kind: "delay", ms: 3_000, stage: "after" });
    const answer = post(hubspot, paths.app, one);
    await clock.advance(0);
    assert.deepEqual(ids(hubspot), ["one"]);
    assert.equal((await clock.drive(answer)).status, 201);
    assert.equal(clock.now() - Date.parse(now), 3_000);
  });

  it("adds up, and strikes together with another fault", async () => {
    const { clock, hubspot } = slow(
      { kind: "delay", ms: 1_000 },
      { kind: "answer", status: 500 },
      { kind: "delay", ms: 500, stage: "after" },
    );
    assert.equal((await clock.drive(post(hubspot, paths.app, one))).status, 500);
    assert.equal(clock.now() - Date.parse(now), 1_500);
  });

  it("takes nothing from a caller who hangs up meanwhile", async () => {
    const { clock, hubspot } = slow({ kind: "delay", ms: 3_000 });
    const caller = new AbortController();
    const answer = assert.rejects(send(hubspot, caller.signal), { name: "AbortError" });
    await clock.advance(1_000);
    caller.abort();
    await answer;
    assert.deepEqual(ids(hubspot), []);
  });
});

describe("fault truncated_body", () => {
  it("breaks the body midway, under the length of the whole", async () => {
    const whole = await (await send(localHubSpot())).text();
    const hubspot = struckBy({ kind: "truncated_body" });
    const response = await send(hubspot);
    assert.equal(response.status, 201);
    assert.equal(response.headers.get("content-length"), String(whole.length));
    const reader = response.body?.getReader();
    const first = await reader?.read();
    assert.equal(
      new TextDecoder().decode(first?.value),
      whole.slice(0, Math.floor(whole.length / 2)),
    );
    await assert.rejects(async () => await reader?.read(), reset);
    assert.deepEqual(ids(hubspot), ["one"]);
  });

  it("is a reset where the answer has no body", async () => {
    const hubspot = struckBy({ kind: "truncated_body" });
    await assert.rejects(
      post(hubspot, paths.custom, { eventName: "pe1_e", email: "a@b.c", properties: {} }),
      reset,
    );
    assert.equal(hubspot.events().length, 1);
  });
});

describe("faults", () => {
  it("let the page and the controls be", async () => {
    const hubspot = struckBy({ kind: "reset" });
    for (const path of ["/", "/style.css", "/_local/faults"]) {
      const response = await hubspot.fetch(new Request(`http://localhost${path}`));
      assert.equal(response.status, 200);
      await response.body?.cancel();
    }
  });

  it("leave a request without body whole", async () => {
    const hubspot = struckBy({ kind: "delay", ms: 0 });
    const response = await hubspot.fetch(new Request(`http://localhost${paths.app}`));
    assert.equal(response.status, 405);
  });
});
