import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { root } from "../checks/root.ts";

const text = readFileSync(join(root, "SECURITY.md"), "utf8");
const rows = text.split("\n").filter((line) => line.startsWith("| ")).slice(2)
  .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));

function namedIn(cell: string | undefined): string[] {
  return [...(cell ?? "").matchAll(/`(tests\/[\w./-]+)`/g)].map(([, path = ""]) => path);
}

describe("SECURITY.md", () => {
  it("says of each threat what stands against it, and names tests that are there", () => {
    assert.ok(rows.length >= 25, `${rows.length} threats`);
    for (const row of rows) {
      const [threat = "", measure = "", shown] = row;
      assert.equal(row.length, 3, threat);
      assert.ok(threat.length > 10 && measure.length > 20, threat);
      const files = namedIn(shown);
      assert.ok(files.length > 0, `${threat}: no test is named`);
      for (const path of files) assert.ok(hasTests(path), `${threat}: ${path}`);
    }
  });

  it("names every test of this folder, and the one that tries whatever comes in", () => {
    const own = readdirSync(join(root, "tests/security")).filter((name) =>
      name.endsWith(".test.ts")
    )
      .map((name) => `tests/security/${name}`);
    // The search for canaries, and what is written about all this, are no threats.
    const aside = ["tests/security/canaries.test.ts", "tests/security/documents.test.ts"];
    const named = new Set(rows.flatMap((row) => namedIn(row[2])));
    const expected = [...own.filter((path) => !aside.includes(path)), "tests/fuzz/fuzz.test.ts"];
    assert.deepEqual(expected.filter((path) => !named.has(path)), []);
  });

  it("has a line for each thing that a stranger could try", () => {
    const threats = rows.map(([threat]) => threat).join("\n");
    const expected = [
      ...[/name/, /replay/, /weaker/, /timing/, /logs/, /call an address/, /frame/, /script/],
      ...[/files/, /without the password/, /another site/, /lead.*elsewhere/, /session/, /smuggle/],
      ...[/patterns/, /YAML/, /decompress/, /lines in a log/, /workflow commands/, /package/],
    ];
    for (const word of expected) assert.match(threats, word);
  });

  it("says where to report, and by when there is an answer", () => {
    assert.match(text, /private advisories/);
    assert.match(text, /within three working days/);
  });
});

/** A file of tests, or a folder that has some. */
function hasTests(path: string): boolean {
  const full = join(root, path);
  if (!existsSync(full)) return false;
  if (statSync(full).isFile()) return path.endsWith(".test.ts");
  return readdirSync(full, { recursive: true }).some((name) => String(name).endsWith(".test.ts"));
}
