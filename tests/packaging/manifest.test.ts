import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { guidePaths } from "../checks/guide_paths.ts";
import { readSources } from "../architecture/source_text.ts";
import { settingNames } from "../../src/cli/settings.ts";
import { root } from "../checks/root.ts";

interface Manifest {
  name: string;
  exports: Record<string, string>;
  imports: Record<string, string>;
  tasks: Record<string, unknown>;
  publish: { include: string[] };
}

interface Lock {
  specifiers: Record<string, string>;
  workspace: { dependencies: string[] };
}

const manifest: Manifest = JSON.parse(read("deno.json"));
const lock: Lock = JSON.parse(read("deno.lock"));

/** The files in the repository that a reader or a machine takes commands from. */
const guides = [
  ...guidePaths(root),
  ".ci/run",
  ".github/workflows/ci.yml",
  ".github/workflows/release.yml",
];

describe("deno.json", () => {
  it("is the only manifest", () => {
    const others = [
      ...["package.json", "package-lock.json", "jsr.json", "deno.jsonc", "tsconfig.json"],
      ...["bun.lock", "bunfig.toml", "yarn.lock", "pnpm-lock.yaml", "import_map.json"],
    ];
    const folders = ["", "src", "action", "tests", "bench", ".ci"];
    const found = folders.flatMap((folder) => others.map((name) => join(folder, name)))
      .filter((path) => existsSync(join(root, path)));
    assert.deepEqual(found, []);
  });

  it("publishes the file of every export", () => {
    const kept = manifest.publish.include;
    const missing = Object.values(manifest.exports).map((path) => path.replace("./", ""))
      .filter((path) => !kept.some((one) => path === one || path.startsWith(`${one}/`)));
    assert.deepEqual(missing, []);
  });

  it("exports files that exist", () => {
    const missing = Object.values(manifest.exports).filter((path) => !existsSync(join(root, path)));
    assert.deepEqual(missing, []);
  });

  it("publishes neither tests nor the Action", () => {
    const strange = manifest.publish.include.filter((path) =>
      /^(?:\.\/?$|tests|action|bench|examples|\.)/.test(path)
    );
    assert.deepEqual(strange, []);
  });

  it("pins every import exactly, and takes all from npm", () => {
    const loose = Object.values(manifest.imports).filter((target) =>
      !/^npm:(?:@[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+(?:-[\w.]+)?(?:\/[\w./-]+)?$/.test(target)
    );
    assert.deepEqual(loose, []);
  });

  it("maps every bare specifier that the code imports", () => {
    const mapped = [manifest.name, ...Object.keys(manifest.imports)];
    const unmapped = readSources(root, ["mod.ts", "src", "action", "tests", "bench"]).flatMap((
      source,
    ) =>
      source.imports.filter(({ specifier }) =>
        specifier !== "" && !/^(?:\.|node:)/.test(specifier) &&
        !mapped.some((name) => specifier === name || specifier.startsWith(`${name}/`))
      ).map(({ specifier, line }) => `${source.path}:${line}: ${specifier}`)
    );
    assert.deepEqual(unmapped, []);
  });
});

describe("deno.lock", () => {
  it("holds every dependency, and none from JSR", () => {
    const wanted = Object.values(manifest.imports).map((target) =>
      /^npm:@?[^@]+@[^/]+/.exec(target)?.[0] ?? target
    );
    assert.deepEqual(wanted.filter((one) => !Object.hasOwn(lock.specifiers, one)), []);
    assert.deepEqual(wanted.filter((one) => !lock.workspace.dependencies.includes(one)), []);
    assert.equal(read("deno.lock").includes("jsr:"), false);
  });
});

describe("documents and workflows", () => {
  it("name tasks that exist", () => {
    const named = guides.flatMap((path) =>
      [...read(path).matchAll(/\bdeno(?:@[\d.]+)? task ([\w:-]+)/g)].map(([, task = ""]) => task)
    );
    assert.ok(named.includes("test"), "The checks themselves name a task");
    assert.deepEqual(named.filter((task) => !Object.hasOwn(manifest.tasks, task)), []);
  });

  it("name files that exist", () => {
    const named = guides.flatMap((path) =>
      [...read(path).matchAll(/`((?:tests|src|action|\.ci|\.github)\/[\w./-]+)`/g)].map((
        [, file = ""],
      ) => file)
    );
    assert.ok(named.length > 10, `${named.length} files are named`);
    // The bundle's folder is made by a build, and is there because it is committed.
    assert.deepEqual(named.filter((file) => !existsSync(join(root, file))), []);
  });

  it("list every setting of the start in the README's table", () => {
    const rows = read("README.md").split("\n").filter((line) => line.startsWith("| `"));
    const first = rows.map((row) => row.split("|")[1] ?? "").join();
    assert.deepEqual(settingNames.filter((name) => !first.includes(`\`${name}\``)), []);
  });

  it("agree on the version of Deno", () => {
    const versions = guides.flatMap((path) =>
      [...read(path).matchAll(/\bdeno@([\w.]+)/g)].map(([, version]) => version)
    );
    assert.equal(new Set(versions).size, 1, versions.join(", "));
  });

  it("pin every action of the workflows to a commit", () => {
    const folder = ".github/workflows";
    const lines = readdirSync(join(root, folder)).flatMap((name) =>
      read(join(folder, name)).split("\n").filter((line) => /\buses:/.test(line))
    );
    const loose = lines.filter((line) =>
      !/uses: (?:\.\/|[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$)/.test(line)
    );
    assert.ok(lines.length > 0, "There is a workflow with an action");
    assert.deepEqual(loose, []);
  });

  it("give no workflow a permission as a whole", () => {
    const folder = join(root, ".github/workflows");
    const open = readdirSync(folder).filter((name) =>
      !/^permissions: \{\}$/m.test(readFileSync(join(folder, name), "utf8"))
    );
    assert.deepEqual(open, []);
  });
});

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}
