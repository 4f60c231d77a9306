import assert from "node:assert/strict";
import type { AcceptedEvent, Client } from "../../mod.ts";
import type { ForgettingOutbox } from "../../src/outbox/outbox.ts";
import { clientStandIn, delivered, failed, refused } from "../support/client_stand_in.ts";

/** What an outbox is opened with, and events for it. */
export interface ForgettingParts {
  open(client: Pick<Client, "sendAll">): ForgettingOutbox | Promise<ForgettingOutbox>;
  event(id: string): AcceptedEvent;
}

/** `forgetDelivered` forgets what was delivered, the round under way included, and nothing else. Leaves the outbox open. */
export async function checkForgetting({ open, event }: ForgettingParts): Promise<ForgettingOutbox> {
  const verdicts = new Map([["late", failed], ["bad", refused]]);
  let arrive = () => {};
  let release = () => {};
  const arrived = new Promise<void>((resolve) => arrive = resolve);
  const released = new Promise<void>((resolve) => release = resolve);
  const client = clientStandIn(async (id) => {
    if (id === "slow") {
      arrive();
      await released;
    }
    return verdicts.get(id) ?? delivered;
  });
  const outbox = await open(client);
  await outbox.put(["good", "late", "bad"].map(event));
  await outbox.process(10);
  await outbox.put([event("slow")]);
  const round = outbox.process(10);
  await arrived;
  const forgotten = outbox.forgetDelivered();
  release();
  await Promise.all([round, forgotten]);
  const { oldestWaitingAt: _, ...counts } = await outbox.journal.counts();
  assert.deepEqual(counts, { waiting: 1, delivered: 0, dead: 1 });
  await outbox.put(["good", "slow", "late"].map(event));
  await outbox.process(10);
  assert.deepEqual(client.ids, ["good", "late", "bad", "slow", "good", "slow"]);
  return outbox;
}
