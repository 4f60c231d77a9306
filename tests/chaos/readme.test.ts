import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { root } from "../checks/root.ts";

describe("README.md", () => {
  it("has the figures of the long forms as they were written down", () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    const [, table = ""] = /<!-- chaos:start -->([\s\S]*)<!-- chaos:end -->/.exec(readme) ?? [];
    const told = [...table.matchAll(/^\| [A-Z][^|]*\|(.*)\|$/gm)].map(([, cells = ""]) =>
      cells.split("|").map((cell) => Number(cell.replaceAll(",", "")))
    );
    const results: Record<string, Record<string, number>> = JSON.parse(
      readFileSync(join(root, "tests/chaos/results.json"), "utf8"),
    );
    const figures = ["acknowledged", "delivered", "dead", "lost", "doubled", "kills"];
    assert.deepEqual(
      told,
      Object.values(results).map((run) => figures.map((name) => run[name])),
    );
  });
});
