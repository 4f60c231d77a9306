import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { root } from "../../checks/root.ts";
import { notesFor } from "./notes.ts";

const changelog = `# Changelog

One line for each change.

## 0.2.0, unreleased

- Something else.

## 0.1.1, 2026-12-02

## 0.1.0, 2026-12-01

- The forwarder.
  It has two lines.

### Fixed

- The client.
`;

describe("notesFor", () => {
  it("gives the section of the version, whole and without its heading", () => {
    assert.equal(
      notesFor("v0.1.0", { version: "0.1.0", changelog }),
      "- The forwarder.\n  It has two lines.\n\n### Fixed\n\n- The client.\n",
    );
  });

  const table: [tag: string, version: string, message: string][] = [
    [
      "v0.1.0",
      "0.2.0",
      "Cannot release v0.1.0: deno.json has version 0.2.0, so tag v0.2.0",
    ],
    ["0.1.0", "0.1.0", "Cannot release 0.1.0: deno.json has version 0.1.0, so tag v0.1.0"],
    ["", "0.1.0", "Cannot release : deno.json has version 0.1.0, so tag v0.1.0"],
    [
      "v0.1",
      "0.1",
      'Cannot release v0.1: CHANGELOG.md has no section "## 0.1, DATE"',
    ],
    [
      "v0.2.0",
      "0.2.0",
      'Cannot release v0.2.0: CHANGELOG.md has "## 0.2.0, unreleased", write the day in place of the rest',
    ],
    ["v0.1.1", "0.1.1", "Cannot release v0.1.1: its section in CHANGELOG.md is empty"],
  ];
  for (const [tag, version, message] of table) {
    it(`throws: ${message}`, () => {
      assert.throws(() => notesFor(tag, { version, changelog }), { name: "Error", message });
    });
  }

  it("finds the section of deno.json's version in CHANGELOG.md, once it has a day", () => {
    const { version } = JSON.parse(readFileSync(join(root, "deno.json"), "utf8"));
    const ours = readFileSync(join(root, "CHANGELOG.md"), "utf8")
      .replace(`## ${version}, unreleased`, `## ${version}, 2026-12-01`);
    assert.match(notesFor(`v${version}`, { version, changelog: ours }), /^- .*\n/);
  });
});
