import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { reportOf, tally } from "./figures.ts";
import type { Mutant } from "./instrument.ts";
import type { Outcome } from "./trials.ts";

const file = "src/a.ts";
const line = "if (a < b) return a;";

function mutant(id: string, to: string): Mutant {
  return { id, kind: "EqualityOperator", lineNumber: 7, line, from: "a < b", to };
}

const mutants = [mutant("0", "a > b"), mutant("1", "a <= b"), mutant("2", "true")];
const killed: Outcome = { kind: "killed", by: "a test" };
const survived: Outcome = { kind: "survived" };
const equivalent = { file, line, from: "a < b", to: "a <= b", reason: "Either is the same" };

function report(outcomes: readonly Outcome[], excused = [equivalent]) {
  const found = new Map(outcomes.map((outcome, index) => [String(index), outcome]));
  return reportOf(file, { mutants, outcomes: found, excused });
}

describe("reportOf", () => {
  it("counts what the tests noticed of what they could notice", () => {
    const { figures, survivors, stale } = report([killed, survived, killed]);
    assert.deepEqual(figures, {
      mutants: 3,
      killed: 2,
      timeouts: 0,
      equivalent: 1,
      survived: 0,
      score: 100,
    });
    assert.deepEqual([survivors, stale], [[], []]);
  });

  it("names what survived and is in no list", () => {
    const { figures, survivors } = report([{ kind: "timeout", by: "x" }, survived, survived]);
    assert.deepEqual(survivors, [mutants[2]]);
    assert.partialDeepStrictEqual(figures, { timeouts: 1, survived: 1, score: 50 });
  });

  it("names what is in the list and was noticed, or is not there", () => {
    const gone = { ...equivalent, to: "false" };
    const { figures, stale } = report([killed, killed, killed], [equivalent, gone]);
    assert.deepEqual(stale, [equivalent, gone]);
    assert.partialDeepStrictEqual(figures, { equivalent: 0, score: 100 });
  });

  it("takes for survived what was not tried", () => {
    assert.equal(report([]).figures.survived, 2);
  });
});

describe("tally", () => {
  it("adds up, and rounds the score down: 100 means all", () => {
    const rest = { timeouts: 0, equivalent: 0, score: 0 };
    assert.deepEqual(
      tally([
        { mutants: 1_000, killed: 999, survived: 1, ...rest },
        { mutants: 1_001, killed: 1_001, survived: 0, ...rest },
      ]),
      { mutants: 2_001, killed: 2_000, timeouts: 0, equivalent: 0, survived: 1, score: 99.9 },
    );
  });

  it("is 100 where there is nothing to notice", () => assert.equal(tally([]).score, 100));
});
