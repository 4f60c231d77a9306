import { parseNoreply } from "../activity/identity.ts";

/** An author as a commit or a mailmap names them. */
export interface Author {
  /** E-mail address as written. */
  email: string;
  /** Name as written. */
  name?: string | undefined;
}

/** What a line puts in place of what a commit says. */
interface Replacement {
  email?: string;
  name?: string;
}

/** All lines for one commit address. */
interface Entry extends Replacement {
  /** Replacements for this address only beside a certain name, by that name in lower case. */
  byName: Map<string, Replacement>;
}

/** Who the authors of a repository's commits are, as its `.mailmap` says. */
export interface Mailmap {
  /** Puts the proper address and name in place of a commit's. What the map does not name stays as it is. */
  canonical(author: Author): Author;
  /** Finds the proper address of an account by the lines for its noreply addresses at this host. */
  authorOf(login: string, host: string): Author | undefined;
}

/** Most of a file that is read, in characters; the largest known ones are a tenth of it. */
const longestMailmap = 1024 * 1024;

/** Longest line that is read, in characters. */
const longestLine = 1_000;

/**
 * Reads a `.mailmap` as git does, in all its forms:
 *
 *     Proper Name <commit@email>
 *     <proper@email> <commit@email>
 *     Proper Name <proper@email> <commit@email>
 *     Proper Name <proper@email> Commit Name <commit@email>
 *
 * Addresses and names are compared without case, later lines override earlier ones, and lines of no such form are passed over.
 * Never throws.
 *
 * @see https://git-scm.com/docs/gitmailmap
 */
export function parseMailmap(text: string): Mailmap {
  const entries = new Map<string, Entry>();
  for (const line of text.slice(0, longestMailmap).split("\n")) {
    if (line.length <= longestLine && !line.startsWith("#")) addLine(entries, line);
  }
  return {
    canonical: (author) => canonical(entries, author),
    authorOf: (login, host) => authorOf(entries, login, host),
  };
}

function addLine(entries: Map<string, Entry>, line: string): void {
  const first = readAuthor(line);
  if (first === undefined || first.email === "") return;
  const second = readAuthor(first.rest);
  const commit: Author = second ?? { email: first.email };
  const replacement: Replacement = {
    ...(second === undefined ? {} : { email: first.email }),
    ...(first.name === undefined ? {} : { name: first.name }),
  };
  const key = commit.email.toLowerCase();
  const entry = entries.get(key) ?? { byName: new Map() };
  entries.set(key, entry);
  if (commit.name === undefined) Object.assign(entry, replacement);
  else entry.byName.set(commit.name.toLowerCase(), replacement);
}

/** Reads `Name <address>` from the start of a text, and what is left behind it. */
function readAuthor(text: string): Author & { rest: string } | undefined {
  const open = text.indexOf("<");
  const close = text.indexOf(">", open + 1);
  if (open === -1 || close === -1) return undefined;
  const name = text.slice(0, open).trim();
  return {
    email: text.slice(open + 1, close),
    name: name === "" ? undefined : name,
    rest: text.slice(close + 1),
  };
}

function canonical(entries: ReadonlyMap<string, Entry>, author: Author): Author {
  const entry = entries.get(author.email.toLowerCase());
  if (entry === undefined) return author;
  const { email, name } = entry.byName.get(author.name?.toLowerCase() ?? "") ?? entry;
  return { email: email ?? author.email, name: name ?? author.name };
}

function authorOf(
  entries: ReadonlyMap<string, Entry>,
  login: string,
  host: string,
): Author | undefined {
  for (const [address, entry] of entries) {
    if (parseNoreply(address, host)?.login.toLowerCase() !== login.toLowerCase()) continue;
    for (const { email, name } of [entry, ...entry.byName.values()]) {
      if (email !== undefined) return { email, name };
    }
  }
  return undefined;
}
