import * as v from "valibot";
import type { Candidate } from "./choose.ts";
import type { LookupSource } from "./resolver.ts";
import { isSameLogin } from "./strategy.ts";

/** The author of a commit. */
export interface CommitRow {
  /** The account that GitHub ties the address to. */
  login: string;
  /** Address in the commit. */
  email: string;
  /** Name in the commit. */
  name: string | undefined;
}

const row = v.object({
  // null, or without a login, where GitHub ties the address to nobody.
  author: v.object({ login: v.string() }),
  commit: v.object({
    author: v.object({ email: v.string(), name: v.nullish(v.string()) }),
  }),
});

/**
 * Reads a list of commits as GitHub sends it, and leaves out those that it ties to no account: anybody can write anybody's address
 * into a commit.
 *
 * @see https://docs.github.com/en/rest/commits/commits#list-commits
 */
export const commitRows: v.GenericSchema<unknown, CommitRow[]> = v.pipe(
  v.array(v.unknown()),
  v.transform((rows) => rows.flatMap(readRow)),
);

function readRow(found: unknown): CommitRow[] {
  const parsed = v.safeParse(row, found);
  if (!parsed.success) return [];
  const { author, commit } = parsed.output;
  return [{
    login: author.login,
    email: commit.author.email,
    name: commit.author.name ?? undefined,
  }];
}

/** Gives the addresses in the commits of one account. */
export function candidatesOf(
  rows: readonly CommitRow[],
  { login, source }: { login: string; source: LookupSource },
): Candidate[] {
  return rows.filter((row) => isSameLogin(row.login, login)).map(({ email, name }) => ({
    email,
    name,
    source,
  }));
}
