import type { SqlRunner } from "./sql_runner.ts";

/** How puts are committed together. */
export interface GroupCommitOptions<Put> {
  /** The database. */
  runner: Pick<SqlRunner, "transaction">;
  /** Called at the beginning of each transaction. Default: nothing is. */
  begin?: () => void;
  /** Writes one put; returns why it is refused, if it is. What it throws undoes it. */
  write(put: Put): Error | undefined;
  /** Runs `commit` when no further put is to be expected at once. */
  later(commit: () => void): void;
}

interface Waiting<Put> {
  put: Put;
  resolve(): void;
  reject(error: unknown): void;
}

/** A put waits for no more turns than these, however many others come. */
const mostTurns = 8;

/** Puts that come together share one commit, since each commit waits for the disk. */
export class GroupCommit<Put> {
  readonly #options: GroupCommitOptions<Put>;
  #waiting: Waiting<Put>[] = [];

  constructor(options: GroupCommitOptions<Put>) {
    this.#options = options;
  }

  /** Resolves when the put is durable. */
  add(put: Put): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ put, resolve, reject });
      if (this.#waiting.length === 1) this.#commitLater(mostTurns);
    });
  }

  /** Commits what waits now. */
  flush(): void {
    const group = this.#waiting;
    this.#waiting = [];
    try {
      this.#commit(group);
    } catch (error) {
      // Whatever is wrong with one must not sink the others.
      if (group.length > 1) { for (const one of group) this.#commitAlone(one); }
      else group[0]?.reject(error);
    }
  }

  /** While each turn brings more, they are waited for: whoever comes too late waits for a whole commit more. */
  #commitLater(turns: number): void {
    const known = this.#waiting.length;
    this.#options.later(() => {
      if (this.#waiting.length > known && turns > 1) this.#commitLater(turns - 1);
      else this.flush();
    });
  }

  #commit(group: readonly Waiting<Put>[]): void {
    if (group.length === 0) return;
    const { runner, begin, write } = this.#options;
    const refusals = runner.transaction(() => {
      begin?.();
      return group.map(({ put }) => write(put));
    });
    for (const [index, { resolve, reject }] of group.entries()) {
      const refusal = refusals[index];
      if (refusal === undefined) resolve();
      else reject(refusal);
    }
  }

  #commitAlone(one: Waiting<Put>): void {
    try {
      this.#commit([one]);
    } catch (error) {
      one.reject(error);
    }
  }
}
