/**
 * Gives the items of lists one by one. What is there already is given at once: an async generator takes several turns of
 * the queue of promises for each `yield`, which took as long as to check an event.
 */
export class OneByOne<T> implements AsyncGenerator<T, void, undefined> {
  readonly #lists: AsyncGenerator<readonly T[], void, undefined>;
  #items: Iterator<T, unknown> = [].values();
  /** Calls of `next` that wait for a list. */
  #waiting = 0;
  /** Settles with the last of them. */
  #line: Promise<unknown> = Promise.resolve();

  /** Takes over a generator of lists: its end and what it throws are those of the items. */
  constructor(lists: AsyncGenerator<readonly T[], void, undefined>) {
    this.#lists = lists;
  }

  /** Gives the next item; calls that do not wait for each other get theirs in turn. */
  next(): Promise<IteratorResult<T, void>> {
    if (this.#waiting === 0) {
      const item = this.#items.next();
      if (!item.done) return Promise.resolve(item);
    }
    this.#waiting++;
    const taken = this.#line.then(() => this.#take());
    this.#line = taken.catch(() => {});
    return taken;
  }

  /** Ends it; what was not given is dropped. */
  async return(): Promise<IteratorResult<T, void>> {
    this.#items = [].values();
    await this.#lists.return();
    return { done: true, value: undefined };
  }

  /** Ends it as if the generator had thrown this. */
  async throw(error: unknown): Promise<IteratorResult<T, void>> {
    await this.return();
    throw error;
  }

  /** Ends it, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  /** Gives itself, for `for await`. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  async #take(): Promise<IteratorResult<T, void>> {
    try {
      while (true) {
        const item = this.#items.next();
        if (!item.done) return item;
        const list = await this.#lists.next();
        if (list.done) return list;
        this.#items = list.value.values();
      }
    } finally {
      this.#waiting--;
    }
  }
}
