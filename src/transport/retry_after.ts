/**
 * Reads a `Retry-After` header: seconds, or an HTTP date.
 *
 * @param value The header's value.
 * @param now The current time, in milliseconds since 1970.
 * @returns Milliseconds to wait, never negative; undefined where the header is missing or says neither.
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  const text = value ?? "";
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  if (!httpDate.test(text)) return undefined;
  const time = Date.parse(text);
  // What is no date after all is NaN.
  return time >= 0 ? Math.max(0, time - now) : undefined;
}

/** The one form that RFC 9110 lets a sender write: `Sun, 06 Nov 1994 08:49:37 GMT`. */
const httpDate = /^[A-Z][a-z]{2}, \d.+ GMT$/;
