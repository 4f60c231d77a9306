import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, it } from "node:test";
import { guidePaths } from "../checks/guide_paths.ts";
import { root } from "../checks/root.ts";

/** Files whose headings a link of the page may lead to, and their text without code. */
const prose = new Map(
  guidePaths(root).map((path) => [path, withoutCode(readFileSync(join(root, path), "utf8"))]),
);

describe("links of the documents", () => {
  for (const [path, text] of prose) {
    it(`lead to files and headings that exist: ${path}`, () => {
      const targets = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)]
        .map(([, link, image]) => link ?? image ?? "")
        .filter((target) => !/^(?:https?|mailto):/.test(target));
      assert.deepEqual(targets.filter((target) => !leadsSomewhere(target, path)), []);
    });
  }

  it("are looked at in more than a few documents", () => assert.ok(prose.size > 10));
});

function leadsSomewhere(target: string, from: string): boolean {
  const [file = "", heading] = target.split("#");
  const path = file === "" ? from : normalize(join(dirname(from), file)).replace(/\/$/, "");
  if (!existsSync(join(root, path))) return false;
  if (heading === undefined) return true;
  return headingsOf(prose.get(path) ?? "").includes(heading);
}

/** Headings as GitHub names them in addresses. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, title = ""]) =>
    title.toLowerCase().replace(/[^\p{L}\p{N}\- _]/gu, "").replaceAll(" ", "-")
  );
}

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, "");
}
