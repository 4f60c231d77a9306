import * as v from "valibot";

/** An account. GitHub sends `null` in its place once it is deleted. */
export interface Account {
  /** Number of the account; stays when it is renamed. */
  id: number;
  /** User name. */
  login: string;
  /** `User`, `Organization`, `Bot`, `Mannequin` or a later kind. */
  type?: string | null | undefined;
  /** Its profile. */
  html_url?: string | null | undefined;
  /** Its address. GitHub fills it in where somebody buys on the Marketplace, and nearly nowhere else. */
  email?: string | null | undefined;
}

/** A repository, as every payload carries it. */
export interface Repository {
  /** Number of the repository; stays when it is renamed or moved. */
  id: number;
  /** `owner/name`. */
  full_name: string;
  /** Its page. */
  html_url: string;
  /** `public`, `private` or, within an enterprise, `internal`. */
  visibility?: string | null | undefined;
  /** What older servers say instead of `visibility`. */
  private?: boolean | null | undefined;
  /** Whose it is. */
  owner?: Maybe<Pick<Account, "type"> & { login?: string | null | undefined }>;
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

/** An organization, of which payloads give little more than the name. */
export interface Organization {
  /** Number of the organization; stays when it is renamed. */
  id: number;
  /** Its name, as in addresses. */
  login: string;
}

/** What every payload says of where it comes from, as far as it says so. */
export interface Place {
  /** What was done, for events that have several actions. */
  action?: string | null | undefined;
  /** Where it happened. */
  repository?: Maybe<Repository>;
  /** Whose repository, team or membership it is. */
  organization?: Maybe<Pick<Organization, "login">>;
  /** Whose doing made GitHub send the payload; not always the contact. */
  sender?: Maybe<Account>;
}

/** Members of an optional part may be missing or `null`. */
export type Maybe<T> = T | null | undefined;

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

/** A finite number. */
export const figure: v.GenericSchema<unknown, number> = v.pipe(v.number(), v.finite());

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

/** The address of a page that is left out where it is none: GitHub sends empty texts for pages that there are not. */
export const link: v.GenericSchema<unknown, string | undefined> = v.fallback(
  v.optional(pageUrl),
  undefined,
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

/** A point in time, also as the seconds since 1970 that installations are dated with. */
export const timeOrSeconds: v.GenericSchema<unknown, string> = v.union([
  time,
  v.pipe(
    whole,
    v.transform((seconds) => seconds * 1_000),
    v.minValue(0),
    v.maxValue(Date.UTC(9999, 11, 31)),
    v.transform((milliseconds) => new Date(milliseconds).toISOString()),
  ),
]);

/** A list that is not looked through for what else is wrong with it where it is too long. */
export function listOf<T>(
  item: v.GenericSchema<unknown, T>,
  most: number,
): v.GenericSchema<unknown, T[]> {
  return v.config(
    v.pipe(v.array(v.unknown()), v.maxLength(most), v.array(item)),
    { abortPipeEarly: true },
  );
}

/** Checks a list of which only the length counts. */
export const anyList: v.GenericSchema<unknown, unknown[]> = v.array(v.unknown());

const accountName = v.pipe(v.string(), v.minLength(1), v.maxLength(100));

/** Checks an {@linkcode Account}. */
export const account: v.GenericSchema<unknown, Account> = v.object({
  id: whole,
  login: accountName,
  type: maybe(text),
  html_url: link,
  email: maybe(text),
});

/** Checks an {@linkcode Organization}. */
export const organization: v.GenericSchema<unknown, Organization> = v.object({
  id: whole,
  login: accountName,
});

/** Checks a list of {@linkcode Label}s. */
export const labels: v.GenericSchema<unknown, Label[]> = v.array(v.object({ name: text }));

/** Checks a {@linkcode Repository}. */
export const repository: v.GenericSchema<unknown, Repository> = v.object({
  id: whole,
  full_name: v.pipe(v.string(), v.minLength(1), v.maxLength(250)),
  html_url: pageUrl,
  visibility: maybe(text),
  private: maybe(flag),
  owner: maybe(v.object({ login: maybe(text), type: maybe(text) })),
  default_branch: maybe(text),
  stargazers_count: maybe(whole),
  forks_count: maybe(whole),
});

/** Checks the {@linkcode Place} of a payload. */
export const place: v.GenericSchema<unknown, Place> = v.object({
  action: maybe(text),
  repository: maybe(repository),
  organization: maybe(v.object({ login: accountName })),
  sender: maybe(account),
});

/** The members that the schema of every payload about a repository starts from. */
export const deliveryEntries: {
  repository: v.GenericSchema<unknown, Repository>;
  sender: v.GenericSchema<unknown, Maybe<Account>>;
} = { repository, sender: maybe(account) };
