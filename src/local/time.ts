const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i;
const epochMilliseconds = /^-?\d{1,15}$/;

/**
 * Reads a time as HubSpot does: ISO 8601 with a zone, or milliseconds since 1970 as a number or in digits.
 * Returns ISO 8601 in UTC, or nothing where the value is neither.
 */
export function readTime(value: string | number): string | undefined {
  const milliseconds = typeof value === "number"
    ? value
    : epochMilliseconds.test(value)
    ? Number(value)
    : isoTime.test(value)
    ? Date.parse(value)
    : NaN;
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
