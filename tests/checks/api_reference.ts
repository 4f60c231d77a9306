/**
 * Builds the reference of the API in a temporary folder, and holds it against what JSR gives points for. Whatever Deno has to
 * say besides that it was written is a failure, and so is a link that leads nowhere.
 *
 *     deno run -A tests/checks/api_reference.ts
 *
 * @module
 */
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import * as v from "valibot";
import { environmentOf, runCommand } from "./command.ts";
import { docsSchema, scoreGaps } from "./jsr_score.ts";
import { brokenLinks } from "./page_links.ts";
import { root } from "./root.ts";

const manifest = JSON.parse(await readFile(join(root, "deno.json"), "utf8"));
const entries: string[] = [...new Set<string>(Object.values(manifest.exports))];
const folder = await mkdtemp(join(tmpdir(), "hubline-reference-"));
try {
  const findings = [...await build(), ...await score()];
  for (const finding of findings) console.log(finding);
  process.exitCode = findings.length === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function build(): Promise<string[]> {
  const { code, output } = await doc("--html", `--name=${manifest.name}`, `--output=${folder}`);
  const said = output.split("\n").filter((line) => line !== "" && !/^Written \d+ files/.test(line));
  if (code !== 0 || said.length > 0) return said.length > 0 ? said : [`Exit code ${code}`];
  const paths = await readdir(folder, { recursive: true });
  const findings: string[] = [];
  for (const path of paths.filter((one) => one.endsWith(".html"))) {
    const leads = (target: string) => existsSync(join(folder, dirname(path), target));
    const broken = brokenLinks(await readFile(join(folder, path), "utf8"), leads);
    findings.push(...broken.map((target) => `${path}: ${target} leads nowhere`));
  }
  console.log(`${entries.length} entries, ${paths.length} files`);
  return findings;
}

async function score(): Promise<string[]> {
  const { output } = await doc("--json");
  const docs = v.parse(docsSchema, JSON.parse(output));
  const readme = await readFile(join(root, "README.md"), "utf8");
  return scoreGaps({ docs, entries: entries.length, readme, manifest });
}

function doc(...options: string[]) {
  return runCommand({
    program: process.execPath,
    args: ["doc", ...options, ...entries],
    cwd: root,
    env: environmentOf(Deno.env.toObject()),
    timeout: 120_000,
  });
}
