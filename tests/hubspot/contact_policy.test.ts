import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ContactPolicy } from "../../mod.ts";
import { customEvent } from "../support/events.ts";
import { start } from "./harness.ts";

/** A client whose events this policy places. */
function startWith(place: ContactPolicy["place"]) {
  return start({ client: { contacts: { place } } });
}

const forgotten = {
  outcome: "rejected",
  code: "refused",
  message: "The contact policy gave no verdict",
  issues: [],
};

describe("ContactPolicy", () => {
  it("has an event rejected that it forgets, and the others sent", async () => {
    const { sent, sendAll } = startWith((batch) =>
      Promise.resolve({ ready: batch.slice(1), held: [] })
    );
    const receipts = await sendAll(["a", "b", "c"].map((uuid) => customEvent({ uuid })));
    assert.deepEqual(receipts.map(({ outcome }) => outcome), [
      "rejected",
      "delivered",
      "delivered",
    ]);
    assert.partialDeepStrictEqual(receipts[0], { ...forgotten, index: 0, key: { id: "a" } });
    assert.equal(sent.length, 1);
  });

  it("makes send() throw for an event that it forgets, instead of waiting for ever", async () => {
    const { clock, client, sent } = startWith(() => Promise.resolve({ ready: [], held: [] }));
    await assert.rejects(clock.drive(client.send(customEvent())), {
      name: "HubSpotError",
      code: "refused",
      retryable: false,
      message: "Cannot deliver the event: The contact policy gave no verdict",
    });
    assert.equal(sent.length, 0);
  });

  it("gives each event one receipt, however often it gives it back", async () => {
    const { sendAll, sent } = startWith((batch) => {
      const verdict = { outcome: "deferred", code: "aborted", message: "Later" } as const;
      const held = batch.map((one) => ({ one, verdict }));
      return Promise.resolve({ ready: [...batch, ...batch], held });
    });
    const receipts = await sendAll([customEvent({ uuid: "a" }), customEvent({ uuid: "b" })]);
    assert.deepEqual(receipts.map(({ index, outcome }) => `${index} ${outcome}`), [
      "0 delivered",
      "1 delivered",
    ]);
    assert.partialDeepStrictEqual(sent[0]?.body, { inputs: [{ uuid: "a" }, { uuid: "b" }] });
  });

  it("loses no event that came twice where it makes new objects of them", async () => {
    const { sendAll, sent } = startWith((batch) =>
      Promise.resolve({
        ready: batch.map(({ index, key, hasNewId, event }) => {
          const { email: _, ...rest } = event;
          return { index, key, hasNewId, event: { ...rest, objectId: "7" } };
        }),
        held: [],
      })
    );
    const receipts = await sendAll([customEvent({ uuid: "a" }), customEvent({ uuid: "a" })]);
    assert.deepEqual(receipts.map(({ index, outcome }) => `${index} ${outcome}`), [
      "0 delivered",
      "1 duplicate",
    ]);
    assert.partialDeepStrictEqual(sent[0]?.body, { objectId: "7", uuid: "a" });
  });
});
