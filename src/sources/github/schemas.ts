import * as v from "valibot";

/** An account. GitHub sends `null` in its place once it is deleted. */
export interface Account {
  /** Number of the account; stays when it is renamed. */
  id: number;
  /** User name. */
  login: string;
  /** `User`, `Organization`, `Bot`, `Mannequin` or a later kind. */
  type?: string | null | undefined;
}

/** A repository, as every payload carries it. */
export interface Repository {
  /** Number of the repository; stays when it is renamed or moved. */
  id: number;
  /** `owner/name`. */
  full_name: string;
  /** Its page. */
  html_url: string;
  /** Branch that others start from. */
  default_branch?: string | null | undefined;
  /** How many accounts have starred it. */
  stargazers_count?: number | null | undefined;
  /** How many forks it has. */
  forks_count?: number | null | undefined;
}

/** A label of an issue or pull request. */
export interface Label {
  /** As shown. */
  name: string;
}

/** Members of an optional part may be missing or `null`. */
type Maybe<T> = T | null | undefined;

/** Marks a member as one that may be missing or `null`. */
export function maybe<T>(
  schema: v.GenericSchema<unknown, T>,
): v.GenericSchema<unknown, Maybe<T>> {
  return v.nullish(schema);
}

/** Any text. */
export const text: v.GenericSchema<unknown, string> = v.string();

/** `true` or `false`. */
export const flag: v.GenericSchema<unknown, boolean> = v.boolean();

/** A whole number that a double holds exactly. */
export const whole: v.GenericSchema<unknown, number> = v.pipe(v.number(), v.safeInteger());

/** Longest address of a page that is taken, in characters: what browsers and HubSpot still open. */
const longestUrl = 2_000;

/** An absolute http(s) address: it becomes a link, which must not run a script. */
export const pageUrl: v.GenericSchema<unknown, string> = v.pipe(
  v.string(),
  v.maxLength(longestUrl),
  v.check(isPageUrl, "Invalid URL: must be absolute, http or https"),
);

function isPageUrl(address: string): boolean {
  return /^https?:\/\//i.test(address) && URL.canParse(address);
}

const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** A point in time with its zone (RFC 3339), turned into UTC with milliseconds. */
export const time: v.GenericSchema<unknown, string> = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const milliseconds = isoTime.test(dataset.value) ? Date.parse(dataset.value) : NaN;
    const utc = Number.isNaN(milliseconds) ? "" : new Date(milliseconds).toISOString();
    // A zone can push the last day of 9999 into a year that four digits do not hold.
    if (utc.length === "2026-01-01T00:00:00.000Z".length) return utc;
    addIssue({ message: "Invalid time: must be RFC 3339 with a zone" });
    return NEVER;
  }),
);

/** Checks an {@linkcode Account}. */
export const account: v.GenericSchema<unknown, Account> = v.object({
  id: whole,
  login: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  type: maybe(text),
});

/** Checks a list of {@linkcode Label}s. */
export const labels: v.GenericSchema<unknown, Label[]> = v.array(v.object({ name: text }));

/** Checks a {@linkcode Repository}. */
export const repository: v.GenericSchema<unknown, Repository> = v.object({
  id: whole,
  full_name: v.pipe(v.string(), v.minLength(1), v.maxLength(250)),
  html_url: pageUrl,
  default_branch: maybe(text),
  stargazers_count: maybe(whole),
  forks_count: maybe(whole),
});

/** The members that every payload's schema starts from. */
export const deliveryEntries: {
  repository: v.GenericSchema<unknown, Repository>;
  sender: v.GenericSchema<unknown, Maybe<Account>>;
} = { repository, sender: maybe(account) };
