import { readTime } from "../../time.ts";

/**
 * Says which of two values of a property comes first, as a sort does: numbers by their size, times by the clock, whether
 * they are in ISO 8601 or in milliseconds since 1970, and all else as text.
 */
export function compare(a: string, b: string): number {
  const difference = Number(a) - Number(b);
  if (a.trim() !== "" && b.trim() !== "" && !Number.isNaN(difference)) return difference;
  const [first, second] = [readTime(a.toUpperCase()), readTime(b.toUpperCase())];
  if (first !== undefined && second !== undefined) return compareText(first, second);
  return compareText(a, b);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
