import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { HubSpotEvent } from "../../mod.ts";
import { gatherBatches } from "../../src/hubspot/open_batches.ts";
import { makeOutgoing, type Outgoing } from "../../src/hubspot/outgoing.ts";
import { appEvent, customEvent, timelineEvent } from "../support/events.ts";

/** Batches of up to so many events and bytes, and what is put into them. */
function start({ events = 3, bytes = 1_000 }: { events?: number; bytes?: number } = {}) {
  const batches = gatherBatches({
    events: { timeline: events, app: events, custom: events },
    bytes,
  });
  let count = 0;
  const deps = { now: () => 0, uuid: () => `new-${count}` };
  const make = (event: HubSpotEvent): Outgoing => {
    const made = makeOutgoing(event, count, { deps });
    count++;
    return "outcome" in made ? assert.fail(made.message) : made;
  };
  return { batches, add: (event: HubSpotEvent) => ids(batches.add(make(event))) };
}

const ids = (batches: Outgoing[][]) => batches.map((batch) => batch.map(({ key }) => key.id));

describe("gatherBatches", () => {
  it("gives a batch when it holds as many events as it may, of each family by itself", () => {
    const { add, batches } = start({ events: 2 });
    assert.deepEqual(add(appEvent({ id: "a" })), []);
    assert.deepEqual(add(customEvent({ uuid: "c" })), []);
    assert.deepEqual(add(appEvent({ id: "b" })), [["a", "b"]]);
    assert.deepEqual(ids(batches.takeAll()), [["c"]]);
    assert.deepEqual(batches.takeAll(), []);
  });

  it("gives nothing of a family of which nothing came", () => {
    assert.deepEqual(start().batches.take("timeline"), []);
  });

  const long = "x".repeat(600);
  const kinds: [what: string, make: (id: string, text: string) => HubSpotEvent][] = [
    ["properties", (id, text) => appEvent({ id, properties: { text } })],
    ["tokens", (id, text) => timelineEvent({ id, tokens: { text } })],
    ["extraData", (id, text) => appEvent({ id, properties: {}, extraData: { text } })],
  ];
  for (const [what, make] of kinds) {
    it(`gives a batch before what would make it too large by its ${what}`, () => {
      const { add, batches } = start();
      assert.deepEqual(add(make("a", "x".repeat(300))), []);
      assert.deepEqual(add(make("b", long)), []);
      assert.deepEqual(add(make("c", long)), [["a", "b"]]);
      assert.deepEqual(ids(batches.takeAll()), [["c"]]);
    });
  }

  it("gives no empty batch before an event that is too large for any", () => {
    const { add, batches } = start();
    assert.deepEqual(add(appEvent({ id: "a", properties: { text: "x".repeat(2_000) } })), []);
    assert.deepEqual(ids(batches.takeAll()), [["a"]]);
  });

  it("fills a batch up to its largest size", () => {
    const { add } = start({ bytes: 1_000 });
    const property = (id: string, length: number) =>
      appEvent({ id, properties: { text: "x".repeat(length) } });
    assert.deepEqual(add(property("a", 400)), []);
    assert.deepEqual(add(property("b", 600)), []);
    assert.deepEqual(add(property("c", 1)), [["a", "b"]]);
  });

  it("gives what is larger than a batch may be in one of its own", () => {
    const { add } = start({ bytes: 500 });
    assert.deepEqual(add(appEvent({ id: "a" })), []);
    assert.deepEqual(add(appEvent({ id: "b", properties: { long } })), [["a"]]);
    assert.deepEqual(add(appEvent({ id: "c" })), [["b"]]);
  });

  it("keeps what comes twice with what came first, and counts it", () => {
    const { add, batches } = start();
    add(appEvent({ id: "a" }));
    assert.deepEqual(add(appEvent({ id: "a" })), []);
    const [[first] = []] = batches.take("app");
    assert.deepEqual(first?.twins?.map(({ index }) => index), [1]);
    add(appEvent({ id: "b" }));
    add(appEvent({ id: "b" }));
    assert.deepEqual(add(appEvent({ id: "c" })), [["b", "c"]]);
  });

  it("tells a batch that is open from those before and after it", () => {
    const { add, batches } = start({ events: 2 });
    add(appEvent({ id: "a" }));
    const open = batches.get("app");
    assert.ok(open !== undefined);
    assert.equal(batches.get("app"), open);
    add(appEvent({ id: "b" }));
    add(appEvent({ id: "c" }));
    assert.notEqual(batches.get("app"), open);
  });

  it("gives a batch before an event of another type with an id that is in it", () => {
    const { add } = start();
    add(appEvent({ id: "a" }));
    assert.deepEqual(add(appEvent({ id: "a", eventTypeName: "ae1_other" })), [["a"]]);
  });

  it("takes events without ids for as many, whatever they say", () => {
    const { add } = start();
    add(appEvent());
    add(appEvent());
    assert.deepEqual(add(appEvent()), [["new-0", "new-1", "new-2"]]);
  });
});
