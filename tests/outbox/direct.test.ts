import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { acceptEvent } from "../../src/hubspot/accept.ts";
import { directOutbox } from "../../src/outbox/direct.ts";
import { clientStandIn, delivered, refused } from "../support/client_stand_in.ts";
import { appEvent } from "../support/events.ts";

describe("directOutbox", () => {
  it("delivers within the put and answers with a receipt for each event, in order", async () => {
    const outbox = directOutbox({
      client: clientStandIn((id) => id === "b" ? refused : delivered),
    });
    const events = ["a", "b", "c"].map((id) =>
      acceptEvent(appEvent({ id }), { now: () => 0, uuid: () => id })
    );
    const { receipts } = await outbox.put(events);
    assert.deepEqual(receipts?.map(({ key, outcome }) => [key?.id, outcome]), [
      ["a", "delivered"],
      ["b", "rejected"],
      ["c", "delivered"],
    ]);
    assert.deepEqual(await outbox.process(10), { receipts: [] });
  });
});
