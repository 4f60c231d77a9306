/**
 * Makes a host's function safe to call: what it throws is dropped. Whoever is told of something must not be able to
 * undo it.
 */
export function guarded<T extends unknown[]>(
  hook: ((...told: T) => void) | undefined,
): (...told: T) => void {
  return (...told) => {
    try {
      hook?.(...told);
    } catch {
      // Nobody is left to tell.
    }
  };
}
