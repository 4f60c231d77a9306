/** A fifth either way, so that what failed together does not come back together. */
export const jitter = 0.2;

/** Jitters a delay, given a number from 0 up to, not including, 1. */
export function jittered(delayMs: number, random: number): number {
  return Math.round(delayMs * (1 - jitter + 2 * jitter * random));
}
