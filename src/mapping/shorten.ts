/**
 * Cuts a text to a length, the ellipsis at its end included. Counted in UTF-16 units, of which a text never has fewer
 * than characters, and cut between characters, not within one: half a surrogate pair is no text.
 */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
