/** Longest address of a page, in characters. */
const longestUrl = 2_048;

/**
 * Reads the address of a page that people can open, absolute and http(s); nothing for anything else, and for one with a user or
 * a password in it, which is nobody's to read.
 */
export function readPage(value: unknown): string | undefined {
  if (typeof value !== "string" || value.length > longestUrl || !URL.canParse(value)) {
    return undefined;
  }
  const { protocol, username, password, href } = new URL(value);
  const isPage = protocol === "https:" || protocol === "http:";
  return isPage && username === "" && password === "" ? href : undefined;
}
