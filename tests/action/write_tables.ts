/**
 * Writes the tables of inputs and outputs into the documents that show them.
 *
 *     deno task build:tables
 *
 * @module
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../checks/root.ts";
import { inputRows, outputRows, type Row, writeTable } from "./tables.ts";

for (const name of ["README.md", "docs/action.md"]) {
  const path = join(root, name);
  let text = await readFile(path, "utf8");
  text = replaceTable(text, ["Input", "Default", "What it is"], inputRows);
  text = replaceTable(text, ["Output", "What it is"], outputRows);
  await writeFile(path, text);
}

function replaceTable(text: string, heading: Row, rows: readonly Row[]): string {
  const table = new RegExp(`^\\|\\s*${heading[0]}\\s*\\|.*\\n(?:\\|.*\\n)+`, "m");
  return text.replace(table, () => `${writeTable(heading, rows)}\n`);
}
