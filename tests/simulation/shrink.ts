/**
 * Finds few of some items with which something still fails: those without which it fails as well are left out, first many at
 * a time, then one by one (the "ddmin" of Zeller and Hildebrandt, without its complements).
 *
 * @see https://doi.org/10.1109/32.988498
 */
export async function shrink<T>(
  items: readonly T[],
  fails: (some: readonly T[]) => Promise<boolean>,
): Promise<T[]> {
  let kept = [...items];
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let isShorter = true; isShorter;) {
      isShorter = false;
      // From the end on, since what comes last is most often only what happened to follow.
      for (let start = kept.length - size; start > -size; start -= size) {
        const rest = kept.filter((_, place) => place < start || place >= start + size);
        if (rest.length === kept.length || !await fails(rest)) continue;
        kept = rest;
        isShorter = true;
      }
    }
  }
  return kept;
}
