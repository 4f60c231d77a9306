import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ClientOptions, RetryContext, RetryDecision } from "../../mod.ts";
import type { FaultEffect } from "../../src/local/mod.ts";
import { customEvent } from "../support/events.ts";
import { once } from "../support/local_hubspot.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { start } from "./harness.ts";

const busy: FaultEffect = { kind: "answer", status: 503 };
const expired: FaultEffect = { kind: "expired_token" };

/** A client whose token is renewed once it is refused, and what its hooks and its policy are told. */
function startTold(...effects: FaultEffect[]) {
  const clock = new VirtualClock();
  const told: string[] = [];
  const asked: [attempt: number, elapsedMs: number][] = [];
  const options: Partial<ClientOptions> = {
    accessToken: async ({ rejected } = {}) => {
      if (rejected !== undefined) await clock.sleep(500);
      return rejected === undefined ? "first" : "second";
    },
    retryPolicy({ attempt, elapsedMs, outcome }: RetryContext): RetryDecision {
      asked.push([attempt, elapsedMs]);
      const isFault = outcome.kind === "answer" && outcome.answer.status === 503;
      return isFault ? { action: "retry", delayMs: 1_000 } : { action: "take" };
    },
    hooks: {
      onRequest: ({ request, attempt }) => void told.push(`request ${request}.${attempt}`),
      onResponse: ({ request, attempt, status }) =>
        void told.push(`response ${request}.${attempt} ${status}`),
      onRetry: ({ request, attempt }) => void told.push(`retry ${request}.${attempt}`),
    },
  };
  const faults = effects.map((effect) => once(effect));
  return { ...start({ clock, client: options, faults }), told, asked };
}

describe("Connection, that sends a request again with another token,", () => {
  it("counts its attempts from the first to the last, for hooks and policy", async () => {
    const { clock, client, told, asked } = startTold(busy, expired, busy);
    await clock.drive(client.send(customEvent()));
    assert.deepEqual(told, [
      ...["request 1.1", "response 1.1 503", "retry 1.1"],
      ...["request 1.2", "response 1.2 401"],
      ...["request 1.3", "response 1.3 503", "retry 1.3"],
      ...["request 1.4", "response 1.4 204"],
    ]);
    assert.deepEqual(asked, [[1, 0], [2, 1_000], [3, 1_500], [4, 2_500]]);
  });

  it("counts the next request from 1", async () => {
    const { clock, client, told } = startTold(expired);
    await clock.drive(client.send(customEvent()));
    await clock.drive(client.send(customEvent()));
    assert.deepEqual(told.filter((one) => one.startsWith("request")), [
      ...["request 1.1", "request 1.2", "request 2.1"],
    ]);
  });
});
