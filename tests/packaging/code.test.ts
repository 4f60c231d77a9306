/**
 * Every block of code that a document shows is read here by whatever it is written for. TypeScript is compiled and run by
 * `deno task ok`; what the shell is told in README.md and docs is done by tests/newcomer, and in the examples by
 * tests/examples.
 *
 * @module
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, it } from "node:test";
import * as v from "valibot";
import { parse } from "yaml";
import { parseConfig } from "../../src/mapping/config.ts";
import { metadata } from "../action/metadata.ts";
import { findWorkflows } from "../action/lint/texts.ts";
import { type CodeBlock, codeBlocks } from "../checks/code_blocks.ts";
import { runCommand } from "../checks/command.ts";
import { guidePaths } from "../checks/guide_paths.ts";
import { root } from "../checks/root.ts";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const documents = guidePaths(root).map((path) => ({ path, text: read(path) }));

/** Names of the metrics that the forwarder has. */
const metrics = new Set(
  readdirSync(join(root, "src/edge/metrics")).flatMap((name) =>
    [...read(`src/edge/metrics/${name}`).matchAll(/"(hubline_\w+)"/g)].map(([, metric]) => metric)
  ),
);

/** Alerting rules as Prometheus reads them. */
const alerts = v.strictObject({
  groups: v.array(v.strictObject({
    name: v.string(),
    rules: v.array(v.strictObject({
      alert: v.pipe(v.string(), v.regex(/^[A-Z][A-Za-z]+$/)),
      expr: v.string(),
      for: v.optional(v.pipe(v.string(), v.regex(/^\d+[smhd]$/))),
      annotations: v.strictObject({ summary: v.string() }),
    })),
  })),
});

/** Reads a block in one language; throws where it cannot be read. */
type Reader = (block: CodeBlock, path: string) => void | Promise<void>;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  // Nothing stands behind it, by which `deno test --doc` would leave it out.
  ["ts", () => {}],
  ["sh", readShell],

  ["yaml", readYaml],
  ["diff", ({ text }) => {
    for (const line of text.trimEnd().split("\n")) assert.match(line, /^(?:[-+ ]|$)/);
    assert.match(text, /^-/m);
    assert.match(text, /^\+/m);
  }],
]);

async function readShell({ text }: CodeBlock): Promise<void> {
  const { code, output } = await runCommand({
    program: "bash",
    args: ["-n", "-c", text],
    cwd: root,
    env: { PATH: process.env.PATH ?? "" },
    timeout: 30_000,
  });
  assert.equal(code, 0, output);
  assert.equal(output, "");
}

/** YAML is a workflow, a step of one, alerts, or else a configuration: each says by its first key which one it is. */
async function readYaml({ text }: CodeBlock, path: string): Promise<void> {
  const found = parse(text);
  if (Object.hasOwn(found, "jobs")) {
    const linted = (await findWorkflows(root)).map((workflow) => workflow.text);
    assert.ok(linted.includes(text), `lint:workflows does not look at ${path}`);
  } else if (Object.hasOwn(found, "with")) {
    const unknown = Object.keys(found.with).filter((name) => !Object.hasOwn(metadata.inputs, name));
    assert.deepEqual(unknown, []);
  } else if (Object.hasOwn(found, "groups")) {
    for (const { rules } of v.parse(alerts, found).groups) {
      for (const { expr } of rules) assert.deepEqual(unknownMetrics(expr), []);
    }
  } else parseConfig(text, path);
}

function unknownMetrics(text: string): string[] {
  return [...text.matchAll(/\bhubline_\w+/g)].map(([name]) => name)
    .filter((name) => !metrics.has(name));
}

for (const { path, text } of documents) {
  describe(path, () => {
    for (const block of codeBlocks(text)) {
      it(`has ${block.language} in line ${block.line} that can be read`, async () => {
        const reader = readers.get(block.language);
        assert.ok(reader !== undefined, `Nobody reads ${block.language}`);
        await reader(block, path);
      });
    }

    it("names metrics that there are", () => assert.deepEqual(unknownMetrics(text), []));
  });
}

describe("the documents", () => {
  it("have code in every language that is read", () => {
    const languages = documents.flatMap(({ text }) => codeBlocks(text)).map((one) => one.language);
    assert.deepEqual([...readers.keys()].filter((name) => !languages.includes(name)), []);
  });
});
