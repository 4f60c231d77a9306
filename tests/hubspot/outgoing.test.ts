import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { makeOutgoing } from "../../src/hubspot/outgoing.ts";
import { appEvent, customEvent, timelineEvent } from "../support/events.ts";

const deps = { now: () => 0, uuid: () => "new" };

describe("makeOutgoing", () => {
  it("knows whether the id was made here", () => {
    for (const event of [customEvent(), appEvent(), timelineEvent()]) {
      assert.partialDeepStrictEqual(makeOutgoing(event, 3, { deps }), {
        index: 3,
        hasNewId: true,
        key: { id: "new" },
      });
    }
    for (
      const event of [
        customEvent({ uuid: "own" }),
        appEvent({ id: "own" }),
        timelineEvent({ id: "own" }),
      ]
    ) {
      assert.partialDeepStrictEqual(makeOutgoing(event, 3, { deps }), {
        hasNewId: false,
        key: { id: "own" },
      });
    }
  });

  it("rejects what breaks a rule, with the field", () => {
    assert.partialDeepStrictEqual(makeOutgoing(customEvent({ eventName: "" }), 3, { deps }), {
      outcome: "rejected",
      code: "invalid_event",
      index: 3,
      message: "The event breaks a rule of its API",
      issues: [{ path: "eventName" }],
    });
  });
});
