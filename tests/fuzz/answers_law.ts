import fc from "fast-check";
import assert from "node:assert/strict";
import { setImmediate } from "node:timers";
import { createClient, existingContacts, type HubSpotEvent, type Receipt } from "../../mod.ts";
import { countedZeros } from "../edge/bodies.ts";
import { appEvent, customEvent, timelineEvent } from "../support/events.ts";
import { type Law, law } from "./law.ts";
import { mutatedJson } from "./mutations.ts";
import { oddBytes, oddText } from "./values.ts";

const encoder = new TextEncoder();
const accessToken = "pat-na1-canary-of-the-client";

const truths: readonly unknown[] = [
  {
    status: "error",
    message: "bad",
    category: "VALIDATION_ERROR",
    correlationId: "c",
    errors: [{ message: "x", in: "email" }],
  },
  {
    status: "COMPLETE",
    results: [{ id: "t1", objectType: "CONTACT", eventTemplateId: "1" }],
    errors: [],
  },
  {
    status: "COMPLETE",
    results: [],
    numErrors: 1,
    errors: [{ category: "x", message: "y", context: { id: ["a"] } }],
  },
  { status: "error", policyName: "DAILY", errorType: "RATE_LIMIT", message: "daily limit" },
  { results: [{ id: "1", properties: { email: "ada@example.com" } }] },
];

const headerText = fc.oneof(
  fc.constantFrom(
    "0",
    "-1",
    "5",
    "1e9",
    "NaN",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "99999999999999",
    "",
  ),
  oddText.map((text) => text.replaceAll(/[^\x20-\x7e]/g, "").trim().slice(0, 1_000)),
);

const answer = fc.record({
  status: fc.constantFrom(
    ...[
      200,
      201,
      202,
      204,
      207,
      300,
      302,
      304,
      308,
      400,
      401,
      403,
      404,
      408,
      409,
      413,
      414,
      415,
      422,
    ],
    ...[423, 429, 429, 451, 477, 499, 500, 502, 503, 504, 520, 521, 524, 599],
  ),
  headers: fc.dictionary(
    fc.constantFrom(
      ...["retry-after", "content-type", "location", "x-hubspot-ratelimit-max", "date"],
      ...["x-hubspot-ratelimit-remaining", "x-hubspot-ratelimit-interval-milliseconds"],
      ...["x-hubspot-ratelimit-daily", "x-hubspot-ratelimit-daily-remaining", "content-length"],
    ),
    headerText,
    { maxKeys: 3, noNullPrototype: true },
  ),
  body: fc.oneof(
    { arbitrary: mutatedJson(truths).map((text) => encoder.encode(text)), weight: 6 },
    { arbitrary: oddBytes, weight: 3 },
    {
      arbitrary: fc.constantFrom("endless" as const, "broken" as const, "no answer" as const),
      weight: 1,
    },
  ),
});

type AnswerCase = typeof answer extends fc.Arbitrary<infer T> ? T : never;

/** The law of HubSpot's answers: one receipt for each event, whatever HubSpot or a proxy says. */
export const answersLaw: Law = law("answers of HubSpot", {
  share: 6,
  cases: fc.record({
    answers: fc.array(answer, { minLength: 1, maxLength: 6 }),
    events: fc.array(fc.constantFrom(customEvent, appEvent, timelineEvent), {
      minLength: 1,
      maxLength: 4,
    }),
    isForContacts: fc.boolean(),
  }),
  open: () => ({ holds }),
});

async function holds({ answers, events, isForContacts }: {
  answers: readonly AnswerCase[];
  events: readonly (() => HubSpotEvent)[];
  isForContacts: boolean;
}): Promise<void> {
  let now = Date.parse("2026-11-22T12:00:00Z");
  let calls = 0;
  const client = createClient({
    accessToken,
    ...(isForContacts ? { contacts: existingContacts() } : {}),
    deps: {
      now: () => now,
      random: () => 0.5,
      uuid: () => `uuid-${++calls}`,
      sleep: (ms, signal) => pass(ms, signal),
      fetch: (url, { redirect }) => {
        assert.equal(new URL(url).origin, "https://api.hubapi.com");
        assert.equal(redirect, "manual");
        return respond(answers[calls++ % answers.length]);
      },
    },
  });
  const receipts: Receipt[] = [];
  for await (const receipt of client.sendAll(events.map((make) => make()))) receipts.push(receipt);
  assert.deepEqual(receipts.map(({ index }) => index).toSorted(), events.map((_, index) => index));
  const text = JSON.stringify(receipts);
  assert.ok(!text.includes(accessToken), text);
  assert.ok(text.length < 200_000, `${text.length} characters`);

  /** Waits are over at once, and the time has passed; timeouts of what answers at once never end. */
  function pass(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      signal?.addEventListener("abort", () => resolve(), { once: true });
      setImmediate(() => {
        if (signal?.aborted) return;
        now += ms;
        resolve();
      });
    });
  }
}

function respond(one: AnswerCase | undefined): Promise<Response> {
  if (one === undefined || one.body === "no answer") {
    return Promise.reject(new TypeError("fetch failed"));
  }
  const { status, headers } = one;
  const empty = [204, 304].includes(status);
  return Promise.resolve(new Response(empty ? null : bodyOf(one), { status, headers }));
}

function bodyOf({ body }: AnswerCase): BodyInit {
  if (body === "endless") return countedZeros(Infinity).stream;
  if (body !== "broken" && body !== "no answer") return body;
  return new ReadableStream({
    pull: (controller) => controller.error(new TypeError("terminated")),
  });
}
