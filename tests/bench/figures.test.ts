import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { isKept, rows, tableOf, tablesOf, withTable } from "../../bench/figures.ts";
import results from "../../bench/results.json" with { type: "json" };
import { exact, summarize } from "../../bench/statistics.ts";
import { root } from "../checks/root.ts";

describe("tablesOf", () => {
  for (const [path, shown] of Object.entries(tablesOf(results))) {
    it(`gives ${path} the figures that it shows, of those in bench/results.json`, () => {
      const document = readFileSync(join(root, path), "utf8");
      assert.equal(withTable(document, shown), document);
    });
  }

  it("gives the README the client's figures alone, and the bench's all", () => {
    const { "README.md": readme, "bench/README.md": bench } = tablesOf(results);
    assert.deepEqual(Object.keys(bench?.figures ?? {}), Object.keys(results.figures));
    const names = Object.keys(readme?.figures ?? {});
    assert.ok(names.includes("sendAllDeno") && !names.includes("acceptDirectDeno"));
  });
});

describe("bench/results.json", () => {
  it("has every figure of the table and no other", () => {
    assert.deepEqual(Object.keys(results.figures).sort(), Object.keys(rows).sort());
  });
});

describe("summarize", () => {
  it("gives the median and the quartiles, in whatever order things were measured", () => {
    assert.deepEqual(summarize([5, 1, 4, 2, 3]), { value: 3, low: 2, high: 4 });
    assert.deepEqual(summarize([4, 1, 2, 3]), { value: 2.5, low: 1.75, high: 3.25 });
    assert.deepEqual(summarize([7]), exact(7));
  });
});

describe("isKept", () => {
  it("holds a figure against what is promised of it", () => {
    assert.deepEqual([9_999, 10_000, 10_001].map((bytes) => isKept("clientBytes", exact(bytes))), [
      true,
      true,
      false,
    ]);
    assert.deepEqual([0.59, 0.6].map((ratio) => isKept("sendAllDeno", exact(ratio))), [
      false,
      true,
    ]);
    assert.ok(isKept("peerBytes", exact(1e9)));
  });
});

describe("tableOf", () => {
  it("shows a figure with its unit, its spread and what is wanted", () => {
    const figures = {
      sendAllDeno: { value: 0.613, low: 0.6, high: 0.65 },
      clientBytes: exact(9_870),
      limitMixed: exact(99.62),
      restartSeconds: { value: 0.4, low: 0.391, high: 0.5 },
    };
    const lines = tableOf({ measuredWith: "Deno 2", figures }).split("\n");
    const cells = lines.map((line) => line.split("|").map((cell) => cell.trim()).slice(2, -1));
    assert.deepEqual(cells.slice(2, 6), [
      ["9,870 bytes", "", "at most 10,000 bytes"],
      ["0.61", "0.60 to 0.65", "at least 0.60"],
      ["99.6 %", "", "at least 99.0 %"],
      ["0.40 s", "0.39 s to 0.50 s", "at most 1.00 s"],
    ]);
    assert.equal(lines.at(-1), "With Deno 2.");
  });
});

describe("withTable", () => {
  it("replaces what stands between the marks and nothing else", () => {
    const made = withTable("a\n<!-- bench:start -->old<!-- bench:end -->\nb", {
      measuredWith: "Deno 2",
      figures: {},
    });
    assert.match(made, /^a\n<!-- bench:start -->\n\n\| what/);
    assert.match(made, /With Deno 2\.\n\n<!-- bench:end -->\nb$/);
    assert.doesNotMatch(made, /old/);
  });

  it("says so where a document has no place for it", () => {
    const results = { measuredWith: "Deno 2", figures: {} };
    assert.throws(() => withTable("a", results), {
      name: "Error",
      message: "Cannot find the table's place: <!-- bench:start --> and <!-- bench:end --> mark it",
    });
  });
});
