import { oneLine } from "./text.ts";

/** Somebody whom a line at the end of a commit message names. */
export interface Trailer {
  /** Name as written, on one line; may be empty. */
  name: string;
  /** E-mail address as written, not checked. */
  email: string;
}

/** Most people taken from one message for one key. GitHub itself shows far fewer. */
const mostPeople = 50;

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
export function coAuthors(message: string): Trailer[] {
  return trailers(message, "co-authored-by");
}

/**
 * Finds the `Signed-off-by:` lines of a commit message: each address once, in order, 50 at most. Whoever signs off says
 * that the work may be passed on, which is not to have written it.
 *
 * @see https://developercertificate.org/
 */
export function signOffs(message: string): Trailer[] {
  return trailers(message, "signed-off-by");
}

function trailers(message: string, key: string): Trailer[] {
  const found = new Map<string, Trailer>();
  for (const line of linesOf(message)) {
    const trailer = trailerOf(line, key);
    if (trailer === undefined) continue;
    const address = trailer.email.toLowerCase();
    if (!found.has(address)) found.set(address, trailer);
    if (found.size === mostPeople) break;
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

// Searched from both ends with indexOf rather than by one expression: that stays linear whatever the line holds.
function trailerOf(line: string, key: string): Trailer | undefined {
  if (line.slice(0, key.length).toLowerCase() !== key) return undefined;
  const colon = line.indexOf(":", key.length);
  if (colon === -1 || line.slice(key.length, colon).trim() !== "") return undefined;
  const close = line.lastIndexOf(">");
  const open = line.lastIndexOf("<", close);
  if (open < colon) return undefined;
  const email = line.slice(open + 1, close).trim();
  if (email === "" || email.length > longestEmail) return undefined;
  return { name: oneLine(line.slice(colon + 1, open), longestName), email };
}
