import { oneLine } from "./text.ts";

/** Somebody whom a commit message names as its co-author. */
export interface CoAuthor {
  /** Name as written, on one line; may be empty. */
  name: string;
  /** E-mail address as written, not checked. */
  email: string;
}

/** Most co-authors taken from one message. GitHub itself shows far fewer. */
const mostCoAuthors = 50;

/** Longest name kept, in characters. */
const longestName = 250;

/** Longest address kept, in characters: SMTP allows no longer one (RFC 5321, 4.5.3.1.3). */
const longestEmail = 254;

/**
 * Finds the `Co-authored-by:` lines of a commit message: each address once, in order, 50 at most.
 *
 * All lines count, not only git's last paragraph: GitHub's squash merges put a rule of dashes before their own
 * trailers, which hides earlier ones from git (https://github.com/orgs/community/discussions/212929).
 */
export function coAuthors(message: string): CoAuthor[] {
  const found = new Map<string, CoAuthor>();
  for (const line of linesOf(message)) {
    const coAuthor = coAuthorOf(line);
    if (coAuthor === undefined) continue;
    const key = coAuthor.email.toLowerCase();
    if (!found.has(key)) found.set(key, coAuthor);
    if (found.size === mostCoAuthors) break;
  }
  return [...found.values()];
}

/** One line at a time, so that a message of nothing but line breaks costs no memory. */
function* linesOf(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf("\n", start);
    yield text.slice(start, end === -1 ? text.length : end);
    if (end === -1) return;
    start = end + 1;
  }
}

const key = "co-authored-by";

// Searched from both ends with indexOf rather than by one expression: that stays linear whatever the line holds.
function coAuthorOf(line: string): CoAuthor | undefined {
  if (line.slice(0, key.length).toLowerCase() !== key) return undefined;
  const colon = line.indexOf(":", key.length);
  if (colon === -1 || line.slice(key.length, colon).trim() !== "") return undefined;
  const close = line.lastIndexOf(">");
  const open = line.lastIndexOf("<", close);
  if (open < colon || close < open) return undefined;
  const email = line.slice(open + 1, close).trim();
  if (email === "" || email.length > longestEmail) return undefined;
  return { name: oneLine(line.slice(colon + 1, open), longestName), email };
}
