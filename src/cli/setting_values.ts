import * as v from "valibot";
import type { RateLimit } from "../edge/mod.ts";
import { isBaseUrl } from "../hubspot/endpoints.ts";
import { type LookupSource, lookupSources } from "../people/resolver.ts";

/** A whole number from `least` to `most`. */
export function wholeNumber(
  name: string,
  { least = 0, most }: { least?: number; most: number },
): v.GenericSchema<string, number> {
  return v.pipe(
    v.string(),
    v.check(
      (text) => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most,
      (issue) => `Expected ${name} from ${least} to ${most}, found ${issue.received}`,
    ),
    v.transform(Number),
  );
}

/** What goes into a header as it is. Only what is wrong with it goes into a message. */
const word = v.check<string, (issue: v.CheckIssue<string>) => string>(
  (text) => misfitOf(text) === undefined,
  ({ input }) => `Expected ASCII without white space, found ${misfitOf(input)}`,
);

/**
 * Says what keeps a text from being one word in ASCII, without any of its characters. Quotes around it are those of a shell,
 * which files of variables keep: `docker run --env-file` does.
 */
function misfitOf(text: string): string | undefined {
  if (/^\s*bearer\s/i.test(text)) return '"Bearer " before it; leave that out';
  if (/^(["']).*\1$/.test(text)) return "quotes around it; leave them out";
  const [space] = /^\s+/.exec(text) ?? /\s+$/.exec(text) ?? [];
  if (space !== undefined) {
    const what = /[\r\n]/.test(space) ? "a line break" : "white space";
    return `${what} at its ${text.startsWith(space) ? "beginning" : "end"}`;
  }
  if (/\s/.test(text)) return "white space inside it";
  return /^[!-~]*$/.test(text) ? undefined : "another character";
}

/** A secret of at least `least` characters. Its value never goes into a message. */
export function secret(least: number): v.GenericSchema<string> {
  return v.pipe(
    v.string(),
    v.minLength(
      least,
      (issue) => `Expected at least ${least} characters, found ${issue.input.length}`,
    ),
    word,
  );
}

/** Several secrets, with a comma between them, while one is being changed; none holds a comma itself. */
export const secrets: v.GenericSchema<string, string[]> = separated(
  v.pipe(
    v.string(),
    v.minLength(16, (issue) => `Expected at least 16 characters each, found ${issue.input.length}`),
    word,
  ),
);

/** Segment's write keys, with a comma between them. A colon would end a user name (RFC 7617, section 2). */
export const writeKeys: v.GenericSchema<string, string[]> = separated(
  v.pipe(
    v.string(),
    v.minLength(8, (issue) => `Expected at least 8 characters each, found ${issue.input.length}`),
    v.check(
      (text) => /^[!-9;-~]*$/.test(text) && misfitOf(text) === undefined,
      ({ input }) =>
        `Expected ASCII without white space and colons, found ${misfitOf(input) ?? "a colon"}`,
    ),
  ),
);

/** Places to look addresses up in, with a comma between them, or `off`. */
export const lookups: v.GenericSchema<string, LookupSource[]> = v.union(
  [
    v.pipe(v.literal("off"), v.transform((): LookupSource[] => [])),
    separated(v.picklist(lookupSources)),
  ],
  ({ input }) => `Expected off, or of ${lookupSources.join(", ")}, found ${JSON.stringify(input)}`,
);

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

/**
 * Address of a Postgres database. It may hold a password, so nothing of it goes into a message.
 *
 * @see https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
 */
export const databaseUrl: v.GenericSchema<string> = v.pipe(
  v.string(),
  v.check(
    (text) => faultOf(text) === undefined,
    ({ input }) => `Expected postgres://user:password@host/database, found ${faultOf(input)}`,
  ),
);

function faultOf(text: string): string | undefined {
  if (!URL.canParse(text)) return "no address; in a password, @ is %40, / is %2F and # is %23";
  const { protocol, hostname, pathname, searchParams, hash } = new URL(text);
  if (!/^postgres(?:ql)?:$/.test(protocol)) return "another scheme";
  if (hostname === "" && !searchParams.has("host")) return "no host";
  if (pathname.length < 2) return "no database";
  return hash === "" ? undefined : "a #, which is %23 in a password";
}

/** How many requests one route takes. */
export interface RouteLimit extends RateLimit {
  /** Path of the route. */
  path: string;
}

/** Rates by path, with a comma between them: `/github=20, /events=50:200` for 50 a second, and 200 at once. */
export const rateLimits: v.GenericSchema<string, RouteLimit[]> = separated(
  v.pipe(
    v.string(),
    v.regex(
      /^\/[^\s=]*=(?!0+(?:\.0+)?(?::|$))\d{1,9}(?:\.\d{1,3})?(?::[1-9]\d{0,8})?$/,
      ({ input }) =>
        "Expected /PATH=REQUESTS, the requests a second above 0, or /PATH=REQUESTS:BURST, " +
        `found ${JSON.stringify(input)}`,
    ),
    v.transform((text): RouteLimit => {
      const [path = "", rate = ""] = text.split("=");
      const [perSecond, burst] = rate.split(":").map(Number);
      return { path, perSecond: perSecond ?? 0, ...(burst === undefined ? {} : { burst }) };
    }),
  ),
);

/** One of a few words. */
export function oneOf<const T extends string>(...words: T[]): v.GenericSchema<string, T> {
  return v.picklist(
    words,
    (issue) => `Expected ${words.join(" or ")}, found ${issue.received}`,
  );
}

function separated<T>(item: v.GenericSchema<string, T>): v.GenericSchema<string, T[]> {
  return v.pipe(
    v.string(),
    v.transform((text) => text.split(",").map((one) => one.trim())),
    v.array(item),
  );
}
