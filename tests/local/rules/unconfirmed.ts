import type { UnconfirmedRules } from "../../../src/local/mod.ts";
import { type Ask, count, form, type Rule } from "./rule.ts";

const email = "ada@example.com";
const timeline = "/integrators/timeline/v3/events";
const app = "/integrators/timeline/2026-03/events";
const custom = "/events/2026-03/send";
const timelineEvent = (id?: string) => ({ eventTemplateId: "1", email, tokens: {}, id });
const appEvent = (id?: string) => ({ eventTypeName: "a", email, properties: {}, id });
const customEvent = (uuid: string) => ({ eventName: "pe1_a", email, properties: {}, uuid });
const twice = { inputs: [customEvent("a"), customEvent("a")] };
const refreshes = (refreshToken: string): Ask => [
  "POST",
  "/oauth/2026-03/token",
  form({
    grant_type: "refresh_token",
    client_id: "id",
    client_secret: "secret",
    refresh_token: refreshToken,
  }),
  null,
];

type Row = [
  unconfirmed: Partial<UnconfirmedRules>,
  ask: Rule["ask"],
  status: number,
  more?: Pick<Rule, "before" | "body" | "leaves" | "options">,
];

const seenTimeline = { before: [["POST", timeline, timelineEvent("a")]] } as const;
const seenCustom = { before: [["POST", custom, customEvent("a")]] } as const;
const defined = {
  options: { eventDefinitions: [{ name: "a", label: "A", includeDefaultProperties: false }] },
};

const rows: Row[] = [
  [{ timelineRepeatedId: "replaced" }, ["POST", timeline, timelineEvent("a")], 201, seenTimeline],
  [{ timelineRepeatedId: "invalid" }, ["POST", timeline, timelineEvent("a")], 400, seenTimeline],
  [{ timelineRepeatedId: "conflict" }, ["POST", timeline, timelineEvent("a")], 409, seenTimeline],
  [
    { timelineRepeatedId: "conflict" },
    ["POST", `${timeline}/batch/create`, { inputs: [timelineEvent("b"), timelineEvent("a")] }],
    207,
    { ...seenTimeline, body: { results: [{ id: "b" }], errors: [{ category: "CONFLICT" }] } },
  ],
  [
    { timelineBatchSize: 1 },
    ["POST", `${timeline}/batch/create`, { inputs: [timelineEvent("a"), timelineEvent("b")] }],
    400,
  ],
  [
    { appBatchSize: 1 },
    ["POST", `${app}/batch`, { inputs: [appEvent("a"), appEvent("b")] }],
    400,
  ],
  [{ requireEventId: true }, ["POST", timeline, timelineEvent()], 400, {
    body: { errors: [{ in: "id", message: "Give a value: it is required" }] },
  }],
  [{ requireEventId: true }, ["POST", app, appEvent()], 400],
  [{ requireEventId: false }, ["POST", app, appEvent()], 201],
  [{ appEventAnswer: "created" }, ["POST", app, appEvent("a")], 201, { body: { id: "a" } }],
  [{ appEventAnswer: "accepted" }, ["POST", app, appEvent("a")], 200, { leaves: [count, 1] }],
  [{ customRepeatedUuid: "conflict" }, ["POST", custom, customEvent("a")], 409, seenCustom],
  [{ customRepeatedUuid: "invalid" }, ["POST", custom, customEvent("a")], 400, seenCustom],
  [{ customRepeatedUuid: "ignored" }, ["POST", custom, customEvent("a")], 204, {
    ...seenCustom,
    leaves: [count, 1],
  }],
  [{ customRepeatedUuidInBatch: "ignored" }, ["POST", `${custom}/batch`, twice], 204, {
    leaves: [count, 1],
  }],
  [{ customRepeatedUuidInBatch: "conflict" }, ["POST", `${custom}/batch`, twice], 409, {
    leaves: [count, 0],
  }],
  [{ customRepeatedUuidInBatch: "invalid" }, ["POST", `${custom}/batch`, twice], 400, {
    body: { errors: [{ in: "uuid", message: '"a" is taken' }] },
  }],
  [
    { customUnknownProperty: "refused" },
    ["POST", custom, { ...customEvent("a"), properties: { b: "x" } }],
    400,
    defined,
  ],
  [
    { customUnknownProperty: "dropped" },
    ["POST", custom, { ...customEvent("a"), properties: { b: "x" } }],
    204,
    { ...defined, leaves: [(hubspot) => hubspot.events()[0]?.properties, {}] },
  ],
  [{ unknownType: "invalid" }, ["POST", app, appEvent("a")], 400, {
    options: { definitions: "declared" },
  }],
  [{ unknownType: "not_found" }, ["POST", app, appEvent("a")], 404, {
    options: { definitions: "declared" },
    body: { category: "OBJECT_NOT_FOUND" },
  }],
  [{ unknownType: "not_found" }, ["POST", `${app}/batch`, { inputs: [appEvent("a")] }], 404, {
    options: { definitions: "declared" },
  }],
  [{ unknownType: "not_found" }, ["POST", `${app}/batch`, { inputs: [appEvent("a"), {}] }], 400, {
    options: { definitions: "declared" },
  }],
  [
    { timelineRepeatedId: "invalid", batchErrorContext: "id" },
    ["POST", `${timeline}/batch/create`, { inputs: [timelineEvent("a")] }],
    207,
    { ...seenTimeline, body: { errors: [{ context: { id: ["a"] } }] } },
  ],
  [
    { batchErrorContext: "id" },
    ["POST", `${timeline}/batch/create`, {
      inputs: [{ ...timelineEvent("a"), tokens: 1 }, { ...timelineEvent(), tokens: 1 }, null],
    }],
    207,
    { body: { errors: [{ context: { id: ["a"] } }, { context: { id: undefined } }, {}] } },
  ],
  [{ batchResults: "empty" }, ["POST", `${app}/batch`, { inputs: [appEvent("a")] }], 200, {
    body: { status: "COMPLETE", results: [] },
    leaves: [count, 1],
  }],
  [
    { batchResults: "empty" },
    ["POST", `${timeline}/batch/create`, { inputs: [timelineEvent("a")] }],
    201,
    { body: { results: [] }, leaves: [count, 1] },
  ],
  [{ refreshTokens: "kept" }, refreshes("refresh"), 200, {
    body: { refresh_token: "refresh" },
  }],
  [{ refreshTokens: "rotated" }, refreshes("refresh"), 200, {
    body: { refresh_token: "na1-uuid-1", access_token: "local-uuid-2" },
  }],
  [{ refreshTokens: "rotated" }, refreshes("refresh"), 400, {
    before: [refreshes("refresh")],
    body: { status: "BAD_REFRESH_TOKEN" },
  }],
  [{ olderTimelinePath: false }, ["POST", "/crm/v3/timeline/events", timelineEvent("a")], 404],
  [{ olderTimelinePath: true }, ["POST", "/crm/v3/timeline/events", timelineEvent("a")], 201],
  [{ timelineRendering: true }, ["GET", `${timeline}/1/a/render`], 200, seenTimeline],
  [{ timelineRendering: false }, ["GET", `${timeline}/1/a/render`], 404, seenTimeline],
  [{ timelineRendering: false }, ["GET", `${timeline}/1/a/detail`], 404, seenTimeline],
  [
    { appVersion202609: false },
    ["POST", "/integrators/timeline/2026-09/events", appEvent("a")],
    404,
  ],
  [
    { appVersion202609: true },
    ["POST", "/integrators/timeline/2026-09/events", appEvent("a")],
    201,
  ],
];

/** Each answer that HubSpot's pages leave open, as the rules have it. */
export const unconfirmedRules: Rule[] = rows.map(([unconfirmed, ask, status, more = {}]) => ({
  rule: `${JSON.stringify(unconfirmed)}: ${ask[0]} ${ask[1]} is answered ${status}`,
  ...more,
  options: { ...more.options, unconfirmed },
  ask,
  status,
}));
