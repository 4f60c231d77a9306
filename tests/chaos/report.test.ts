import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judge } from "./judge.ts";
import { describeFigures, describeTroubles, figuresOf, isGood } from "./report.ts";
import type { Outcome } from "./run.ts";

const marks = Array.from({ length: 25 }, (_, number) => ({ mark: `m${number}`, email: "a@b.c" }));

function outcome(shown: typeof marks, renamed: string[] = []): Outcome {
  const verdict = judge({ acknowledged: marks, shown, dead: [] });
  const counts = { requests: 1, unanswered: 0, refused: 0, repeated: 0 };
  return { verdict, renamed, kills: 3, counts, struck: 0 };
}

describe("the report", () => {
  it("has the figures in one line", () => {
    assert.equal(
      describeFigures(figuresOf(outcome(marks), 7)),
      "acknowledged 25, delivered 25, dead 0, lost 0, doubled 0, kills 3, seed 7",
    );
    assert.equal(isGood(outcome(marks)), true);
    assert.deepEqual(describeTroubles(outcome(marks)), []);
  });

  it("names what is lost, twenty of it", () => {
    const [line = "", ...others] = describeTroubles(outcome([]));
    assert.match(line, /^lost: m0, m1, .*, m19 and 5 more$/);
    assert.deepEqual(others, []);
    assert.equal(isGood(outcome([])), false);
  });

  it("names what is doubled, and what got another id", () => {
    const found = outcome([...marks, ...marks.slice(0, 1)], ["m2"]);
    assert.deepEqual(describeTroubles(found), ["doubled: m0", "renamed: m2"]);
    assert.equal(isGood(outcome(marks, ["m2"])), false);
  });
});
