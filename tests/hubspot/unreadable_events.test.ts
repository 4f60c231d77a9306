import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Json } from "../../mod.ts";
import { appEvent, customEvent } from "../support/events.ts";
import { collect, inputsOf, start } from "./harness.ts";

function throwing(): never {
  throw new Error("secret-canary");
}

/** Something whose members cannot be read. */
function closed<T extends object>(target: T): T {
  return new Proxy(target, { get: throwing });
}

/** JSON until it is written out: its method is none of the members that are looked at. */
function withToJson(toJSON: () => unknown): Json {
  return Object.defineProperty([1], "toJSON", { value: toJSON });
}

/** Gives one value when it is checked and another when it is sent. */
function turning(first: string, then: unknown) {
  let reads = 0;
  return {
    enumerable: true,
    get: () => reads++ === 0 ? first : then,
  };
}

describe("Client.sendAll, of events that cannot be read,", () => {
  const unreadable: [string, () => Parameters<typeof customEvent>[0] | object][] = [
    [
      "a getter that throws",
      () => Object.defineProperty(customEvent(), "email", { get: throwing, enumerable: true }),
    ],
    ["a Proxy", () => closed(customEvent())],
    ["a Proxy that was revoked", () => {
      const { proxy, revoke } = Proxy.revocable(customEvent(), {});
      revoke();
      return proxy;
    }],
    ["properties that throw", () => customEvent({ properties: closed({ plan: "team" }) })],
    ["a date that throws", () => {
      const date = Object.defineProperty(new Date(0), "getTime", { value: throwing });
      return customEvent({ properties: { date } });
    }],
    ["a frame that throws", () =>
      appEvent({
        timelineIFrame: closed({
          linkLabel: "a",
          headerLabel: "b",
          url: "https://a.b",
          width: 1,
          height: 1,
        }),
      })],
  ];
  for (const [what, make] of unreadable) {
    it(`rejects one with ${what} and delivers the others, saying nothing of what it threw`, async () => {
      const { clock, client, sent } = start();
      const input = [customEvent(), Object(make()), customEvent()];
      const receipts = await clock.drive(collect(client.sendAll(input)));
      assert.deepEqual(receipts, [
        { ...receipts[0], index: 0, outcome: "delivered" },
        {
          index: 1,
          outcome: "rejected",
          code: "invalid_event",
          message: "The event breaks a rule of its API",
          issues: [{ path: "", message: "Expected an event that can be read" }],
        },
        { ...receipts[2], index: 2, outcome: "delivered" },
      ]);
      assert.deepEqual(sent.map((one) => inputsOf(one).length), [2]);
    });
  }

  it("rejects one whose JSON would be written as something else, or not at all", async () => {
    const { sent, sendAll } = start();
    const events = [throwing, () => undefined, () => "x"].map((toJSON) =>
      appEvent({ extraData: { deep: withToJson(toJSON) } })
    );
    for (const receipt of await sendAll(events)) {
      assert.partialDeepStrictEqual(receipt, {
        outcome: "rejected",
        code: "invalid_event",
        issues: [{ path: "extraData", message: "Expected JSON, at most 64 levels deep" }],
      });
    }
    assert.equal(sent.length, 0);
  });

  it("throws from send() for one of them as for any that breaks a rule", async () => {
    const { client, sent } = start();
    await assert.rejects(client.send(closed(customEvent())), {
      name: "HubSpotError",
      code: "invalid_event",
      message:
        "Cannot deliver the event: The event breaks a rule of its API: Expected an event that can be read",
    });
    assert.equal(sent.length, 0);
  });

  it("sends what was checked, whatever a getter gives next time", async () => {
    const event = Object.defineProperties(appEvent({ extraData: { a: 1 } }), {
      objectId: turning("7", { toJSON: throwing }),
      domain: turning("example.com", 12n),
    });
    const { sent, sendAll } = start();
    const [receipt] = await sendAll([event, appEvent()]);
    assert.equal(receipt?.outcome, "delivered");
    assert.partialDeepStrictEqual(sent[0]?.body, {
      inputs: [{ objectId: "7", domain: "example.com" }],
    });
  });

  it("sends what was given, whatever the caller does to the event afterwards", async () => {
    const { sent, clock, client } = start();
    const extraData = { items: [1] };
    const event = appEvent({ id: "a", extraData, properties: { plan: "team" } });
    function* input() {
      yield event;
      extraData.items.push(2);
      event.properties.plan = "none";
      yield appEvent({ id: "b" });
    }
    await clock.drive(collect(client.sendAll(input())));
    assert.partialDeepStrictEqual(sent[0]?.body, {
      inputs: [{ extraData: { items: [1] }, properties: { plan: "team" } }, { id: "b" }],
    });
    assert.deepEqual(inputsOf(sent[0] ?? assert.fail())[0], {
      ...appEvent({ id: "a", extraData: { items: [1] } }),
      timestamp: "2026-11-22T12:00:00.000Z",
    });
  });
});

describe("Client.sendAll, ended by its own input,", () => {
  for (const what of ["an iterable", "an async iterable"]) {
    it(`gives a receipt for each event that was read of ${what}`, async () => {
      const { clock, client } = start();
      const controller = new AbortController();
      let read = 0;
      function* events() {
        while (true) {
          if (++read === 3) controller.abort();
          yield customEvent();
        }
      }
      async function* asyncEvents() {
        yield* events();
      }
      const { signal } = controller;
      const input = what === "an iterable" ? events() : asyncEvents();
      const receipts = await clock.drive(collect(client.sendAll(input, { signal })));
      assert.equal(read, 3);
      const told = receipts.map((one) => `${one.index} ${"code" in one ? one.code : one.outcome}`);
      assert.deepEqual(told, ["0 aborted", "1 aborted", "2 aborted"]);
    });
  }
});
