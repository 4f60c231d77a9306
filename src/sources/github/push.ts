import * as v from "valibot";
import { firstLine } from "../../activity/text.ts";
import { parseNoreply } from "../../activity/identity.ts";
import { coAuthors } from "../../activity/trailers.ts";
import { type Happening, type Person, shortSha } from "./happening.ts";
import { read } from "./reading.ts";
import { deliveryEntries, flag, maybe, pageUrl, text, time } from "./schemas.ts";

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
});

/** GitHub's own limit; a longer list is not looked through for what else is wrong with it. */
const mostCommits = 2_048;

const push = v.object({
  ...deliveryEntries,
  ref: text,
  deleted: maybe(flag),
  forced: maybe(flag),
  commits: v.config(
    v.pipe(v.array(v.unknown()), v.maxLength(mostCommits), v.array(commit)),
    { abortPipeEarly: true },
  ),
});

type Commit = v.InferOutput<typeof commit>;

const branchPrefix = "refs/heads/";

/** Branches on which GitHub tries out merges; a commit on them may never come to be on another. */
const queuePrefix = "gh-readonly-queue/";

/**
 * Tells of a push to a branch: one happening for each commit and each of its authors. The committer is never one of
 * them, because merges and edits on the web site are committed by GitHub itself. A push of a tag, of nothing, of a
 * deletion or of a merge queue's branch tells nothing.
 */
export function pushed(payload: unknown, receivedAt: string): Happening[] {
  const { ref, deleted, forced, commits, repository } = read(push, payload);
  if (deleted || !ref.startsWith(branchPrefix)) return [];
  const branch = ref.slice(branchPrefix.length);
  if (branch.startsWith(queuePrefix)) return [];
  const { host } = new URL(repository.html_url);
  return commits.flatMap((commit) =>
    authorsOf(commit, host).map((person, index): Happening => ({
      type: "commit.pushed",
      time: commit.timestamp ?? receivedAt,
      person,
      subject: { title: firstLine(commit.message) || shortSha(commit.id), url: commit.url },
      repository,
      facts: {
        sha: shortSha(commit.id),
        branch,
        default_branch: branch === repository.default_branch,
        distinct: commit.distinct,
        forced,
        role: index === 0 ? "author" : "co_author",
      },
      // Not the branch: the same commit, pushed to another one later, is no second piece of work.
      key: [repository.id, commit.id.toLowerCase()],
    }))
  );
}

/** Somebody as a commit names them. */
interface Named {
  name?: string | null | undefined;
  email?: string | null | undefined;
  username?: string | null | undefined;
}

/** The author, then the co-authors, each person once. */
function authorsOf({ author, message }: Commit, host: string): [Person, ...Person[]] {
  const first = personOf(author, host);
  const known = new Set(namesOf(first));
  const others: Person[] = [];
  for (const coAuthor of coAuthors(message)) {
    const person = personOf(coAuthor, host);
    const names = namesOf(person);
    if (names.some((name) => known.has(name))) continue;
    names.forEach((name) => known.add(name));
    others.push(person);
  }
  return [first, ...others];
}

function personOf({ name, email, username }: Named, host: string): Person {
  return {
    // The address is part of the commit, whereas its link to an account can come and go between two pushes.
    key: (email || username || name || "").trim().toLowerCase(),
    login: username || (email ? parseNoreply(email, host)?.login : undefined),
    name: name || undefined,
    email: email || undefined,
  };
}

/** What two mentions of the same person have in common. */
function namesOf({ key, login }: Person): string[] {
  return login === undefined ? [key] : [key, `@${login.toLowerCase()}`];
}
