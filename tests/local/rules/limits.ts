import { type Ask, count, form, type Rule, type Step } from "./rule.ts";

const email = "ada@example.com";
const timeline = "/integrators/timeline/v3/events";
const app = "/integrators/timeline/2026-03/events";
const custom = "/events/2026-03/send";
const templates = "/integrators/timeline/v3/1/event-templates";

const appEvent = (change: Record<string, unknown> = {}) => ({
  eventTypeName: "a",
  email,
  properties: {},
  ...change,
});
const customEvent = { eventName: "pe1_a", email, properties: {} };
const inputs = (input: unknown, length: number) => ({
  inputs: Array.from({ length }, () => input),
});

const caps: [path: string, input: unknown, most: number, status: number][] = [
  [`${timeline}/batch/create`, { eventTemplateId: "1", email, tokens: {} }, 100, 201],
  [`${app}/batch`, appEvent(), 500, 200],
  [`${custom}/batch`, customEvent, 500, 204],
];

const sizes: [what: string, least: Record<string, unknown>, most: Record<string, unknown>][] = [
  ["an id of 500 bytes", { id: "é".repeat(250) }, { id: "é".repeat(250) + "x" }],
  [
    "a property of 510 KB",
    { properties: { a: "x".repeat(510 * 1024) } },
    { properties: { a: "x".repeat(510 * 1024 + 1) } },
  ],
  [
    "an event of 1 MB",
    { extraData: "x".repeat(1_000_000) },
    { extraData: "x".repeat(1024 * 1024) },
  ],
];

const list: Step = ["GET", templates];
const privately = (token: string): Ask => ["GET", templates, undefined, token];
const two = { requests: 2, intervalMs: 10_000 };
const refused = {
  status: 429,
  body: { status: "error", errorType: "RATE_LIMIT" },
};

/** How much there may be: in a batch, in an event, in a time. */
export const limitRules: Rule[] = [
  ...caps.flatMap(([path, input, most, status]): Rule[] => [
    {
      rule: `${path} takes ${most} events`,
      ask: ["POST", path, inputs(input, most)],
      status,
      leaves: [count, most],
    },
    {
      rule: `${path} takes no ${most + 1} events`,
      ask: ["POST", path, inputs(input, most + 1)],
      status: 400,
      body: { errors: [{ in: "inputs", message: `Give at most ${most} events` }] },
      leaves: [count, 0],
    },
  ]),
  ...sizes.flatMap(([what, fits, tooMuch]): Rule[] => [
    { rule: `an app event takes ${what}`, ask: ["POST", app, appEvent(fits)], status: 201 },
    {
      rule: `an app event takes no more than ${what}`,
      ask: ["POST", app, appEvent(tooMuch)],
      status: 400,
    },
  ]),
  {
    rule: "every error has HubSpot's members and a correlation id",
    ask: ["POST", app, {}],
    status: 400,
    body: { status: "error", category: "VALIDATION_ERROR", correlationId: "uuid-1" },
  },
  {
    rule: "every answer says what is left of the rate, and nothing of a day to an OAuth app",
    before: [list],
    ask: list,
    status: 200,
    headers: {
      "x-hubspot-ratelimit-max": "110",
      "x-hubspot-ratelimit-remaining": "108",
      "x-hubspot-ratelimit-interval-milliseconds": "10000",
      "x-hubspot-ratelimit-secondly": "11",
      "x-hubspot-ratelimit-secondly-remaining": "9",
      "x-hubspot-ratelimit-daily": undefined,
      "x-hubspot-ratelimit-daily-remaining": undefined,
    },
  },
  {
    rule: "a private app is told what is left of its day",
    ask: ["GET", templates, undefined, "pat-na1-x"],
    status: 200,
    headers: {
      "x-hubspot-ratelimit-daily": "250000",
      "x-hubspot-ratelimit-daily-remaining": "249999",
    },
  },
  {
    rule: "what is beyond the rate is refused in HubSpot's words",
    options: { limits: two },
    before: [list, { passMs: 5_000 }, list, { passMs: 4_999 }],
    ask: list,
    ...refused,
    body: {
      ...refused.body,
      message: "You have reached your ten_secondly_rolling limit.",
      policyName: "TEN_SECONDLY_ROLLING",
    },
    headers: { "x-hubspot-ratelimit-remaining": "0", "retry-after": undefined },
  },
  {
    rule: "the window slides: each request is out of it when its own ten seconds are over",
    options: { limits: two },
    before: [list, { passMs: 5_000 }, list, { passMs: 5_000 }],
    ask: list,
    status: 200,
    headers: { "x-hubspot-ratelimit-remaining": "0" },
  },
  {
    rule: "a 429 says when to come again, where it is told to",
    options: { limits: { ...two, retryAfter: true } },
    before: [list, { passMs: 5_000 }, list],
    ask: list,
    ...refused,
    headers: { "retry-after": "5" },
  },
  {
    rule: "a day's limit is refused by its own name",
    options: { limits: { daily: 1 } },
    before: [privately("pat-na1-a")],
    ask: privately("pat-na1-a"),
    ...refused,
    body: {
      ...refused.body,
      message: "You have reached your daily limit.",
      policyName: "DAILY",
    },
  },
  {
    rule: "the day's limit is the account's: all its private apps share it",
    options: { limits: { daily: 2 } },
    before: [privately("pat-na1-a"), privately("pat-na1-b")],
    ask: privately("pat-na1-c"),
    ...refused,
    body: { ...refused.body, policyName: "DAILY" },
    headers: {
      "x-hubspot-ratelimit-daily": "2",
      "x-hubspot-ratelimit-daily-remaining": "0",
      "x-hubspot-ratelimit-remaining": "110",
    },
  },
  {
    rule: "a private app is told what all of them left of the day, and only its own rate",
    before: [privately("pat-na1-a"), privately("pat-na1-b")],
    ask: privately("pat-na1-b"),
    status: 200,
    headers: {
      "x-hubspot-ratelimit-daily-remaining": "249997",
      "x-hubspot-ratelimit-remaining": "108",
    },
  },
  {
    rule: "an OAuth app has no daily limit, whatever private apps have used up",
    options: { limits: { daily: 1 } },
    before: [privately("pat-na1-a"), list],
    ask: list,
    status: 200,
    headers: { "x-hubspot-ratelimit-daily": undefined },
  },
  {
    rule: "an OAuth app uses up nothing of the private apps' day",
    options: { limits: { daily: 1 } },
    before: [list],
    ask: privately("pat-na1-a"),
    status: 200,
  },
  {
    rule: "a day ends at midnight in UTC",
    options: { limits: { daily: 1 } },
    before: [privately("pat-na1-a"), { passMs: 12 * 60 * 60 * 1000 }],
    ask: privately("pat-na1-a"),
    status: 200,
  },
  {
    rule: "sends of custom events count towards neither, and say nothing of them",
    options: { limits: { requests: 1, daily: 1 } },
    before: [privately("pat-na1-a")],
    ask: ["POST", custom, customEvent, "pat-na1-a"],
    status: 204,
    headers: { "x-hubspot-ratelimit-remaining": undefined },
  },
  {
    rule: "sends of custom events have a limit of their own, by the second",
    options: { limits: { customEventsPerSecond: 1 } },
    before: [["POST", custom, customEvent]],
    ask: ["POST", `${custom}/batch`, inputs(customEvent, 1)],
    ...refused,
    body: { ...refused.body, policyName: "SECONDLY" },
  },
  {
    rule: "searches have a limit of their own, by the second, and say nothing of any",
    options: { limits: { searchesPerSecond: 1, requests: 1 } },
    before: [list, ["POST", "/crm/v3/objects/contacts/search", {}], { passMs: 1_000 }],
    ask: ["POST", "/crm/v3/objects/contacts/search", {}],
    status: 200,
    headers: { "x-hubspot-ratelimit-max": undefined },
  },
  {
    rule: "whoever asks for a token is not held back",
    options: { limits: { requests: 1 } },
    before: [list],
    ask: [
      "POST",
      "/oauth/2026-03/token",
      form({
        grant_type: "client_credentials",
        client_id: "a",
        client_secret: "b",
      }),
      null,
    ],
    status: 200,
  },
];
