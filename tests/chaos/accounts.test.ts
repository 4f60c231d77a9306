import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createLocalHubSpot } from "../../src/local/mod.ts";
import { acceptEvent } from "../../src/hubspot/accept.ts";
import { createClient } from "../../mod.ts";
import { openSqliteOutbox } from "../../src/outbox/sqlite.ts";
import { clientStandIn, refused } from "../support/client_stand_in.ts";
import { appEvent, customEvent, timelineEvent } from "../support/events.ts";
import { readDeadLetters, readTimelines } from "./accounts.ts";

describe("readTimelines", () => {
  it("finds the mark of each event, and whose timeline it is on", async () => {
    const hubspot = createLocalHubSpot();
    const client = createClient({
      accessToken: "anything",
      deps: { fetch: (url, init) => hubspot.fetch(new Request(url, init)) },
    });
    await client.send(customEvent({ properties: { mark: "a" } }));
    await client.send(timelineEvent({ tokens: { mark: "b" }, email: "bob@example.com" }));
    await client.send(appEvent({ properties: { mark: "c" }, objectId: "9" }));
    assert.deepEqual(readTimelines(JSON.parse(JSON.stringify(hubspot.export()))), [
      { mark: "a", email: "ada@example.com" },
      { mark: "b", email: "bob@example.com" },
      { mark: "c", email: undefined },
    ]);
  });

  it("throws for what is no export", () => {
    assert.throws(() => readTimelines({}), /^Error: Local HubSpot exports something else/);
  });
});

describe("readDeadLetters", () => {
  it("finds the mark and the reason of each, over several pages", async () => {
    const outbox = openSqliteOutbox({ path: ":memory:", client: clientStandIn(() => refused) });
    const marks = Array.from({ length: 130 }, (_, number) => `m${number}`);
    await outbox.put(
      marks.map((mark) =>
        acceptEvent(timelineEvent({ tokens: { mark }, id: mark }), { now: () => 0, uuid: () => "" })
      ),
    );
    await outbox.process(200);
    const letters = await readDeadLetters(outbox);
    await outbox.close();
    assert.deepEqual(letters.map(({ mark }) => mark).sort(), marks.sort());
    assert.ok(letters.every(({ reason }) => reason === "refused: no"));
  });
});
