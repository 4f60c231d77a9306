import fc from "fast-check";

/** Something that holds whatever comes in, and the cases that it is tried on. */
export interface Law {
  /** What it is about, in a few words. */
  name: string;
  /** How many of a hundred cases it gets. */
  share: number;
  /** Tries it on some cases; rejects with the smallest case found for which it does not hold, and the seed. */
  check(options: { runs: number; seed: number }): Promise<void>;
}

/** Makes a law. `open` is called once for each check, and its `close` after the last case. */
export function law<T>(
  name: string,
  { share, cases, open }: {
    share: number;
    cases: fc.Arbitrary<T>;
    open: () => {
      holds: (one: T) => Promise<void>;
      close?: () => Promise<void>;
    } | Promise<{ holds: (one: T) => Promise<void>; close?: () => Promise<void> }>;
  },
): Law {
  return {
    name,
    share,
    async check({ runs, seed }) {
      const { holds, close } = await open();
      try {
        const property = fc.asyncProperty(cases, (one) => inTime(holds(one)));
        // What is found is small enough to be read without being made smaller for minutes.
        await fc.assert(property, { numRuns: runs, seed, interruptAfterTimeLimit: 1_500_000 });
      } finally {
        await close?.();
      }
    },
  };
}

/** Far more than any case needs; nothing waits for it unless something hangs. */
const patienceMs = 30_000;

/** Rejects for what does not settle: a hang is a failure and not a wait. */
async function inTime(promise: Promise<void>): Promise<void> {
  let alarm: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    alarm = setTimeout(
      () => reject(new Error(`It hangs: nothing settled in ${patienceMs} ms`)),
      patienceMs,
    );
  });
  try {
    await Promise.race([promise, late]);
  } finally {
    clearTimeout(alarm);
  }
}
