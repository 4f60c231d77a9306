import type { FaultEffect, FaultWhen } from "../faults/fault.ts";

/** Something to choose. */
export interface Choice<T> {
  /** What people read. */
  label: string;
  /** What it means. */
  value: T;
}

/** What can be made to go wrong from the page; by the API it can be anything. */
export const effects: readonly { group: string; choices: readonly Choice<FaultEffect>[] }[] = [
  {
    group: "Limits",
    choices: [
      {
        label: "429: ten-secondly limit, without Retry-After",
        value: { kind: "rate_limit", policy: "TEN_SECONDLY_ROLLING" },
      },
      {
        label: "429: ten-secondly limit, Retry-After 2 seconds",
        value: {
          kind: "rate_limit",
          policy: "TEN_SECONDLY_ROLLING",
          retryAfter: { seconds: 2 },
        },
      },
      {
        label: "429: secondly limit, without Retry-After",
        value: { kind: "rate_limit", policy: "SECONDLY" },
      },
      {
        label: "429: secondly limit, Retry-After 1 second",
        value: { kind: "rate_limit", policy: "SECONDLY", retryAfter: { seconds: 1 } },
      },
      {
        label: "429: daily limit reached, without Retry-After",
        value: { kind: "rate_limit", policy: "DAILY" },
      },
      {
        label: "429: daily limit reached, Retry-After an hour",
        value: { kind: "rate_limit", policy: "DAILY", retryAfter: { seconds: 3_600 } },
      },
    ],
  },
  {
    group: "Errors",
    choices: [
      { label: "500 in HubSpot's words", value: { kind: "answer", status: 500 } },
      { label: "502 with a proxy's HTML", value: { kind: "answer", status: 502, body: "html" } },
      {
        label: "503, Retry-After 2 seconds",
        value: { kind: "answer", status: 503, retryAfter: { seconds: 2 } },
      },
      {
        label: "504 after the events were taken",
        value: { kind: "answer", status: 504, body: "html", stage: "after" },
      },
      { label: "423 locked", value: { kind: "answer", status: 423 } },
      { label: "401: the token has expired", value: { kind: "expired_token" } },
    ],
  },
  {
    group: "Answers that mislead",
    choices: [
      {
        label: "207: the first event of a v3 batch is refused",
        value: { kind: "partial_batch", inputs: [0] },
      },
      {
        label: "A batch's results are missing, though all was taken",
        value: { kind: "missing_results", inputs: "all" },
      },
      { label: "Success with an empty body", value: { kind: "empty_body" } },
      { label: "Success with HTML", value: { kind: "answer", status: 200, body: "html" } },
      {
        label: "Success with JSON that is not as documented",
        value: { kind: "exact_answer", status: 200, json: { news: true } },
      },
      { label: "Half the JSON, as if it were all", value: { kind: "malformed_json" } },
    ],
  },
  {
    group: "The connection",
    choices: [
      { label: "Breaks before anything is taken", value: { kind: "reset" } },
      { label: "Breaks after the events were taken", value: { kind: "reset", stage: "after" } },
      { label: "Breaks midway through the answer", value: { kind: "truncated_body" } },
      { label: "Hangs until the caller gives up", value: { kind: "hang" } },
      { label: "Answers after 3 seconds", value: { kind: "delay", ms: 3_000 } },
    ],
  },
];

/** Which requests it can be for. */
export const scopes: readonly Choice<Pick<FaultWhen, "path">>[] = [
  { label: "All requests", value: {} },
  { label: "Timeline and app events", value: { path: "/integrators/timeline/*/events*" } },
  { label: "Custom events", value: { path: "/events/*/send*" } },
  { label: "Contacts", value: { path: "/crm/*" } },
  { label: "OAuth tokens", value: { path: "/oauth/*" } },
];

/** How often it can strike. */
export const frequencies: readonly Choice<Omit<FaultWhen, "path">>[] = [
  { label: "Every time", value: {} },
  { label: "Once", value: { times: 1 } },
  { label: "Three times", value: { times: 3 } },
  { label: "Every other time or so", value: { probability: 0.5, seed: 1 } },
  { label: "For a minute", value: { forMs: 60_000 } },
];
