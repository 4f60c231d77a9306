import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { runCommand } from "../../checks/command.ts";
import { root } from "../../checks/root.ts";

interface Step {
  uses?: string;
  run?: string;
}

interface Job {
  needs?: string | string[];
  uses?: string;
  permissions?: Record<string, string>;
  steps?: Step[];
}

interface Workflow {
  on: Record<string, unknown>;
  jobs: Record<string, Job>;
}

const read = (path: string) => readFileSync(join(root, path), "utf8");
const release: Workflow = parse(read(".github/workflows/release.yml"));
const ci: Workflow = parse(read(".github/workflows/ci.yml"));
const jobs = Object.entries(release.jobs);
const stepsOf = ({ steps = [] }: Job) => steps;

/** All jobs that have to go well before one. */
function before(name: string): string[] {
  const needs = [release.jobs[name]?.needs ?? []].flat();
  return [...new Set([...needs, ...needs.flatMap(before)])];
}

describe("the workflow of releases", () => {
  it("is started by a version's tag alone", () => {
    assert.deepEqual(release.on, { push: { tags: ["v[0-9]+.[0-9]+.[0-9]+"] } });
  });

  it("publishes nothing before tag and documents agree and the gates are passed", () => {
    for (const name of ["jsr", "npm"]) {
      assert.deepEqual(before(name).sort(), ["gates", "notes"]);
    }
    assert.deepEqual(before("github").sort(), ["gates", "jsr", "notes", "npm"]);
    assert.equal(release.jobs.gates?.uses, "./.github/workflows/ci.yml");
    assert.ok(Object.hasOwn(ci.on, "workflow_call"));
    const gates = Object.values(ci.jobs).flatMap(stepsOf).map(({ run = "" }) => run);
    for (const task of ["test", "ok"]) {
      assert.ok(gates.some((run) => new RegExp(`^npx -y deno@\\S+ task ${task}$`).test(run)), task);
    }
  });

  it("gives each job what it needs: an identity to those that publish, writing to the last", () => {
    const permissions = jobs.map(([name, job]) => [name, job.permissions]);
    assert.deepEqual(Object.fromEntries(permissions), {
      notes: { contents: "read" },
      gates: { contents: "read" },
      jsr: { contents: "read", "id-token": "write" },
      npm: { contents: "read", "id-token": "write" },
      github: { contents: "write" },
    });
  });

  it("uses no action that the checks do not use, at the same commit", () => {
    const used = (workflow: Workflow) =>
      new Set(Object.values(workflow.jobs).flatMap(stepsOf).flatMap(({ uses = [] }) => uses));
    const known = used(ci);
    assert.deepEqual([...used(release)].filter((one) => !known.has(one)), []);
  });

  it("puts nothing into a script by an expression", () => {
    const scripts = jobs.flatMap(([, job]) => stepsOf(job)).map(({ run = "" }) => run);
    assert.deepEqual(scripts.filter((script) => script.includes("${{")), []);
  });

  it("publishes with an npm that knows trusted publishing, 11.5.1 or later, and provenance", () => {
    const script = scriptOf("npm", " publish ");
    const [, major = 0, minor = 0] = /npm@(\d+)\.(\d+)\.\d+ publish/.exec(script)?.map(Number) ??
      [];
    assert.ok(major > 11 || (major === 11 && minor > 5), script);
    assert.match(script, / --provenance --access public$/);
  });

  const answers: [what: string, exit: number, calls: number][] = [
    ["moves", 0, 1],
    ["makes", 1, 2],
  ];
  for (const [what, exit, count] of answers) {
    it(`${what} the tag that the documents name the Action by`, async () => {
      const [, tag = ""] = /uses: hubline\/timeline@(\S+)/.exec(read("README.md")) ?? [];
      const calls = await callsOfGh(scriptOf("github", "refs/tags"), exit);
      const refs = "api --method X repos/hubline/timeline/git/refs";
      const move = `${refs}/tags/${tag} --raw-field sha=c0ffee --field force=true`;
      const make = `${refs} --raw-field ref=refs/tags/${tag} --raw-field sha=c0ffee`;
      const wanted = [move.replace("X", "PATCH"), make.replace("X", "POST")];
      assert.deepEqual(calls, wanted.slice(0, count));
    });
  }
});

function scriptOf(job: string, part: string): string {
  const scripts = stepsOf(release.jobs[job] ?? {}).flatMap(({ run = [] }) => run);
  return scripts.find((script) => script.includes(part))?.trimEnd() ?? "";
}

/** What a script has GitHub's program do, where that ends with `exit` for a tag that is to be moved. */
async function callsOfGh(script: string, exit: number): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "hubline-release-"));
  try {
    const gh = `#!/bin/sh\necho "$@"\ncase "$*" in *PATCH*) exit ${exit} ;; esac\n`;
    for (const [name, text] of [["gh", gh], ["git", "#!/bin/sh\necho c0ffee\n"]] as const) {
      writeFileSync(join(folder, name), text);
      chmodSync(join(folder, name), 0o755);
    }
    const env = { PATH: `${folder}:/usr/bin:/bin`, GITHUB_REPOSITORY: "hubline/timeline" };
    const args = ["-e", "-c", script];
    const outcome = await runCommand({
      program: "bash",
      args,
      cwd: folder,
      env,
      timeout: 30_000,
    });
    assert.equal(outcome.code, 0, outcome.output);
    return outcome.output.trimEnd().split("\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
