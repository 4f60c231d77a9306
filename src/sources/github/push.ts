import * as v from "valibot";
import { firstLine } from "../../activity/text.ts";
import { coAuthors, signOffs } from "../../activity/trailers.ts";
import { type Happening, shortSha } from "./happening.ts";
import { type Named, type Person, personNamed } from "./person.ts";
import { read } from "./reading.ts";
import { anyList, deliveryEntries, flag, listOf, maybe, pageUrl, text, time } from "./schemas.ts";

const author = v.object({
  name: maybe(text),
  email: maybe(text),
  // The login, where GitHub links the address to an account.
  username: maybe(text),
});

const commit = v.object({
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{40,64}$/i, "Invalid SHA: must be hexadecimal")),
  message: text,
  // A commit's time is whatever its author's machine said; an unreadable one must not sink the push.
  timestamp: v.fallback(v.optional(time), undefined),
  url: pageUrl,
  distinct: maybe(flag),
  author,
  // Workflows get a copy without these.
  added: maybe(anyList),
  removed: maybe(anyList),
  modified: maybe(anyList),
});

/** GitHub's own limit; a longer list is not looked through for what else is wrong with it. */
const mostCommits = 2_048;

const push = v.object({
  ...deliveryEntries,
  ref: text,
  deleted: maybe(flag),
  forced: maybe(flag),
  commits: listOf(commit, mostCommits),
});

type Commit = v.InferOutput<typeof commit>;

const branchPrefix = "refs/heads/";

/** Branches on which GitHub tries out merges; a commit on them may never come to be on another. */
export const queuePrefix = "gh-readonly-queue/";

/**
 * Tells of a push to a branch: one happening for each commit and each of its authors and, where they are asked for, of
 * those who signed it off. The committer is never one of them, because merges and edits on the web site are committed by
 * GitHub itself; nor is whoever pushed, who may be passing on what others wrote. A push of a tag, of nothing, of a
 * deletion or of a merge queue's branch tells nothing.
 */
export function pushed(payload: unknown, receivedAt: string): Happening[] {
  const { ref, deleted, forced, commits, repository } = read(push, payload);
  if (deleted || !ref.startsWith(branchPrefix)) return [];
  const branch = ref.slice(branchPrefix.length);
  if (branch.startsWith(queuePrefix)) return [];
  const { host } = new URL(repository.html_url);
  return commits.flatMap((commit) =>
    peopleOf(commit, host).map(({ person, role }): Happening => ({
      type: "commit.pushed",
      time: commit.timestamp ?? receivedAt,
      person,
      subject: { title: firstLine(commit.message) || shortSha(commit.id), url: commit.url },
      facts: {
        sha: shortSha(commit.id),
        branch,
        default_branch: branch === repository.default_branch,
        distinct: commit.distinct,
        forced,
        commits: commits.length,
        files: filesOf(commit),
        role,
      },
      // Not the branch: the same commit, pushed to another one later, is no second piece of work.
      key: [repository.id, commit.id.toLowerCase()],
      ...(role === "sign_off" ? { needs: "signOffs" } : {}),
    }))
  );
}

/** Somebody who had a part in a commit. */
interface Part {
  person: Person;
  role: "author" | "co_author" | "sign_off";
}

/** The author, then the co-authors, then those who signed it off, each person once. */
function peopleOf({ author, message }: Commit, host: string): Part[] {
  const parts: Part[] = [];
  const known = new Set<string>();
  const add = (named: Named, role: Part["role"]) => {
    const person = personNamed(named, host);
    const names = namesOf(person);
    if (names.some((name) => known.has(name))) return;
    names.forEach((name) => known.add(name));
    parts.push({ person, role });
  };
  add(author, "author");
  for (const coAuthor of coAuthors(message)) add(coAuthor, "co_author");
  for (const signer of signOffs(message)) add(signer, "sign_off");
  return parts;
}

/** What two mentions of the same person have in common. */
function namesOf({ key, login }: Person): string[] {
  return login === undefined ? [key] : [key, `@${login.toLowerCase()}`];
}

/** How many files a commit touches; nothing where the payload does not say. */
function filesOf({ added, removed, modified }: Commit): number | undefined {
  if (!added && !removed && !modified) return undefined;
  return (added?.length ?? 0) + (removed?.length ?? 0) + (modified?.length ?? 0);
}
