import * as v from "valibot";
import { isToken } from "../src/hubspot/access_token.ts";
import { isBaseUrl } from "../src/hubspot/endpoints.ts";
import { matchesGlob } from "../src/validation/glob.ts";
import { isGitHubToken } from "../src/people/github_api.ts";
import { type LookupSource, lookupSources } from "../src/people/resolver.ts";
import { activityTypes } from "../src/sources/github.ts";
import { isBookmark } from "./backfill/read.ts";

/** Checks an input, which is text, and makes what it says of it. */
export type InputSchema<T> = v.GenericSchema<string, T>;

/** `true` or `false`, in any case. */
export const flag: InputSchema<boolean> = v.pipe(
  v.string(),
  v.check(
    (text) => /^(true|false)$/i.test(text),
    (issue) => `Expected true or false, found ${issue.received}`,
  ),
  v.transform((text) => text.toLowerCase() === "true"),
);

/** Checks a HubSpot token, whose value never goes into a message. */
export const hubSpotToken: InputSchema<string> = v.pipe(
  v.string(),
  v.check(
    (text) => isToken(text),
    "Expected an access token and nothing else, found white space or other characters; leave out `Bearer` and line breaks",
  ),
);

/** Checks a GitHub token, whose value never goes into a message either. */
export const gitHubToken: InputSchema<string> = v.pipe(
  v.string(),
  v.check(
    (text) => isGitHubToken(text),
    "Expected a token and nothing else, found white space or other characters",
  ),
);

/** Address of an API. */
export const address: InputSchema<string> = v.pipe(
  v.string(),
  v.check(
    isBaseUrl,
    "Expected an http(s) address without user, query or fragment, as in https://api.hubapi.com",
  ),
);

/** A whole number within bounds, both included. */
export function wholeNumber(least: number, most: number): InputSchema<number> {
  return v.pipe(
    v.string(),
    v.check(
      (text) => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most,
      (issue) => `Expected a whole number from ${least} to ${most}, found ${issue.received}`,
    ),
    v.transform(Number),
  );
}

/** What stands between commas or line breaks, without what is blank. */
export const list: InputSchema<readonly string[]> = v.pipe(
  v.string(),
  v.transform((text) => text.split(/[,\n]/).map((one) => one.trim()).filter((one) => one !== "")),
);

/** Patterns of activity types; one that fits nothing would leave every run green and every timeline empty. */
export const typePatterns: InputSchema<readonly string[]> = v.pipe(
  list,
  v.array(v.pipe(
    v.string(),
    v.check(
      (text) => activityTypes.some((type) => matchesGlob(text, type)),
      (issue) =>
        `Expected activity types or patterns such as github.pull_request.*, found ${issue.received}, which fits none`,
    ),
  )),
);

/** Patterns of e-mail domains. */
export const domainPatterns: InputSchema<readonly string[]> = v.pipe(
  list,
  v.array(v.pipe(
    v.string(),
    v.check(
      (text) => /^[\w.*-]+$/.test(text),
      (issue) => `Expected domains such as example.com or *.example.com, found ${issue.received}`,
    ),
  )),
);

/** Places to look addresses up in, in order; none at all for the word `none`. */
export const strategyList: InputSchema<readonly LookupSource[]> = v.pipe(
  list,
  v.transform((names) => names.length === 1 && names[0] === "none" ? [] : names),
  v.array(v.picklist(
    lookupSources,
    ({ received }) =>
      `Expected none or places out of ${lookupSources.join(", ")}, found ${received}`,
  )),
);

/** Path of a file in a repository, which leads nowhere else. */
export const filePath: InputSchema<string> = v.pipe(
  v.string(),
  v.check(
    (text) => text.split("/").every((part) => !/^\.{0,2}$/.test(part)) && text.length <= 500,
    (issue) =>
      `Expected the path of a file in this repository, as in .github/hubline.yml, found ${issue.received}`,
  ),
);

/** Name that the workflow itself gives to something that happened. */
export const happeningName: InputSchema<string> = v.pipe(
  v.string(),
  v.check(
    (text) => /^[a-z][\w-]*(\.[\w-]+)*$/i.test(text) && text.length <= 100,
    (issue) => `Expected a name with dots such as order.shipped, found ${issue.received}`,
  ),
);

/** Whether the step tells of what started it, or of the past. */
export const mode: InputSchema<"event" | "backfill"> = v.picklist(
  ["event", "backfill"],
  (issue) => `Expected event or backfill, found ${issue.received}`,
);

/** Where an earlier backfill stopped. */
export const bookmark: InputSchema<string> = v.pipe(
  v.string(),
  v.check(
    isBookmark,
    (issue) =>
      `Expected what output resume of an earlier run says, as in issues:3, found ${issue.received}`,
  ),
);

const timeForm = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** A day, which begins in UTC, or a time with its zone; in milliseconds since 1970. */
export const pointInTime: InputSchema<number> = v.pipe(
  v.string(),
  v.check(
    (text) => timeForm.test(text) && !Number.isNaN(Date.parse(text)),
    (issue) =>
      `Expected a day or a time with its zone, as in 2026-01-01 or 2026-01-01T08:00:00Z, found ${issue.received}`,
  ),
  v.transform(Date.parse),
);

/** Name or number that HubSpot gave to something. */
export const identifier: InputSchema<string> = v.pipe(
  v.string(),
  v.check(
    (text) => /^[\w.:-]{1,200}$/.test(text),
    (issue) =>
      `Expected a name or number as HubSpot shows it, without blanks, found ${issue.received}`,
  ),
);
