import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readWait } from "../../src/edge/preferences.ts";
import { directOutbox } from "../../src/outbox/direct.ts";
import { OutboxFullError } from "../../src/outbox/sqlite.ts";
import { clientStandIn, delivered, failed, refused } from "../support/client_stand_in.ts";
import { appEvent } from "../support/events.ts";
import { idle } from "../support/virtual_clock.ts";
import { start, token } from "./harness.ts";
import { startJournaled } from "./journaled.ts";

const headers = { authorization: `Bearer ${token}`, prefer: "wait=3" };
const body = JSON.stringify({ inputs: [appEvent({ id: "good" }), appEvent({ id: "bad" })] });

/** A forwarder whose waits are over at once, but for that for a body; tells how long each would have been. */
function startPatient(decide: Parameters<typeof startJournaled>[0]) {
  const pauses: number[] = [];
  const sleep = async (ms: number) => {
    if (ms === 30_000) return await new Promise<void>(() => {});
    pauses.push(ms);
    await idle();
  };
  const deps = { now: () => 0, uuid: () => "fresh", sleep };
  return { ...startJournaled(decide, { deps }), pauses };
}

describe("readWait", () => {
  const wishes: [prefer: string, seconds: number | undefined][] = [
    ["wait=5", 5],
    ["respond-async, WAIT = 5", 5],
    [`wait="5"; x=1`, 5],
    ["wait=1, wait=2", 1],
    ["wait", 10],
    ["wait=0", 0],
    ["wait=3600", 30],
    ["wait=soon", undefined],
    ["wait=-1", undefined],
    ["waiting=5", undefined],
    ["respond-async", undefined],
    ["", undefined],
  ];
  for (const [prefer, seconds] of wishes) {
    it(`reads ${seconds} from Prefer: ${prefer}`, () => {
      assert.equal(readWait(new Headers({ prefer })), seconds);
    });
  }
});

describe("POST /events with Prefer: wait", () => {
  it("answers with what HubSpot said once each event was attempted", async () => {
    const { post, outbox, errors } = startPatient((id) => id === "good" ? delivered : refused);
    outbox.onPut(() => void outbox.process(10));
    const answer = await post("/events", body, headers);
    assert.deepEqual(errors, []);
    assert.equal(answer.status, 202);
    assert.equal(answer.headers.get("preference-applied"), "wait=3");
    assert.deepEqual(answer.body, {
      ids: ["good", "bad"],
      receipts: [
        { index: 0, key: { family: "app", type: "ae1_test", id: "good" }, outcome: "delivered" },
        {
          index: 1,
          key: { family: "app", type: "ae1_test", id: "bad" },
          outcome: "rejected",
          code: "refused",
          message: "no",
        },
      ],
    });
  });

  it("says that it did not wait long enough, when nobody delivers in that time", async () => {
    const { post, pauses } = startPatient(() => delivered);
    const answer = await post("/events", body, headers);
    assert.deepEqual(pauses, [25, 50, 100, 200, 400, 800, 1_000, 425]);
    assert.equal(answer.status, 202);
    assert.equal(answer.headers.get("preference-applied"), null);
    assert.deepEqual(answer.body, { ids: ["good", "bad"], receipts: [] });
  });

  it("tells of an event that HubSpot did not take now, and that is tried again", async () => {
    const { post, outbox } = startPatient(() => failed);
    outbox.onPut(() => void outbox.process(10));
    const answer = await post("/events", body, headers);
    assert.equal(answer.status, 202);
    assert.equal(answer.headers.get("preference-applied"), "wait=3");
    assert.partialDeepStrictEqual(answer.body.receipts, [{
      outcome: "deferred",
      code: "server_error",
    }]);
  });

  it("is met by an outbox that delivers at once, and wished for in vain without a journal", async () => {
    const direct = start({ outbox: directOutbox({ client: clientStandIn(() => delivered) }) });
    const told = await direct.post("/events", body, headers);
    assert.equal(told.headers.get("preference-applied"), "wait=3");
    assert.equal(told.body.receipts.length, 2);
    const plain = await start().post("/events", body, headers);
    assert.deepEqual([plain.status, plain.headers.get("preference-applied")], [202, null]);
  });

  it("does not wait where nobody asks", async () => {
    const { post } = startJournaled(() => delivered);
    const answer = await post("/events", body, { authorization: headers.authorization });
    assert.deepEqual(answer.body, { ids: ["good", "bad"] });
  });
});

describe("a full outbox", () => {
  const full = (ms: number) => () => Promise.reject(new OutboxFullError(ms));
  const outbox = startJournaled(() => delivered).outbox;

  it("is answered by 503 and when to come again, in whole seconds, and is no error of ours", async () => {
    for (const [ms, seconds] of [[10_000, "10"], [10_001, "11"], [1, "1"], [0, "1"]] as const) {
      const { postEvents, errors, handled } = start({ outbox: { ...outbox, put: full(ms) } });
      const { status, headers, body } = await postEvents(appEvent());
      assert.deepEqual([status, body.error.code], [503, "outbox_full"]);
      assert.equal(headers.get("retry-after"), seconds);
      assert.deepEqual(errors, []);
      assert.equal(handled[0]?.outcome, "outbox_full");
    }
  });

  it("fails the lines of a stream", async () => {
    const { forwarder } = start({ outbox: { ...outbox, put: full(10_000) } });
    const response = await forwarder.fetch(
      new Request("http://localhost/events", {
        method: "POST",
        body: JSON.stringify(appEvent({ id: "a" })),
        headers: { authorization: headers.authorization, "content-type": "application/jsonl" },
      }),
    );
    assert.partialDeepStrictEqual(await response.json(), {
      line: 1,
      outcome: "failed",
      id: "a",
      error: { code: "outbox_full" },
    });
  });
});
