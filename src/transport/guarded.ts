/**
 * Makes a host's function safe to call: what it throws, at once or as a promise, is dropped. Whoever is told of something
 * must not be able to undo it, and on Node a rejection that nobody takes ends the process.
 */
export function guarded<T extends unknown[]>(
  hook: ((...told: T) => void) | undefined,
): (...told: T) => void {
  return async (...told) => {
    try {
      await hook?.(...told);
    } catch {
      // Nobody is left to tell.
    }
  };
}
