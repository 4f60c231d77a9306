import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openLocalOutbox } from "../../src/cli/local_outbox.ts";
import { clientStandIn, delivered, failed, refused } from "../support/client_stand_in.ts";
import { event, folder, keepFolder } from "../outbox/sqlite_harness.ts";

describe("openLocalOutbox", () => {
  keepFolder();

  it("forgets what an earlier one delivered, and keeps what waits and dead letters", async () => {
    const verdicts = new Map([["good", delivered], ["late", failed], ["bad", refused]]);
    const client = clientStandIn((id) => verdicts.get(id) ?? delivered);
    const path = `${folder}/local.db`;
    const first = await openLocalOutbox({ path, client });
    await first.put(["good", "late", "bad"].map(event));
    await first.process(10);
    const { oldestWaitingAt: _, ...counts } = await first.journal.counts();
    assert.deepEqual(counts, { waiting: 1, delivered: 1, dead: 1 });
    await first.close();

    const next = await openLocalOutbox({ path, client });
    const { oldestWaitingAt: __, ...left } = await next.journal.counts();
    assert.deepEqual(left, { waiting: 1, delivered: 0, dead: 1 });
    await next.put([event("good")]);
    assert.equal((await next.journal.counts()).waiting, 2);
    await next.close();
  });
});
