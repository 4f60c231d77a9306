import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RoundLine } from "../../src/outbox/round_line.ts";
import { idle } from "../support/virtual_clock.ts";

/** Adds rounds that end and are passed when a test says so, and keeps what has begun and ended, in order. */
function start() {
  const line = new RoundLine();
  const seen: string[] = [];
  const add = (name: string) => {
    const end = Promise.withResolvers<string>();
    let letPass = () => {};
    const { ended, passed } = line.add((pass) => {
      seen.push(`${name} begins`);
      letPass = pass;
      return end.promise;
    });
    ended.then(() => seen.push(`${name} ends`), () => seen.push(`${name} fails`));
    return {
      ended,
      passed,
      pass: () => letPass(),
      end: () => end.resolve(name),
      fail: () => end.reject(new Error(name)),
    };
  };
  return { line, seen, add };
}

describe("RoundLine", () => {
  it("has each round wait for the end of the one before, and gives what it gave", async () => {
    const { seen, add } = start();
    const [a, b] = [add("a"), add("b")];
    await idle();
    assert.deepEqual(seen, ["a begins"]);
    a.end();
    assert.equal(await a.ended, "a");
    await idle();
    assert.deepEqual(seen, ["a begins", "a ends", "b begins"]);
    b.end();
    assert.equal(await b.ended, "b");
  });

  it("goes on after a round that failed, which rejects for its caller alone", async () => {
    const { seen, add } = start();
    const [a, b] = [add("a"), add("b")];
    await idle();
    a.fail();
    await assert.rejects(a.ended, { message: "a" });
    await idle();
    assert.deepEqual(seen, ["a begins", "a fails", "b begins"]);
    b.end();
    await b.ended;
  });

  it("begins the next round before the end of one that lets it pass, and says so", async () => {
    const { seen, add } = start();
    const [a, b, c] = [add("a"), add("b"), add("c")];
    await idle();
    a.pass();
    await a.passed;
    await idle();
    assert.deepEqual(seen, ["a begins", "b begins"], "c waits for b");
    b.end();
    await idle();
    a.end();
    await idle();
    assert.deepEqual(seen, ["a begins", "b begins", "b ends", "c begins", "a ends"]);
    c.end();
    await c.ended;
  });

  it("has no more than four beside each other, and the fifth begins as soon as one has ended", async () => {
    const { seen, add } = start();
    const rounds = ["a", "b", "c", "d", "e"].map(add);
    for (const round of rounds) {
      await idle();
      round.pass();
    }
    assert.deepEqual(seen, ["a begins", "b begins", "c begins", "d begins"]);
    rounds[1]?.end();
    await idle();
    assert.deepEqual(seen.slice(4).sort(), ["b ends", "e begins"]);
    for (const round of rounds) round.end();
    await Promise.all(rounds.map(({ ended }) => ended));
  });

  it("does what is done alone after all before it, those that were passed included, and before all that comes later", async () => {
    const { line, seen, add } = start();
    const [a, b] = [add("a"), add("b")];
    await idle();
    a.pass();
    await idle();
    const alone = line.alone(async () => {
      seen.push("alone");
      await Promise.resolve();
      return 7;
    });
    const c = add("c");
    b.end();
    await idle();
    assert.deepEqual(seen, ["a begins", "b begins", "b ends"]);
    a.end();
    assert.equal(await alone, 7);
    await idle();
    assert.deepEqual(seen.slice(3), ["a ends", "alone", "c begins"]);
    c.end();
    await c.ended;
  });

  it("says when all that is in line has ended, as they may", async () => {
    const { line, add } = start();
    await line.ended();
    const [a, b] = [add("a"), add("b")];
    await idle();
    a.pass();
    await idle();
    let isOver = false;
    const over = line.ended().then(() => isOver = true);
    b.fail();
    await assert.rejects(b.ended);
    await idle();
    assert.equal(isOver, false);
    a.end();
    await over;
  });
});
