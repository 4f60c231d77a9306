import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { root } from "../checks/root.ts";
import { installRuntimes, type Runtimes } from "../runtimes/install.ts";
import { Consumer } from "./npm/consumer.ts";
import { filesOf } from "./npm/files.ts";
import { packLibrary } from "./npm/pack.ts";

const consumer = new Consumer();
let tarball: string;
let runtimes: Runtimes;

before(async () => {
  runtimes = await installRuntimes();
  tarball = await packLibrary(join(consumer.folder, "timeline.tgz"));
  await consumer.install(tarball);
});
after(() => consumer.remove());

/** What the programs of the consumer print where all is well. */
const both = { outcome: "delivered", status: 202, reference: 200 };
const served = { ...both, kept: ["delivered"], events: 3, functions: true };
const bundled = { ...both, events: 2 };

describe("the package for npm", () => {
  it("holds the files of tests/packaging/npm/files.txt and no other", async () => {
    const wanted = readFileSync(join(root, "tests/packaging/npm/files.txt"), "utf8");
    const found = await filesOf(tarball);
    assert.equal(found.join("\n") + "\n", wanted, "deno run -A tests/packaging/npm/files.ts");
  });

  it("says what deno.json says, and what npm and its readers want besides", () => {
    const path = consumer.installed("@hubline/timeline/package.json");
    const manifest = JSON.parse(readFileSync(path, "utf8"));
    const source = JSON.parse(readFileSync(join(root, "deno.json"), "utf8"));
    assert.deepEqual(Object.keys(manifest.exports), Object.keys(source.exports));
    assert.partialDeepStrictEqual(manifest, {
      name: source.name,
      version: source.version,
      description: source.description,
      license: "MIT",
      type: "module",
      repository: { type: "git", url: "git+https://github.com/hubline/timeline.git" },
      engines: { node: ">=22.13" },
      sideEffects: false,
      publishConfig: { access: "public" },
    });
    const wanted = ["@hono/node-server", "handlebars", "hono", "marked", "pg", "valibot"];
    assert.deepEqual(Object.keys(manifest.dependencies).sort(), wanted);
  });

  it("has nothing that publint objects to", async () => {
    const output = await consumer.runTool("publint", "--strict", tarball);
    assert.match(output, /All good!/);
  });

  it("has types that resolve wherever ESM does, says attw", async () => {
    const output = await consumer.runTool("attw", "--profile", "esm-only", tarball);
    const source = JSON.parse(readFileSync(join(root, "deno.json"), "utf8"));
    const entries = Object.keys(source.exports).length;
    for (const resolution of ["node16 (from ESM)", "bundler"]) {
      assert.equal(output.split(`\n${resolution}: 🟢`).length - 1, entries, output);
    }
  });

  const environments: [name: string, lib: string[], types: string[], files: string[]][] = [
    ["DOM alone", ["ESNext", "DOM", "DOM.Iterable", "DOM.AsyncIterable"], [], ["web.ts"]],
    ["@types/node alone", ["ESNext"], ["node"], ["web.ts", "server.ts"]],
    ["@cloudflare/workers-types", ["ESNext"], ["@cloudflare/workers-types"], ["web.ts"]],
  ];
  for (const [name, lib, types, files] of environments) {
    it(`has types that stand with ${name}`, async () => {
      consumer.write("tsconfig.json", {
        compilerOptions: {
          lib,
          types,
          target: "ESNext",
          module: "NodeNext",
          strict: true,
          exactOptionalPropertyTypes: true,
          skipLibCheck: false,
          noEmit: true,
          allowImportingTsExtensions: true,
        },
        files,
      });
      const output = await consumer.runTool("tsc", "--project", "tsconfig.json");
      assert.doesNotMatch(output, /error TS/);
    });
  }

  const programs: [name: string, program: () => string, args: string[]][] = [
    ["Node 22", () => consumer.installed("node22/bin/node"), []],
    ["Node 24", () => runtimes.node, []],
    ["Bun", () => runtimes.bun, ["run"]],
    ["Deno", () => Deno.execPath(), ["run", "-A", "--no-check", "--node-modules-dir=manual"]],
  ];
  for (const [name, program, args] of programs) {
    it(`sends events with every entry imported on ${name}`, async () => {
      assert.deepEqual(lastLine(await consumer.run(program(), ...args, "server.ts")), served);
    });
  }

  it("sends events out of a bundle by esbuild", async () => {
    const options = ["--bundle", "--format=esm", "--platform=browser", "--outfile=esbuild.mjs"];
    await consumer.runTool("esbuild", "web.ts", ...options);
    assert.deepEqual(await runBundle("esbuild.mjs"), bundled);
  });

  it("sends events out of a bundle by Vite", async () => {
    await consumer.runTool("vite", "build", "--config", "vite.config.mjs");
    assert.deepEqual(await runBundle("vite/web.js"), bundled);
  });
});

async function runBundle(path: string): Promise<unknown> {
  const file = join(consumer.folder, path);
  return lastLine(await consumer.run(runtimes.node, "bundled.mjs", file));
}

function lastLine(output: string): unknown {
  return JSON.parse(output.trimEnd().split("\n").at(-1) ?? "");
}
