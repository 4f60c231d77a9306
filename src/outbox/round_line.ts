/**
 * How long a round has others wait for its end, in milliseconds. HubSpot answers within a few; a request that hangs is given
 * up after thirty, by default, and made four times, and what others would take meanwhile must not wait for it.
 */
export const patienceMs = 10_000;

/** Most rounds beside each other. */
export const mostRounds = 4;

/** A round that has its place in the line. */
export interface LinedUp<T> {
  /** Settles as the round does. */
  ended: Promise<T>;
  /** Resolves when the round is passed, so that the next one begins before it ends. */
  passed: Promise<void>;
}

/** Has rounds begin one after the other: each when the one before it has ended, or lets others pass. */
export class RoundLine {
  /** Resolves when the next round may begin. */
  #turn: Promise<void> = Promise.resolve();
  /** Resolves when all rounds have ended. */
  #ended: Promise<void> = Promise.resolve();
  /** How many have begun and not ended. */
  #begun = 0;
  /** Has the round that began last be passed, once it lets others pass. */
  #letPass: () => void = () => {};

  /**
   * Does something when it is its turn.
   *
   * @param round Told how to let the next begin before its end.
   */
  add<T>(round: (pass: () => void) => Promise<T>): LinedUp<T> {
    const { promise: passed, resolve } = Promise.withResolvers<void>();
    const pass = () => {
      this.#letPass = resolve;
      this.#lookForRoom();
    };
    const ended = this.#turn.then(async () => {
      this.#begun++;
      try {
        return await round(pass);
      } finally {
        this.#begun--;
        this.#lookForRoom();
      }
    });
    const before = this.#ended;
    const over = ended.then(() => {}, () => {});
    this.#ended = over.then(() => before);
    this.#turn = Promise.race([over, passed]);
    return { ended, passed };
  }

  /** Does something when all that is in line has ended, and before all that comes later. */
  async alone<T>(act: () => Promise<T>): Promise<T> {
    const before = this.ended();
    return await this.add(async () => {
      await before;
      return await act();
    }).ended;
  }

  /** Resolves when all that is in line now has ended. */
  ended(): Promise<void> {
    return this.#ended;
  }

  #lookForRoom(): void {
    if (this.#begun < mostRounds) this.#letPass();
  }
}
