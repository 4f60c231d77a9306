/**
 * Makes the changes of the worked examples in a copy of the house, and runs the tests that they bring along: an event
 * family of HubSpot's and an event of GitHub's touch what is there, so they stand here as the difference that they make.
 * CONTRIBUTING.md says how one is brought up to date that no longer applies.
 * Deno runs this file; `deno task test guides` does so.
 *
 * @module
 */
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { after, before, describe, it } from "node:test";
import { environmentOf, runCommand } from "../checks/command.ts";
import { root } from "../checks/root.ts";
import { variables } from "../runtimes/install.ts";

const changes: [diff: string, tests: string][] = [
  ["event_family.diff", "tests/hubspot/signal_event.test.ts"],
  ["github_event.diff", "tests/sources/github_events.test.ts"],
];

let house: string;

before(() => {
  house = mkdtempSync(join(tmpdir(), "hubline-changes-"));
  for (const path of ["mod.ts", "deno.json", "deno.lock", "schema", "src", "tests"]) {
    cpSync(join(root, path), join(house, path), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(house, "node_modules"));
});

after(() => rmSync(house, { recursive: true, force: true }));

async function run(program: string, ...args: string[]): Promise<void> {
  const env = {
    ...environmentOf(variables()),
    // Where the temporary folder lies in a repository, git would apply nothing, and say nothing.
    GIT_CEILING_DIRECTORIES: dirname(house),
  };
  const command = { program, args, cwd: house, env, timeout: 120_000 };
  const { code, output, trouble } = await runCommand(command);
  assert.equal(code, 0, `${[program, ...args].join(" ")}: ${trouble ?? ""}\n${output}`);
}

describe("the worked examples of changes", () => {
  for (const [diff] of changes) {
    it(`apply to the house as it is: ${diff}`, () =>
      run("git", "apply", join(root, "tests/extending", diff)));
  }

  it("are typed, with all that has to change with them", () =>
    run(process.execPath, "check", "mod.ts", "src", ...changes.map(([, tests]) => tests)));

  it("do what their tests say", () =>
    run(process.execPath, "test", "-A", "--no-check", ...changes.map(([, tests]) => tests)));
});
