import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { root } from "../checks/root.ts";
import { equivalentMutants } from "./equivalent.ts";
import { type Results, tally } from "./figures.ts";
import results from "./results.json" with { type: "json" };
import { scope, testsOf } from "./scope.ts";

const { all, files }: Results = results;

describe("the results of mutation testing", () => {
  it("are of all parts that decide, and add up", () => {
    assert.deepEqual(Object.keys(files), Object.keys(scope));
    assert.deepEqual(all, tally(Object.values(files)));
  });

  it("have no change that nobody notices and nobody explains", () => {
    for (const [file, { survived }] of Object.entries(files)) assert.equal(survived, 0, file);
  });

  it("come from tests that are there", () => {
    for (const file of Object.keys(scope)) {
      assert.ok(testsOf(file).length > 0, file);
      for (const test of testsOf(file)) assert.ok(existsSync(join(root, test)), test);
    }
  });
});

describe("the list of equivalent mutants", () => {
  it("names each change once, in files that are mutated, with a reason", () => {
    const seen = new Set<string>();
    for (const { file, line, from, to, reason } of equivalentMutants) {
      const change = JSON.stringify([file, line, from, to]);
      assert.ok(Object.hasOwn(scope, file), change);
      assert.ok(!seen.has(change), change);
      assert.match(reason, /\S/, change);
      seen.add(change);
    }
  });

  it("names lines that are there", () => {
    for (const { file, line } of equivalentMutants) {
      const lines = readFileSync(join(root, file), "utf8").split("\n").map((one) => one.trim());
      assert.ok(lines.includes(line), `${file}: ${line}`);
    }
  });
});
