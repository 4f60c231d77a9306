import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { GroupCommit } from "../../src/outbox/group_commit.ts";
import type { SqlRunner } from "../../src/outbox/sql_runner.ts";

/** A group commit over a database that only counts, and puts that are numbers. */
function start({ write = () => undefined }: { write?: (put: number) => Error | undefined } = {}) {
  const commits: number[][] = [];
  let written: number[] = [];
  let begun = 0;
  let asked = 0;
  let turns: (() => void)[] = [];
  const runner: Pick<SqlRunner, "transaction"> = {
    transaction(act) {
      written = [];
      begun++;
      const result = act();
      commits.push(written);
      return result;
    },
  };
  const group = new GroupCommit<number>({
    runner,
    write(put) {
      const refusal = write(put);
      if (refusal === undefined) written.push(put);
      return refusal;
    },
    later(act) {
      asked++;
      turns.push(act);
    },
  });
  /** Goes through one turn. */
  const turn = () => {
    const acts = turns;
    turns = [];
    for (const act of acts) act();
  };
  /** Adds puts, goes on until they are committed and says of each what became of it. */
  const add = async (...puts: number[]) => {
    const added = puts.map((put) => group.add(put));
    while (turns.length > 0) turn();
    const settled = await Promise.allSettled(added);
    return settled.map((one) => one.status === "fulfilled" ? "durable" : String(one.reason));
  };
  return { add, commits, group, turn, begun: () => begun, asked: () => asked };
}

describe("GroupCommit", () => {
  it("commits together what was put before the commit", async () => {
    const { add, commits } = start();
    assert.deepEqual(await add(1, 2, 3), ["durable", "durable", "durable"]);
    assert.deepEqual(await add(4), ["durable"]);
    assert.deepEqual(commits, [[1, 2, 3], [4]]);
  });

  it("refuses one and commits the others", async () => {
    const { add, commits } = start({
      write: (put) => put === 2 ? new Error("full") : undefined,
    });
    assert.deepEqual(await add(1, 2, 3), ["durable", "Error: full", "durable"]);
    assert.deepEqual(commits, [[1, 3]]);
  });

  it("commits each alone where one of them fails, so that it sinks nobody else", async () => {
    const { add, commits } = start({
      write: (put) => {
        if (put === 2) throw new Error("too big");
        return undefined;
      },
    });
    assert.deepEqual(await add(1, 2, 3), ["durable", "Error: too big", "durable"]);
    assert.deepEqual(commits, [[1], [3]]);
    assert.deepEqual(await add(2), ["Error: too big"]);
  });

  it("commits a put at the end of its turn where no other comes", async () => {
    const { add, asked } = start();
    await add(1);
    assert.equal(asked(), 1);
    await add(2);
    assert.equal(asked(), 2);
  });

  it("waits for a turn that brings no more, so that who comes in between shares the commit", async () => {
    const { commits, group, turn } = start();
    const puts = [group.add(1)];
    puts.push(group.add(2));
    turn();
    puts.push(group.add(3));
    turn();
    assert.deepEqual(commits, []);
    turn();
    assert.deepEqual(commits, [[1, 2, 3]]);
    await Promise.all(puts);
  });

  it("waits for 8 turns at most, however many come", async () => {
    const { commits, group, turn } = start();
    const puts = [group.add(0)];
    for (let number = 1; number <= 8; number++) {
      puts.push(group.add(number));
      assert.deepEqual(commits, []);
      turn();
    }
    assert.deepEqual(commits, [[0, 1, 2, 3, 4, 5, 6, 7, 8]]);
    await Promise.all(puts);
  });

  it("does not try again what fails and was alone", async () => {
    const { add, begun } = start({
      write() {
        throw new Error("too big");
      },
    });
    assert.deepEqual(await add(1), ["Error: too big"]);
    assert.equal(begun(), 1);
  });

  it("commits what waits when it is told to", async () => {
    const { commits, group } = start();
    const put = group.add(1);
    group.flush();
    await put;
    assert.deepEqual(commits, [[1]]);
    group.flush();
    assert.deepEqual(commits, [[1]]);
  });
});
