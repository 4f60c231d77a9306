import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createClient, type Fetch, type HubSpotEvent } from "../../mod.ts";
import type { Json, LocalHubSpotOptions } from "../../src/local/mod.ts";
import { appEvent, customEvent, timelineEvent } from "../support/events.ts";
import { always, asSent, exactly, inProcess, once } from "../support/local_hubspot.ts";
import type { Sent } from "../support/recording_fetch.ts";
import { collect, inputsOf, start } from "./harness.ts";

type Unconfirmed = NonNullable<LocalHubSpotOptions["unconfirmed"]>;

/** A client and a HubSpot that knows one type of app events, and no other type. */
function startDeclared(unknownType: Unconfirmed["unknownType"]) {
  return start({
    hubspot: {
      definitions: "declared",
      unconfirmed: unknownType === undefined ? {} : { unknownType },
      appEventTypes: [{
        name: "known",
        uid: "known",
        objectType: "CONTACT",
        properties: [{ name: "plan", label: "Plan", type: "string" }],
        fullyQualifiedName: "ae1_known",
      }],
    },
  });
}

/** A client and a HubSpot that gives one answer to each request with one of the custom events with these uuids. */
function startRefusing(uuids: ReadonlySet<string>, status: number, problem: Json) {
  const { clock, local, deps, sent } = inProcess();
  const fetch: Fetch = (url, init) => {
    const isRefused = uuidsOf(asSent(url, init)).some((uuid) => uuids.has(uuid));
    // Local HubSpot settles before its first await which faults strike, so that no other request takes this one.
    if (isRefused) local.faults.add(once(exactly(status, problem)));
    return deps.fetch(url, init);
  };
  const client = createClient({ accessToken: "t", deps: { ...deps, fetch } });
  const sendAll = (events: HubSpotEvent[]) => clock.drive(collect(client.sendAll(events)));
  return { local, sent, sendAll };
}

/** The uuids of the custom events in a request, be it of a batch or of a single one. */
function uuidsOf(one: Sent): string[] {
  const inputs = inputsOf(one);
  const events: { uuid?: string }[] = inputs.length > 0 ? inputs : [Object(one.body)];
  return events.map(({ uuid }) => uuid ?? assert.fail("Each event of this test has a uuid"));
}

describe("Client.sendAll, of events of a type that HubSpot does not know,", () => {
  const families: [string, (type: string) => HubSpotEvent][] = [
    ["app", (eventTypeName) => appEvent({ eventTypeName })],
    ["custom", (eventName) => customEvent({ eventName })],
  ];
  for (const [family, make] of families) {
    for (const unknownType of ["not_found", "invalid"] as const) {
      it(`rejects 4,096 ${family} events with a few requests for each batch (${unknownType})`, async () => {
        const { requests, sendAll } = startDeclared(unknownType);
        const receipts = await sendAll(Array.from({ length: 4_096 }, () => make("pe1_unknown")));
        assert.equal(receipts.length, 4_096);
        for (const receipt of receipts) {
          assert.partialDeepStrictEqual(receipt, { outcome: "rejected", code: "refused" });
        }
        // Nine batches, each halved eight or nine times.
        assert.ok(requests().length <= 9 * 10, `${requests().length} requests`);
      });
    }
  }

  it("gets those of other types through that came with them", async () => {
    const { local, requests, sendAll } = startDeclared("not_found");
    const events = Array.from(
      { length: 400 },
      (_, index) =>
        appEvent({ eventTypeName: index % 40 === 7 ? "ae1_known" : `ae1_no${index % 3}` }),
    );
    const receipts = await sendAll(events);
    const delivered = receipts.filter(({ outcome }) => outcome === "delivered");
    assert.deepEqual(delivered.map(({ index }) => index % 40), Array.from({ length: 10 }, () => 7));
    assert.equal(local.events().length, 10);
    assert.ok(requests().length <= 3 * 20, `${requests().length} requests`);
    for (const receipt of receipts) {
      if (receipt.outcome !== "rejected") continue;
      // Each has the answer that was given for its own type.
      assert.match(JSON.stringify(receipt.issues), new RegExp(`ae1_no${receipt.index % 3}`));
    }
  });

  it("rejects what comes twice under one key as often as it came", async () => {
    const { sendAll, requests } = startDeclared("not_found");
    const receipts = await sendAll(
      ["a", "a", "b", "a"].map((id) => appEvent({ eventTypeName: "x", id })),
    );
    assert.deepEqual(receipts.map(({ outcome }) => outcome), Array(4).fill("rejected"));
    assert.ok(requests().length <= 2, `${requests().length} requests`);
  });

  it("asks HubSpot about the type again in the next batch", async () => {
    const { sendAll, requests } = startDeclared("not_found");
    const one = () => sendAll([customEvent({ eventName: "pe1_unknown" })]);
    await one();
    await one();
    assert.equal(requests().length, 2);
  });
});

describe("Client.sendAll, of events that are refused for reasons of their own,", () => {
  const problems: [string, number, Json][] = [
    ["nothing that is named", 404, { message: "pe1_test does not exist" }],
    ["a record that is not there", 404, {
      errors: [{ in: "objectId", message: "Object 7 does not exist" }],
    }],
    ["the type among others", 400, {
      errors: [
        { in: "eventName", message: "does not exist" },
        { in: "objectId", message: "Object 7 does not exist" },
      ],
    }],
    ["the type in other words", 400, {
      errors: [{ in: "eventName", message: "Events of this type need an objectId" }],
    }],
    ["a property of a like name", 404, {
      errors: [{ in: "properties.myeventName", message: "Property does not exist" }],
    }],
  ];
  for (const [what, status, problem] of problems) {
    it(`asks about each where HubSpot complains of ${what}`, async () => {
      // Every other event is good.
      const { local, sent, sendAll } = startRefusing(
        new Set(["0", "2", "4", "6"]),
        status,
        problem,
      );
      const receipts = await sendAll(
        Array.from({ length: 8 }, (_, index) => customEvent({ uuid: `${index}` })),
      );
      const expected = receipts.map(({ index }) => index % 2 === 0 ? "rejected" : "delivered");
      assert.deepEqual(receipts.map(({ outcome }) => outcome), expected);
      assert.deepEqual(local.events().map(({ id }) => id).sort(), ["1", "3", "5", "7"]);
      assert.ok(sent.length > 8);
    });
  }

  for (const path of ["eventTemplateId", "inputs.0.eventTemplateId"]) {
    it(`knows the type at fault by ${path}`, async () => {
      const { sent, sendAll } = start({
        faults: [
          always(exactly(400, { errors: [{ in: path, message: 'Template "1" was not found' }] })),
        ],
      });
      const receipts = await sendAll(Array.from({ length: 64 }, () => timelineEvent()));
      assert.ok(receipts.every(({ outcome }) => outcome === "rejected"));
      assert.deepEqual(sent.map((one) => inputsOf(one).length), [64, 32, 16, 8, 4, 0]);
    });
  }
});
