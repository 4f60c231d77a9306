/** Longest text that a message gives back, in characters. */
const longestShown = 60;

/** Says in words what was found in place of something else, for messages about a configuration. */
export function describeFound(input: unknown): string {
  if (input === undefined) return "none";
  if (input === null) return "nothing";
  if (Array.isArray(input)) return "a list";
  if (typeof input === "object") return "an object";
  if (typeof input !== "string") return String(input);
  return `"${input.length > longestShown ? `${input.slice(0, longestShown)}…` : input}"`;
}
