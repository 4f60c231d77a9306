import * as v from "valibot";
import { record } from "../../validation/record.ts";
import type { Json } from "../../hubspot/events.ts";
import { isShallowJson } from "../api/json.ts";
import { isBodiless } from "./bodiless.ts";
import type { Fault } from "./fault.ts";

/** Longest time that is waited for, in milliseconds. */
const longestMs = 24 * 60 * 60_000;

const count = v.pipe(
  v.number("Give a whole number"),
  v.safeInteger("Give a whole number"),
  v.minValue(1, "Give 1 or more"),
);

const milliseconds = v.pipe(
  v.number("Give milliseconds"),
  v.minValue(0, "Give 0 or more milliseconds"),
  v.maxValue(longestMs, "Give at most a day, in milliseconds"),
);

const when = v.strictObject({
  path: v.exactOptional(v.pipe(
    v.string("Give a path"),
    v.regex(/^[/*]/, "Begin the path with / or *"),
    v.maxLength(500, "Give at most 500 characters"),
  )),
  method: v.exactOptional(v.pipe(
    v.string("Give an HTTP method"),
    v.regex(/^[A-Z]{1,20}$/, "Give an HTTP method in capitals"),
  )),
  from: v.exactOptional(count),
  times: v.exactOptional(count),
  forMs: v.exactOptional(milliseconds),
  probability: v.exactOptional(v.pipe(
    v.number("Give a number from 0 to 1"),
    v.minValue(0, "Give a number from 0 to 1"),
    v.maxValue(1, "Give a number from 0 to 1"),
  )),
  seed: v.exactOptional(
    v.pipe(v.number("Give a whole number"), v.safeInteger("Give a whole number")),
  ),
});

const retryAfter = v.exactOptional(v.strictObject({
  seconds: v.pipe(
    v.number("Give a whole number of seconds"),
    v.safeInteger("Give a whole number of seconds"),
    v.minValue(0, "Give 0 or more seconds"),
    v.maxValue(1_000_000_000, "Give at most 1000000000 seconds"),
  ),
  as: v.exactOptional(v.picklist(["seconds", "date"], "Give seconds or date")),
}));

const stage = v.exactOptional(v.picklist(["before", "after"], "Give before or after"));

const inputs = v.pipe(
  v.array(
    v.pipe(
      v.number("Give a place in the batch, from 0"),
      v.safeInteger("Give a place in the batch, from 0"),
      v.minValue(0, "Give a place in the batch, from 0"),
    ),
    "Give places in the batch, from 0",
  ),
  v.minLength(1, "Give at least one place in the batch"),
  v.maxLength(1_000, "Give at most 1000 places in the batch"),
);

const status = v.pipe(
  v.number("Give an HTTP status"),
  v.safeInteger("Give an HTTP status"),
  v.minValue(200, "Give a status from 200 to 599"),
  v.maxValue(599, "Give a status from 200 to 599"),
);

const headers = record(
  v.pipe(
    v.string(),
    v.regex(/^[\w!#$%&'*+.^`|~-]+$/, "Give the name of a header"),
    v.check((name) => name.toLowerCase() !== "content-length", "Give no Content-Length"),
  ),
  v.pipe(
    v.string("Give a header's value as a string"),
    v.regex(/^[\t\x20-\x7e]*$/, "Give a header's value in ASCII, on one line"),
  ),
);

const exactAnswer = v.pipe(
  v.strictObject({
    kind: v.literal("exact_answer"),
    status,
    headers: v.exactOptional(headers),
    body: v.exactOptional(v.string("Give the body as a string, or json in its place")),
    json: v.exactOptional(v.custom<Json>(isShallowJson, "Give JSON of at most 100 levels")),
    stage,
  }),
  v.check(({ body, json }) => body === undefined || json === undefined, "Give body or json"),
  v.check(
    ({ status, body, json }) => !isBodiless(status) || (body ?? json) === undefined,
    "Give no body: an answer with this status has none",
  ),
);

const effects = [
  v.strictObject({
    kind: v.literal("rate_limit"),
    policy: v.picklist(
      ["TEN_SECONDLY_ROLLING", "SECONDLY", "DAILY"],
      "Give TEN_SECONDLY_ROLLING, SECONDLY or DAILY",
    ),
    retryAfter,
  }),
  v.strictObject({
    kind: v.literal("answer"),
    status,
    body: v.exactOptional(
      v.picklist(["json", "html", "text", "none"], "Give json, html, text or none"),
    ),
    contentType: v.exactOptional(v.boolean("Give true or false")),
    retryAfter,
    stage,
  }),
  exactAnswer,
  v.strictObject({ kind: v.literal("expired_token") }),
  v.strictObject({ kind: v.literal("reset"), stage }),
  v.strictObject({ kind: v.literal("hang"), stage }),
  v.strictObject({ kind: v.literal("delay"), ms: milliseconds, stage }),
  v.strictObject({ kind: v.literal("partial_batch"), inputs }),
  v.strictObject({
    kind: v.literal("missing_results"),
    inputs: v.union([v.literal("all"), inputs], "Give places in the batch, from 0, or all"),
    taken: v.exactOptional(v.boolean("Give true or false")),
  }),
  v.strictObject({ kind: v.literal("empty_body") }),
  v.strictObject({ kind: v.literal("truncated_body") }),
  v.strictObject({ kind: v.literal("malformed_json") }),
] as const;

const kinds = effects.map(({ entries }) => entries.kind.literal);

const what = v.variant(
  "kind",
  effects,
  ({ received }) => `Give ${kinds.slice(0, -1).join(", ")} or ${kinds.at(-1)}, found ${received}`,
);

/** Checks a fault; a member that no fault of its kind has is refused, because it would do nothing. */
export const faultSchema: v.GenericSchema<unknown, Fault> = v.strictObject({
  when: v.exactOptional(when),
  what,
});
