/** Longer words are not compared: nobody misspells a key of ours at such length. */
const longestWord = 40;

/**
 * Finds the word that somebody probably meant: the one that needs the fewest letters put in, left out, replaced or
 * swapped, a third of the letters at most. Nothing where none comes close.
 */
export function nearest(found: string, words: Iterable<string>): string | undefined {
  if (found.length > longestWord) return undefined;
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(found.length / 3)) + 1;
  for (const word of words) {
    const changes = distance(found.toLowerCase(), word.toLowerCase());
    if (changes < fewest) {
      best = word;
      fewest = changes;
    }
  }
  return best;
}

/** Puts the question behind a message: `; did you mean label?`; empty where no word comes close. */
export function suggestion(found: string, words: Iterable<string>): string {
  const meant = nearest(found, words);
  return meant === undefined ? "" : `; did you mean ${meant}?`;
}

/** Counts single changes from one word to another, a swap of two neighbours as one (optimal string alignment). */
function distance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      const ways = [
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
      ];
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (row > 1 && column > 1 && isSwap) ways.push((beforeLast[column - 2] ?? 0) + 1);
      current.push(Math.min(...ways));
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}
