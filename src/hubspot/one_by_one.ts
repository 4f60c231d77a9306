/**
 * Gives the items of lists one by one. What is there already is given at once: an async generator takes several turns of
 * the queue of promises for each `yield`, which took as long as to check an event.
 *
 * @param lists Their end, and what they throw, are those of the items.
 */
export function oneByOne<T>(
  lists: AsyncGenerator<readonly T[], void, undefined>,
): AsyncGenerator<T, void, undefined> {
  let items: Iterator<T, unknown> = [].values();
  /** Calls of `next` that wait for a list. */
  let waiting = 0;
  /** Settles with the last of them. */
  let line = Promise.resolve<IteratorResult<T, void> | void>(undefined);
  return {
    next() {
      if (waiting === 0) {
        const item = items.next();
        if (!item.done) return Promise.resolve(item);
      }
      waiting++;
      return line = line.then(take, take);
    },
    return: end,
    async throw(error) {
      await end();
      throw error;
    },
    async [Symbol.asyncDispose]() {
      await end();
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };

  async function take(): Promise<IteratorResult<T, void>> {
    try {
      while (true) {
        const item = items.next();
        if (!item.done) return item;
        const list = await lists.next();
        if (list.done) return list;
        items = list.value.values();
      }
    } finally {
      waiting--;
    }
  }

  async function end(): Promise<IteratorResult<T, void>> {
    items = [].values();
    await lists.return();
    return { done: true, value: undefined };
  }
}
