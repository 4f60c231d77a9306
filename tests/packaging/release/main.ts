/**
 * Prints the notes of the release that a tag is for, and ends with 1 where the tag, `deno.json` and `CHANGELOG.md` do not
 * agree.
 *
 *     deno task release:notes v0.1.0
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { root } from "../../checks/root.ts";
import { notesFor } from "./notes.ts";

const { version } = JSON.parse(readFileSync(join(root, "deno.json"), "utf8"));
const changelog = readFileSync(join(root, "CHANGELOG.md"), "utf8");
try {
  process.stdout.write(notesFor(process.argv[2] ?? "", { version, changelog }));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
