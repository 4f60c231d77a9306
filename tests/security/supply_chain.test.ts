import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { root } from "../checks/root.ts";

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** Packages of a list, by name; of the last of their kinds, where several are in use. */
function packagesOf(specifiers: readonly string[]): Map<string, string> {
  return new Map(specifiers.map((one) => {
    const [, name = "", version = ""] = /^(@?[^@]+)@([^_]+)/.exec(one) ?? [];
    return [name, version];
  }));
}

const manifest: { imports: Record<string, string> } = JSON.parse(read("deno.json"));
const lock: {
  specifiers: Record<string, string>;
  npm: Record<string, { integrity?: string }>;
  remote?: unknown;
} = JSON.parse(read("deno.lock"));
const workflows = readdirSync(join(root, ".github/workflows")).map((name) =>
  `.github/workflows/${name}`
);

describe("packages", () => {
  it("are named by one version each, and by none that a registry chooses", () => {
    const loose = Object.values(manifest.imports).filter((one) =>
      !/^npm:(?:@[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(one)
    );
    assert.deepEqual(loose, []);
  });

  it("are held to their contents by the lock file, which has nothing from elsewhere", () => {
    const entries = Object.entries(lock.npm);
    assert.ok(entries.length > 50);
    const open = entries.filter(([, { integrity }]) =>
      !/^sha512-[\w+/]{86}==$/.test(integrity ?? "")
    );
    assert.deepEqual(open.map(([name]) => name), []);
    assert.equal(lock.remote, undefined);
    assert.deepEqual(Object.keys(lock.specifiers).filter((one) => !one.startsWith("npm:")), []);
  });
});

describe("workflows", () => {
  it("install what the lock file says, or fail", () => {
    assert.match(
      read("tests/checks/ok.ts"),
      /deno\("lock file", "install", "--quiet", "--frozen"\)/,
    );
    assert.match(read("tests/run.ts"), /process\.env\.CI === undefined \? \[\] : \["--frozen"\]/);
    for (const path of workflows) {
      assert.ok(!/--no-lock\b|--frozen=false|npm (?:i|install)\b(?! -g)/.test(read(path)), path);
    }
  });

  it("keep no credentials in the folder, and run nobody's code with rights to write", () => {
    for (const path of workflows) {
      const text = read(path);
      const checkouts = text.split("\n").filter((line) =>
        /uses: actions\/checkout@/.test(line)
      ).length;
      assert.equal(text.split("persist-credentials: false").length - 1, checkouts, path);
      assert.ok(!/pull_request_target|workflow_run/.test(text), path);
    }
  });

  it("are told of new versions of actions and packages", () => {
    const { updates } = parse(read(".github/dependabot.yml"));
    const kinds = updates.map((one: Record<string, unknown>) => one["package-ecosystem"]);
    assert.deepEqual(kinds, ["github-actions", "deno"]);
  });
});

describe("action/dist/licenses.txt", () => {
  /** Licenses that let anybody use, change and pass on, as long as their text comes along. */
  const free = [
    "MIT",
    "ISC",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "0BSD",
    "BlueOak-1.0.0",
  ];
  const titles = [
    ...read("action/dist/licenses.txt").matchAll(/(?:^|-{80}\n\n)(\S+) (\S+) \(([^)]+)\)\n/g),
  ]
    .map(([, name = "", version = "", license = ""]) => ({ name, version, license }));

  it("names every package in the bundle, in the version of the lock file, and its license", () => {
    const locked = packagesOf(Object.keys(lock.npm));
    assert.ok(titles.length >= 3, `${titles.length} packages`);
    for (const { name, version, license } of titles) {
      assert.ok(free.includes(license), `${name}: ${license}`);
      assert.equal(locked.get(name), version, name);
    }
    const names = titles.map(({ name }) => name);
    for (const name of ["@actions/core", "valibot", "yaml"]) assert.ok(names.includes(name), name);
  });

  it("comes with the project's own license", () => {
    assert.match(read("LICENSE"), /^MIT License/);
    assert.ok(existsSync(join(root, "action/dist/index.cjs")));
  });
});
