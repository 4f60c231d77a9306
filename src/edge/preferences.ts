/** Longest time that an answer waits for receipts, in seconds: proxies give up on longer ones. */
export const longestWaitSeconds = 30;

/** Wait of a sender who names none, in seconds. */
const usualWaitSeconds = 10;

/**
 * Reads how long a sender is ready to wait for receipts, in seconds: `Prefer: wait=5`, or `wait` alone. What is asked
 * beyond the longest wait is cut down to it; what cannot be read is no wish, since a preference is never an error.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7240#section-4.3
 */
export function readWait(headers: Headers): number | undefined {
  const preferences = (headers.get("prefer") ?? "").split(",");
  for (const preference of preferences) {
    // Parameters of a preference stand behind a semicolon; `wait` has none.
    const [wish = ""] = preference.split(";");
    const found = /^\s*wait(?:\s*=\s*"?(\d{1,9})"?)?\s*$/i.exec(wish);
    // The first of several counts (section 2).
    if (found !== null) return Math.min(Number(found[1] ?? usualWaitSeconds), longestWaitSeconds);
  }
  return undefined;
}
