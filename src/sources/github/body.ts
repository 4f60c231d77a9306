/** Longest text of an issue, comment, review or release that is kept, in characters. */
export const longestBody = 2_000;

// Controls but for tabs and line feeds, and the marks that reverse the direction of what follows.
const unseen = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Makes what people wrote fit to be kept: its lines as they are, without controls, cut at {@linkcode longestBody}
 * characters. Nothing where nothing is written.
 */
export function bodyText(body: string | null | undefined): string | undefined {
  // Twice as many code units always hold enough characters, and nothing reads the rest of a hostile text.
  const start = (body ?? "").trimStart();
  const read = start.slice(0, 2 * longestBody + 2).replaceAll("\r\n", "\n");
  const kept = read
    .replace(unseen, (found) => found === "\n" || found === "\t" ? found : " ")
    .replaceAll(/\n{3,}/g, "\n\n").trim().toWellFormed();
  const characters = [...kept];
  if (characters.length <= longestBody && start.length <= 2 * longestBody + 2) {
    return kept === "" ? undefined : kept;
  }
  return `${characters.slice(0, longestBody - 1).join("").trimEnd()}…`;
}
