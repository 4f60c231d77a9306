import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Evidence, isClean, judge, type Verdict } from "./judge.ts";

const ada = { mark: "a", email: "ada@example.com" };
const bob = { mark: "b", email: "bob@example.com" };

const table: [string, Evidence, Partial<Verdict>, boolean][] = [
  [
    "finds nothing wrong where each stands once on its timeline",
    { acknowledged: [ada, bob], shown: [bob, ada], dead: [] },
    { acknowledged: 2, delivered: 2, dead: 0 },
    true,
  ],
  [
    "takes a dead letter with a reason",
    { acknowledged: [ada, bob], shown: [bob], dead: [{ mark: "a", reason: "refused: no" }] },
    { acknowledged: 2, delivered: 1, dead: 1 },
    true,
  ],
  [
    "takes for delivered what is dead and stands on its timeline: the answers were lost",
    { acknowledged: [ada], shown: [ada], dead: [{ mark: "a", reason: "timeout: x" }] },
    { delivered: 1, dead: 0 },
    true,
  ],
  [
    "names what is lost",
    { acknowledged: [ada, bob], shown: [bob], dead: [] },
    { acknowledged: 2, delivered: 1, lost: ["a"] },
    false,
  ],
  [
    "names what stands twice, even on its own timeline",
    { acknowledged: [ada, bob], shown: [ada, bob, ada], dead: [] },
    { delivered: 1, doubled: ["a"], lost: [] },
    false,
  ],
  [
    "names what stands on another timeline",
    { acknowledged: [ada], shown: [{ ...ada, email: bob.email }], dead: [] },
    { delivered: 0, misplaced: ["a"], lost: [] },
    false,
  ],
  [
    "names what stands on no timeline",
    { acknowledged: [ada], shown: [{ ...ada, email: undefined }], dead: [] },
    { delivered: 0, misplaced: ["a"] },
    false,
  ],
  [
    "names what is dead without a reason",
    { acknowledged: [ada], shown: [], dead: [{ mark: "a", reason: "" }] },
    { dead: 0, unexplained: ["a"], lost: [] },
    false,
  ],
  [
    "names what nobody was told of",
    { acknowledged: [ada], shown: [ada, bob], dead: [] },
    { delivered: 1, unknown: ["b"] },
    false,
  ],
];

describe("judge", () => {
  for (const [what, evidence, expected, clean] of table) {
    it(what, () => {
      const verdict = judge(evidence);
      assert.partialDeepStrictEqual(verdict, expected);
      assert.equal(isClean(verdict), clean);
    });
  }
});
