/** How often a condition is looked at, in milliseconds. */
const lookMs = 100;

/**
 * Waits until a condition holds.
 *
 * @param condition Says whether it holds; what it throws ends the waiting.
 * @throws {Error} If it does not hold within the time, with what was waited for.
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  { what, limitMs }: { what: string; limitMs: number },
): Promise<void> {
  const end = performance.now() + limitMs;
  while (!await condition()) {
    if (performance.now() > end) throw new Error(`Not within ${limitMs} ms: ${what}`);
    await pause(lookMs);
  }
}

/** Lets time pass, as the schedule says it. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
