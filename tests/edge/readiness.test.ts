import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { delivered } from "../support/client_stand_in.ts";
import { appEvent } from "../support/events.ts";
import { start } from "./harness.ts";
import { startJournaled } from "./journaled.ts";

async function ready({ forwarder }: Pick<ReturnType<typeof start>, "forwarder">) {
  const response = await forwarder.fetch(new Request("http://localhost/readyz"));
  return [response.status, await response.json()];
}

describe("GET /readyz", () => {
  it("answers 200 while the outbox answers, with the age of what waits longest", async () => {
    const hubline = startJournaled(() => delivered);
    assert.deepEqual(await ready(hubline), [200, { status: "ready", reasons: [] }]);
    await hubline.postEvents(appEvent());
    await hubline.clock.advance(90_000);
    assert.deepEqual(await ready(hubline), [200, {
      status: "ready",
      reasons: [],
      oldest_waiting_seconds: 90,
    }]);
  });

  it("answers 503 once what waits is older than it may be", async () => {
    const hubline = startJournaled(() => delivered, { readiness: { maxWaitingAgeMs: 60_000 } });
    await hubline.postEvents(appEvent());
    await hubline.clock.advance(60_000);
    assert.equal((await ready(hubline))[0], 200);
    await hubline.clock.advance(1_000);
    assert.deepEqual(await ready(hubline), [503, {
      status: "not_ready",
      reasons: ["oldest_event_too_old"],
      oldest_waiting_seconds: 61,
    }]);
  });

  for (const [code, status] of [["unauthorized", 503], ["daily_limit", 200]] as const) {
    it(`answers ${status} while delivery pauses for ${code}`, async () => {
      const verdict = { outcome: "deferred", code, message: "no" } as const;
      const hubline = startJournaled(() => verdict);
      await hubline.postEvents(appEvent());
      await hubline.outbox.process(1);
      const [answered, body] = await ready(hubline);
      assert.equal(answered, status);
      assert.deepEqual(body.reasons, status === 503 ? ["token_refused"] : []);
    });
  }

  it("answers 503 where the outbox cannot be reached, and tells of that", async () => {
    const { outbox } = startJournaled(() => delivered);
    const journal = { ...outbox.journal, counts: () => Promise.reject(new Error("no disk")) };
    const hubline = start({ outbox: { ...outbox, journal } });
    assert.deepEqual(await ready(hubline), [503, {
      status: "not_ready",
      reasons: ["outbox_unreachable"],
    }]);
    assert.equal(String(hubline.errors[0]), "Error: no disk");
  });

  it("looks at the outbox once a second, however many ask", async () => {
    const { outbox, clock } = startJournaled(() => delivered);
    let looks = 0;
    const counts = () => {
      looks++;
      return outbox.journal.counts();
    };
    const hubline = start({
      outbox: { ...outbox, journal: { ...outbox.journal, counts } },
      deps: { now: clock.now },
    });
    await Promise.all([ready(hubline), ready(hubline), ready(hubline)]);
    assert.equal(looks, 1);
    await clock.advance(1_000);
    await ready(hubline);
    assert.equal(looks, 2);
  });

  it("is ready where the outbox keeps nothing", async () => {
    assert.equal((await ready(start()))[0], 200);
  });

  it("refuses an age that is none", () => {
    assert.throws(() => start({ readiness: { maxWaitingAgeMs: -1 } }), {
      name: "RangeError",
      message: "Cannot make a forwarder: readiness.maxWaitingAgeMs must be a number from 0: -1",
    });
  });
});
