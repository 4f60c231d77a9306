import * as v from "valibot";
import { isBaseUrl } from "../hubspot/endpoints.ts";
import type { LookupSource } from "../people/resolver.ts";

/** A whole number from 0 to `most`. */
export function wholeNumber(name: string, most: number): v.GenericSchema<string, number> {
  return v.pipe(
    v.string(),
    v.check(
      (text) => /^\d{1,9}$/.test(text) && Number(text) <= most,
      (issue) => `Expected ${name} from 0 to ${most}, found ${issue.received}`,
    ),
    v.transform(Number),
  );
}

/** A secret of at least `least` characters. Its value never goes into a message. */
export function secret(least: number): v.GenericSchema<string> {
  return v.pipe(
    v.string(),
    v.minLength(
      least,
      (issue) => `Expected at least ${least} characters, found ${issue.input.length}`,
    ),
    v.regex(/^[!-~]*$/, "Expected ASCII without white space, found something else"),
  );
}

/** Several secrets, with a comma between them, while one is being changed; none holds a comma itself. */
export const secrets: v.GenericSchema<string, string[]> = separated(
  v.pipe(
    v.string(),
    v.minLength(16, (issue) => `Expected at least 16 characters each, found ${issue.input.length}`),
    v.regex(/^[!-~]*$/, "Expected ASCII without white space, found something else"),
  ),
);

/** Segment's write keys, with a comma between them. A colon would end a user name (RFC 7617, section 2). */
export const writeKeys: v.GenericSchema<string, string[]> = separated(
  v.pipe(
    v.string(),
    v.minLength(8, (issue) => `Expected at least 8 characters each, found ${issue.input.length}`),
    v.regex(/^[!-9;-~]*$/, "Expected ASCII without white space and colons, found something else"),
  ),
);

const places: readonly LookupSource[] = [
  "mailmap",
  "pull_request_commits",
  "repository_commits",
  "profile",
  "organization_domain",
  "saml",
];

/** Places to look addresses up in, with a comma between them, or `off`. */
export const lookups: v.GenericSchema<string, LookupSource[]> = v.union([
  v.pipe(v.literal("off"), v.transform((): LookupSource[] => [])),
  separated(v.picklist(places)),
], ({ input }) => `Expected off, or of ${places.join(", ")}, found ${JSON.stringify(input)}`);

/** A password that somebody types; spaces are fine. */
export function password(least: number): v.GenericSchema<string> {
  return v.pipe(
    v.string(),
    v.minLength(
      least,
      (issue) => `Expected at least ${least} characters, found ${issue.input.length}`,
    ),
  );
}

/** An address that paths are put behind. */
export const address: v.GenericSchema<string> = v.pipe(
  v.string(),
  v.check(isBaseUrl, "Expected an http(s) address without user, query or fragment"),
);

/** A version of an API. */
export function version<const T extends string>(...versions: T[]): v.GenericSchema<string, T> {
  return v.picklist(
    versions,
    (issue) => `Expected ${versions.join(" or ")}, found ${issue.received}`,
  );
}

function separated<T>(item: v.GenericSchema<string, T>): v.GenericSchema<string, T[]> {
  return v.pipe(
    v.string(),
    v.transform((text) => text.split(",").map((one) => one.trim())),
    v.array(item),
  );
}
