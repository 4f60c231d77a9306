import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { SqlRow, SqlRunner, SqlValue } from "../../src/outbox/sql_runner.ts";
import type { Clock } from "./clock.ts";
import type { Life } from "./life.ts";

/**
 * What a disk does: `full`, nothing can be written; `no_commit`, what was written cannot be made durable; `unreadable`,
 * nothing can be read; `slow`, each commit takes `ms` milliseconds, in which its process does nothing else.
 */
export type DiskFault =
  | { effect: "full" | "no_commit" | "unreadable" }
  | { effect: "slow"; ms: number };

/**
 * A disk with the database of the outbox on it. It outlives processes: what was committed is there for the next one, and
 * what a process that ended had begun is not.
 */
export class Disk {
  readonly #clock: Clock;
  readonly #database = new DatabaseSync(":memory:");
  readonly #statements = new Map<string, StatementSync>();
  #faults: (DiskFault & { until: number })[] = [];
  #isOpen = false;

  /** Makes an empty disk. */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Has a fault strike until a time. */
  strike(fault: DiskFault, until: number): void {
    this.#faults.push({ ...fault, until });
  }

  /** Ends all faults. */
  mend(): void {
    this.#faults = [];
  }

  /** Reads beside all processes and faults. */
  read(sql: string, ...parameters: SqlValue[]): SqlRow[] {
    return this.#prepare(sql).all(...parameters);
  }

  /** The disk is thrown away. */
  close(): void {
    this.#database.close();
  }

  /** Opens the database for one process; the outbox's own statements run in it. */
  open(life: Life, onCommit: () => void): SqlRunner {
    const write = () => {
      life.check();
      if (this.#has("full")) throw new Error("database or disk is full");
    };
    const read = () => {
      life.check();
      if (this.#has("unreadable")) throw new Error("disk I/O error");
    };
    return {
      run: (sql, ...parameters) => {
        write();
        if (parameters.length > 0) return Number(this.#prepare(sql).run(...parameters).changes);
        this.#database.exec(sql);
        return 0;
      },
      all: (sql, ...parameters) => {
        read();
        return this.#prepare(sql).all(...parameters);
      },
      transaction: (act) => {
        life.check();
        this.#database.exec("BEGIN IMMEDIATE");
        this.#isOpen = true;
        try {
          const result = act();
          this.#commit(life);
          onCommit();
          // The process may end when all is durable and it has not heard of it.
          life.check();
          return result;
        } catch (error) {
          if (this.#isOpen) this.#end("ROLLBACK");
          throw error;
        }
      },
      readVersion: () => {
        read();
        return Number(this.#database.prepare("PRAGMA user_version").get()?.user_version);
      },
      writeVersion: (version) => {
        write();
        this.#database.exec(`PRAGMA user_version = ${version}`);
      },
    };
  }

  #commit(life: Life): void {
    life.check();
    if (this.#has("no_commit")) throw new Error("disk I/O error");
    for (const fault of this.#faults) {
      if (fault.effect === "slow" && this.#clock.now() < fault.until) this.#clock.skip(fault.ms);
    }
    this.#end("COMMIT");
  }

  #end(how: "COMMIT" | "ROLLBACK"): void {
    this.#isOpen = false;
    this.#database.exec(how);
  }

  #has(effect: DiskFault["effect"]): boolean {
    const now = this.#clock.now();
    return this.#faults.some((fault) => fault.effect === effect && now < fault.until);
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
