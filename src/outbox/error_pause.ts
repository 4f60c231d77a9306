import type { Deps } from "../transport/deps.ts";
import { jittered } from "./jitter.ts";

/** First and longest pause, in milliseconds, before they are jittered. */
const errorPauses = { first: 1_000, longest: 60_000 };

/** The longest pause there is, in milliseconds. */
export const longestErrorPauseMs: number = jittered(errorPauses.longest, 1);

/**
 * Pauses after rounds of delivery that failed as a whole; each is twice the one before. A round sends before it settles, so
 * that where nothing can be settled, each sends again what the one before has sent.
 */
export class ErrorPause {
  readonly #deps: Pick<Deps, "random">;
  #nextMs: number = errorPauses.first;

  /** Begins with the first. */
  constructor(deps: Pick<Deps, "random">) {
    this.#deps = deps;
  }

  /** The pause after one more such round, in milliseconds. */
  next(): number {
    const pauseMs = this.#nextMs;
    this.#nextMs = Math.min(2 * pauseMs, errorPauses.longest);
    return jittered(pauseMs, this.#deps.random());
  }

  /** Begins anew: a round went well, or something could be put, so that something can be settled again. */
  reset(): void {
    this.#nextMs = errorPauses.first;
  }
}
