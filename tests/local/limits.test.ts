import fc from "fast-check";
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { appOf } from "../../src/local/limits/app_of.ts";
import { RateLimits } from "../../src/local/limits/rate_limits.ts";
import { requestKind } from "../../src/local/limits/request_kind.ts";
import { SlidingWindow } from "../../src/local/limits/sliding_window.ts";
import type { LimitOptions, LocalHubSpot } from "../../src/local/mod.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { localHubSpot, paths, post, request } from "./harness.ts";

const custom = { eventName: "pe1_e", email: "a@b.c", properties: {} };

function event(id: number) {
  return { eventTypeName: "t", id: String(id), email: "ada@example.com", properties: {} };
}

function limited(limits: LimitOptions | "none") {
  const clock = new VirtualClock();
  let time = clock.now();
  return {
    hubspot: localHubSpot({ limits, deps: { now: () => time } }),
    pass: (ms: number) => void (time += ms),
  };
}

async function statuses(hubspot: LocalHubSpot, count: number, from = 0): Promise<number[]> {
  const found: number[] = [];
  for (let id = from; id < from + count; id++) {
    found.push((await post(hubspot, paths.app, event(id))).status);
  }
  return found;
}

/** Sends an event with the token of a private app. */
function privately(hubspot: LocalHubSpot, id: number) {
  return request(hubspot, paths.app, {
    method: "POST",
    headers: { authorization: "Bearer pat-na1-x" },
    body: JSON.stringify(event(id)),
  });
}

function rateHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    [...headers].filter(([name]) => name.startsWith("x-hubspot-ratelimit-")).map((
      [name, value],
    ) => [name.slice("x-hubspot-ratelimit-".length), value]),
  );
}

describe("SlidingWindow", () => {
  it("counts what a list of all times counts", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 60 }),
        (limit, steps) => {
          const window = new SlidingWindow(limit, 100);
          const taken: number[] = [];
          let now = 1_000;
          for (const step of steps) {
            now += step;
            const recent = taken.filter((time) => time > now - 100);
            assert.equal(window.remaining(now), limit - recent.length);
            const [oldest = now] = recent;
            assert.equal(window.freeAt(now), recent.length < limit ? now : oldest + 100);
            if (recent.length === limit) continue;
            window.add(now);
            taken.push(now);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it("keeps the latest where more are counted than there is room for", () => {
    const window = new SlidingWindow(2, 100);
    for (const now of [0, 10, 20]) window.add(now);
    assert.equal(window.remaining(110), 1);
    assert.equal(window.remaining(120), 2);
  });
});

describe("requestKind", () => {
  const cases: [path: string, kind: string][] = [
    [paths.timeline, "ordinary"],
    [paths.appBatch, "ordinary"],
    [paths.custom, "custom_event"],
    [paths.customBatch, "custom_event"],
    ["/events/custom/2026-09/send/batch", "custom_event"],
    ["/events/2026-03/event-definitions", "ordinary"],
    ["/crm/v3/objects/contacts/search", "search"],
    ["/crm/v3/objects/contacts/batch/read", "ordinary"],
    ["/oauth/2026-03/token", "uncounted"],
  ];
  for (const [path, kind] of cases) {
    it(`is ${kind} for ${path}`, () => assert.equal(requestKind(path), kind));
  }
});

describe("limits", () => {
  it("takes as many requests as the window has room for, and more as it moves on", async () => {
    const { hubspot, pass } = limited({ requests: 3, intervalMs: 10_000 });
    assert.deepEqual(await statuses(hubspot, 1), [201]);
    pass(6_000);
    assert.deepEqual(await statuses(hubspot, 3, 1), [201, 201, 429]);
    pass(3_999);
    assert.deepEqual(await statuses(hubspot, 1, 3), [429]);
    pass(1);
    assert.deepEqual(await statuses(hubspot, 2, 3), [201, 429]);
    assert.equal(hubspot.events().length, 4);
  });

  it("refuses in HubSpot's words, and says nothing of when to come again", async () => {
    const { hubspot } = limited({ requests: 1 });
    await statuses(hubspot, 1);
    const { body, headers } = await post(hubspot, paths.app, event(1));
    const { message, policyName, errorType } = Object(body);
    assert.deepEqual([message, policyName, errorType], [
      "You have reached your ten_secondly_rolling limit.",
      "TEN_SECONDLY_ROLLING",
      "RATE_LIMIT",
    ]);
    assert.equal(headers.get("retry-after"), null);
    assert.equal(headers.get("x-hubspot-ratelimit-remaining"), "0");
  });

  it("says in Retry-After when the next is taken, where it is told to", async () => {
    const { hubspot, pass } = limited({ requests: 1, daily: 2, retryAfter: true });
    const retryAfter = async () => (await privately(hubspot, 9)).headers.get("retry-after");
    assert.equal((await privately(hubspot, 0)).status, 201);
    pass(2_500);
    assert.equal(await retryAfter(), "8");
    pass(7_500);
    assert.equal((await privately(hubspot, 1)).status, 201);
    // It was noon when this began.
    assert.equal(await retryAfter(), String(12 * 60 * 60 - 10));
  });

  it("refuses none unless it is told to, and counts all the same", async () => {
    const { hubspot } = limited("none");
    assert.deepEqual(new Set(await statuses(hubspot, 112)), new Set([201]));
    const { headers } = await post(hubspot, paths.app, event(112));
    assert.deepEqual(rateHeaders(headers), {
      "max": "110",
      "remaining": "0",
      "interval-milliseconds": "10000",
      "secondly": "11",
      "secondly-remaining": "0",
    });
  });

  it("says after each request what is left", async () => {
    const { hubspot, pass } = limited({ requests: 20 });
    await statuses(hubspot, 2);
    pass(1_000);
    const { headers } = await post(hubspot, paths.app, event(2));
    assert.deepEqual(rateHeaders(headers), {
      "max": "20",
      "remaining": "17",
      "interval-milliseconds": "10000",
      "secondly": "2",
      "secondly-remaining": "1",
    });
  });

  it("counts requests that break rules too", async () => {
    const { hubspot } = limited({ requests: 1 });
    assert.equal((await post(hubspot, paths.app, {})).status, 400);
    assert.equal((await post(hubspot, paths.app, {})).status, 429);
  });

  it("has a daily limit until midnight in UTC, where it is given one", async () => {
    const { hubspot, pass } = limited({ daily: 2 });
    for (const id of [0, 1]) assert.equal((await privately(hubspot, id)).status, 201);
    const { status, body } = await privately(hubspot, 2);
    assert.deepEqual([status, Object(body).policyName], [429, "DAILY"]);
    pass(12 * 60 * 60_000 - 1);
    assert.equal((await privately(hubspot, 2)).status, 429);
    pass(1);
    assert.equal((await privately(hubspot, 2)).status, 201);
  });

  it("counts sends of custom events for themselves, by the second", async () => {
    const { hubspot, pass } = limited({ requests: 1, daily: 1, customEventsPerSecond: 2 });
    await statuses(hubspot, 1);
    const sent = async () => (await post(hubspot, paths.custom, custom)).status;
    assert.deepEqual([await sent(), await sent(), await sent()], [204, 204, 429]);
    const { body, headers } = await post(hubspot, paths.customBatch, { inputs: [custom] });
    assert.equal(Object(body).policyName, "SECONDLY");
    assert.deepEqual(rateHeaders(headers), {});
    pass(1_000);
    assert.equal(await sent(), 204);
  });

  const wrong: [limits: LimitOptions, message: string][] = [
    [{ requests: 0 }, "requests must be a whole number from 1 to 100000, but is 0"],
    [{ requests: 1e6 }, "requests must be a whole number from 1 to 100000, but is 1000000"],
    [{ intervalMs: 1.5 }, "intervalMs must be a whole number from 1 to 86400000, but is 1.5"],
    [{ daily: -1 }, "daily must be a whole number from 1 to 1000000000, but is -1"],
    [
      { customEventsPerSecond: NaN },
      "customEventsPerSecond must be a whole number from 1 to 100000, but is NaN",
    ],
    [
      { searchesPerSecond: Infinity },
      "searchesPerSecond must be a whole number from 1 to 100000, but is Infinity",
    ],
  ];
  for (const [limits, message] of wrong) {
    it(`refuses ${Object.keys(limits)}: ${Object.values(limits)}`, () => {
      assert.throws(() => localHubSpot({ limits }), {
        name: "RangeError",
        message: `Cannot limit requests: ${message}`,
      });
    });
  }
});

describe("appOf", () => {
  const app = { clientId: "one", appId: 1, scopes: "all", expiresIn: 1 } as const;
  const tokens = { ownerOf: (token: string) => token === "given" ? app : undefined };
  const table: [authorization: string, app: string, isPrivateApp: boolean][] = [
    ["Bearer pat-na1-x", "pat-na1-x", true],
    ["Bearer given", "oauth one", false],
    ["Bearer other", "oauth", false],
    ["", "oauth", false],
  ];
  for (const [authorization, found, isPrivateApp] of table) {
    it(`is ${found} for "${authorization}"`, () => {
      const request = new Request("http://localhost/", { headers: { authorization } });
      assert.deepEqual(appOf(request, tokens), { app: found, isPrivateApp });
    });
  }
});

describe("RateLimits", () => {
  const app = { kind: "ordinary", app: "oauth", isPrivateApp: false } as const;

  it("counts each app for itself", () => {
    const limits = new RateLimits({ requests: 1 }, () => 0);
    assert.equal(limits.admit(app).refusedBy, undefined);
    assert.equal(limits.admit({ ...app, app: "pat-1" }).refusedBy, undefined);
    assert.equal(limits.admit(app).refusedBy, "TEN_SECONDLY_ROLLING");
  });

  it("tells private apps of their daily limit, and no others", () => {
    const limits = new RateLimits({ daily: 5 }, () => 0);
    const { headers } = limits.admit({ ...app, isPrivateApp: true });
    assert.equal(headers["x-hubspot-ratelimit-daily"], "5");
    assert.equal(headers["x-hubspot-ratelimit-daily-remaining"], "4");
    assert.equal(limits.admit(app).headers["x-hubspot-ratelimit-daily"], undefined);
  });

  it("counts searches for themselves, and says nothing with them", () => {
    const limits = new RateLimits({ requests: 1 }, () => 0);
    const search = { ...app, kind: "search" } as const;
    for (let count = 0; count < 5; count++) assert.deepEqual(limits.admit(search), { headers: {} });
    assert.deepEqual(limits.admit(search), { headers: {}, refusedBy: "SECONDLY" });
    assert.equal(limits.admit(app).refusedBy, undefined);
  });

  it("lets requests for tokens be", () => {
    const limits = new RateLimits({ requests: 1 }, () => 0);
    for (let count = 0; count < 5; count++) {
      assert.deepEqual(limits.admit({ ...app, kind: "uncounted" }), { headers: {} });
    }
  });

  it("takes 110 in any ten seconds, over 100,000 requests", () => {
    let now = 0;
    const limits = new RateLimits({}, () => now);
    let recent: number[] = [];
    for (let count = 0; count < 100_000; count++) {
      if (count % 7 === 0) {
        now += 90;
        recent = recent.filter((time) => time > now - 10_000);
      }
      const isTaken = limits.admit(app).refusedBy === undefined;
      assert.equal(isTaken, recent.length < 110, `request ${count}`);
      if (isTaken) recent.push(now);
    }
  });

  it("starts anew with the app that came first, where there are too many", () => {
    const limits = new RateLimits({ requests: 1 }, () => 0);
    for (let count = 0; count <= 1_000; count++) limits.admit({ ...app, app: `pat-${count}` });
    assert.equal(limits.admit({ ...app, app: "pat-1000" }).refusedBy, "TEN_SECONDLY_ROLLING");
    assert.equal(limits.admit({ ...app, app: "pat-0" }).refusedBy, undefined);
  });
});
