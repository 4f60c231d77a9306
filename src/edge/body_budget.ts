import { BodyError } from "./body_error.ts";

/** What the body of one request takes of a {@linkcode BodyBudget}. */
export interface BodyHold {
  /** Says how many bytes are held now; throws a {@linkcode BodyError} `overloaded` where that is more than is left. */
  resize(bytes: number): void;
  /** Gives everything back, for good. */
  release(): void;
}

/**
 * Bytes that the bodies of all requests together may take: a cap for each of them alone does not keep many of them
 * from filling the memory.
 */
export class BodyBudget {
  readonly #maxBytes: number;
  #used = 0;

  /** Makes a budget of `maxBytes` bytes. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Opens the account of one request. */
  hold(): BodyHold {
    let held = 0;
    let isReleased = false;
    const become = (bytes: number) => {
      this.#used += bytes - held;
      held = bytes;
    };
    return {
      resize: (bytes) => {
        // A body that was given up may still bring a last piece.
        if (isReleased) return;
        if (this.#used - held + bytes > this.#maxBytes) {
          throw new BodyError(
            "overloaded",
            "Too much is being received at once: send this again in a second",
          );
        }
        become(bytes);
      },
      release: () => {
        isReleased = true;
        become(0);
      },
    };
  }
}
