import * as v from "valibot";
import type { Skipped } from "../../src/activity/activity.ts";
import { matchesGlob } from "../../src/validation/glob.ts";
import { githubAddress } from "../../src/people/github_address.ts";
import { GitHubApi } from "../../src/people/github_api.ts";
import { LookupError } from "../../src/people/lookup_error.ts";
import { githubActivities, type GitHubActivityOptions } from "../../src/sources/github.ts";
import { type Parsed, SourceError } from "../../src/sources/source.ts";
import type { Deps } from "../../src/transport/deps.ts";
import type { Deadline } from "../deadline.ts";
import type { GitHubPlace } from "../github.ts";
import { InputError } from "../input_error.ts";
import { type Kind, kinds, type PastRepository } from "./kinds.ts";
import type { Item, Past } from "./past.ts";

/** Where reading starts: a kind and a position in it, as in `issues:3`. */
export type Bookmark = string;

/** A page of the past, told as activities. */
export interface ToldPage extends Parsed {
  /** Where it stands. */
  at: Bookmark;
  /** Where to go on; missing behind the last page. */
  next?: Bookmark;
}

/** What {@linkcode readPast} needs to know. */
export interface ReadPastOptions {
  /** Where the repository is. */
  place: GitHubPlace;
  /** Token to ask GitHub with. */
  token: string;
  /** From when on, in milliseconds since 1970. */
  since: number;
  /** Where an earlier run stopped. Default: at the beginning. */
  resume?: Bookmark | undefined;
  /** Which activities are wanted, and what of them. */
  activities: GitHubActivityOptions;
  /** When the step has to be done. */
  deadline: Deadline;
  /** Network, clock and chance. */
  deps: Deps;
}

/** Thrown where GitHub does not give a page. */
export class PastError extends Error {
  override readonly name = "PastError";
  /** The page. */
  readonly at: Bookmark;
  /** Whether it may well be given later: a limit is used up, or the time is over. */
  readonly isPause: boolean;

  /**
   * Makes the error of what was found.
   *
   * @param permission What the token needs for the page, as a workflow names it. Default: no more than the repository.
   */
  constructor(
    cause: LookupError,
    { at, permission }: { at: Bookmark; permission?: string | undefined },
  ) {
    super(cause.message + adviceOn(cause, permission), { cause });
    this.at = at;
    this.isPause = pauses.has(cause.code);
  }
}

const pauses: ReadonlySet<string> = new Set(["rate_limited", "budget_used_up", "timeout"]);

/** Says what to do, where the workflow's author can do something. */
function adviceOn({ code, retryAt }: LookupError, permission: string | undefined): string {
  if (code === "unauthorized") return "; put a valid token into input github-token";
  if (code === "forbidden" || code === "not_found") {
    return permission === undefined
      ? "; check that input github-token may read this repository"
      : `; give the job \`permissions: { ${permission}: read }\`, or input github-token a token ` +
        "that may read them";
  }
  if (code !== "rate_limited" || retryAt === undefined) return "";
  return `; GitHub takes requests again at ${new Date(retryAt).toISOString()}`;
}

/** Longest time for one request, in milliseconds. */
const longestRequestMs = 20_000;

/** Most requests of one run: half of what GitHub allows a workflow's token in an hour. */
const mostRequests = 500;

/** A kind's name, a colon, and a page's number or GraphQL's cursor. */
const bookmark = /^([a-z_]+):([\w+/=-]{0,200})$/;

/** Whether a text is a {@linkcode Bookmark}. */
export function isBookmark(text: string): boolean {
  const [, name] = bookmark.exec(text) ?? [];
  return kinds.some((kind) => kind.name === name);
}

/**
 * Reads the past of a repository, newest first, one page after the other: what GitHub knows of it is turned into what
 * GitHub would have sent, and told as the source tells that. So an activity has the same id as when it was told at the
 * time.
 *
 * Throws a {@linkcode PastError} where GitHub does not give a page, and an `InputError` where no kind is wanted.
 */
export async function* readPast(options: ReadPastOptions): AsyncGenerator<ToldPage> {
  const { place, token, since, deadline, deps, resume = "" } = options;
  const [, first = "", from = ""] = bookmark.exec(resume) ?? [];
  const start = Math.max(0, kinds.findIndex(({ name }) => name === first));
  if (!kinds.some((kind) => isWanted(kind, options.activities))) throw nothingWanted();
  const wanted = kinds.slice(start).filter((kind) => isWanted(kind, options.activities));
  const address = githubAddress(place.apiUrl);
  const api = new GitHubApi({ address, token, timeoutMs: longestRequestMs, deps });
  const permit = permitUntil(deadline);
  let at = resume;
  let permission: string | undefined;
  try {
    const repository = await describe(place.repository, { api, permit });
    for (const [index, kind] of wanted.entries()) {
      let position: string | undefined = kind.name === first ? from : "";
      while (position !== undefined) {
        at = `${kind.name}:${position}`;
        permission = kind.permission;
        const page = await kind.read(position, { api, permit, repository, since });
        position = page.next;
        const following = wanted[index + 1];
        const next = position !== undefined
          ? `${kind.name}:${position}`
          : following && `${following.name}:`;
        yield { at, ...await tell(page.pasts, options), ...(next === undefined ? {} : { next }) };
      }
    }
  } catch (error) {
    throw error instanceof LookupError ? new PastError(error, { at, permission }) : error;
  }
}

function nothingWanted(): InputError {
  const types = kinds.flatMap((kind) => kind.types).join(", ");
  const message = `Expected activity types that a backfill tells of, found none of ${types}`;
  return new InputError([{ path: "events", message }]);
}

function isWanted({ types }: Kind, { types: patterns = ["*"] }: GitHubActivityOptions): boolean {
  return types.some((type) => patterns.some((pattern) => matchesGlob(pattern, type)));
}

function permitUntil(deadline: Deadline) {
  let left = mostRequests;
  return {
    get left() {
      return left;
    },
    take() {
      if (left === 0) {
        const message =
          `Cannot ask GitHub for more: one run makes ${mostRequests} requests at most`;
        throw new LookupError("budget_used_up", message);
      }
      const ms = deadline.leftMs();
      if (ms === 0) {
        throw new LookupError("timeout", "Cannot ask GitHub for more: the time is over");
      }
      left--;
      return ms;
    },
  };
}

const facts: v.GenericSchema<unknown, Item> = v.record(v.string(), v.unknown());

async function describe(
  fullName: string,
  { api, permit }: { api: GitHubApi; permit: ReturnType<typeof permitUntil> },
): Promise<PastRepository> {
  const [owner = "", name = ""] = fullName.split("/").map(encodeURIComponent);
  const found = await api.get(`/repos/${owner}/${name}`, {
    permit,
    what: `the repository ${fullName}`,
    schema: facts,
    exists: true,
  });
  return { owner, name, facts: found };
}

async function tell(
  pasts: readonly Past[],
  { since, activities: choice, deps }: ReadPastOptions,
): Promise<Parsed> {
  const told: Parsed = { activities: [], skipped: [] };
  const receivedAt = new Date(deps.now());
  for (const past of pasts) {
    const { activities, skipped } = await read({ ...past, receivedAt }, choice);
    told.activities.push(...activities.filter(({ time }) => Date.parse(time) >= since));
    // A pull request that is wanted once it is merged is not worth a line for when it was opened.
    told.skipped.push(...skipped.filter(({ reason }) => reason !== "not_selected"));
  }
  return told;
}

/** One thing that GitHub describes in an unknown way keeps nothing else from being told. */
async function read(
  delivery: Past & { receivedAt: Date },
  choice: GitHubActivityOptions,
): Promise<Parsed> {
  try {
    return await githubActivities(delivery, choice);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const skipped: Skipped = { reason: "nothing_to_tell", what: delivery.event };
    return { activities: [], skipped: [skipped] };
  }
}
