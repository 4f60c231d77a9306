// Line breaks and controls, and the marks that reverse the direction of what follows: a title must not be able to
// show as something that it does not say (https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing).
const unseen = /[\s\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu;

/**
 * Makes one line of any text: breaks, controls and runs of spaces become one space each, and what is longer than
 * `longest` characters ends in an ellipsis.
 */
export function oneLine(text: string, longest: number): string {
  // Twice as many code units always hold enough characters, and nothing reads the rest of a hostile text.
  const trimmed = text.trim();
  const start = trimmed.slice(0, 2 * longest + 2);
  const line = start.replace(unseen, " ").trim().toWellFormed();
  const characters = [...line];
  const isWhole = characters.length <= longest && start.length === trimmed.length;
  return isWhole ? line : `${characters.slice(0, longest - 1).join("").trimEnd()}…`;
}

/** The first line of a text that is more than blank, as it is in the text; empty where there is none. */
export function firstLine(text: string): string {
  const start = text.trimStart();
  const end = start.search(/[\r\n]/);
  return end === -1 ? start : start.slice(0, end);
}
