import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import * as v from "valibot";
import { parse } from "yaml";
import { inputNames, rawInputs, readInputs } from "../../action/inputs.ts";
import { completeInputs } from "../../action/settings.ts";
import { defaultProperties } from "../../src/mapping/default_mapping.ts";
import { workflowsIn } from "./lint/texts.ts";
import { inputRows, outputRows, readTable } from "./tables.ts";

const readText = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

const folder = "examples/workflows";
const readme = readText("README.md");
const recipes = readTable(readme, "Recipe");
const names = readdirSync(new URL(`../../${folder}`, import.meta.url)).sort();

const step = v.strictObject({
  uses: v.literal("hubline/timeline@v1"),
  with: v.record(v.string(), v.union([v.string(), v.boolean(), v.number()])),
});

const workflow = v.object({
  permissions: v.record(v.string(), v.literal("read")),
  jobs: v.strictObject({
    timeline: v.strictObject({
      if: v.optional(v.string()),
      "runs-on": v.literal("ubuntu-latest"),
      "timeout-minutes": v.optional(v.number()),
      // One step and no other: nothing that is checked out or run can get at the token.
      steps: v.strictTuple([step]),
    }),
  }),
});

/** The only expressions that inputs may have, and what they may stand for: none can hold what a stranger wrote. */
const expressions: ReadonlyMap<string, string> = new Map([
  ["${{ secrets.HUBSPOT_TOKEN }}", "pat-na1-x"],
  ["${{ inputs.since }}", "2026-01-01"],
  ["${{ inputs.resume }}", ""],
]);

/** Reads a workflow that is to have our step alone, and the environment that the runner makes of its inputs. */
function readWorkflow(text: string) {
  const { permissions, jobs } = v.parse(workflow, parse(text));
  const inputs = Object.entries(jobs.timeline.steps[0].with);
  const environment = Object.fromEntries(inputs.map(([name, value]) => [
    `INPUT_${name.toUpperCase()}`,
    expressions.get(String(value)) ?? String(value),
  ]));
  return { permissions, inputs, environment };
}

describe("the table of inputs", () => {
  for (const path of ["README.md", "docs/action.md"]) {
    it(`in ${path} says what action.yml says`, () => {
      assert.deepEqual(readTable(readText(path), "Input"), inputRows);
    });
  }
});

describe("the table of outputs", () => {
  it("in docs/action.md says what action.yml says", () => {
    assert.deepEqual(readTable(readText("docs/action.md"), "Output"), outputRows);
  });
});

describe("the properties of the event definition", () => {
  it("in docs/action.md are those that the default mapping sends", () => {
    const [, list = ""] = /define a custom event with the properties ([^]*?), each of/.exec(
      readText("docs/action.md"),
    ) ?? [];
    assert.deepEqual([...list.matchAll(/`(\w+)`/g)].map(([, name]) => name), defaultProperties);
  });
});

describe("the recipes", () => {
  it("of README.md are the examples, each once", () => {
    const linked = recipes.map(([link = ""]) => link).sort();
    assert.deepEqual(linked, names.map((name) => `[${name}](${folder}/${name})`));
  });

  for (const name of names) {
    const text = readText(`${folder}/${name}`);

    it(`say the permissions of ${name}`, () => {
      const { permissions } = readWorkflow(text);
      const written = Object.keys(permissions).map((scope) => `\`${scope}: read\``).join(", ");
      const [, , said] = recipes.find(([link]) => link?.startsWith(`[${name}]`)) ?? [];
      assert.equal(said, written === "" ? "none" : written);
    });

    it(`have inputs in ${name} that the code takes`, () => {
      const { environment, inputs } = readWorkflow(text);
      const raw = rawInputs({ ...environment, "INPUT_GITHUB-TOKEN": "ghs_x" });
      for (const [input] of inputs) assert.ok(inputNames.some((name) => name === input), input);
      // A file may have people alone, beside an event that is named here, or the rules.
      const file = raw["event-name"] === undefined ? { rules: [] } : {};
      completeInputs(readInputs(raw), file);
    });

    it(`put no other expression into the inputs of ${name}`, () => {
      const { inputs } = readWorkflow(text);
      for (const [, value] of inputs) {
        assert.ok(!String(value).includes("${{") || expressions.has(String(value)), String(value));
      }
    });
  }
});

describe("dry_run.yml", () => {
  it("needs neither a token nor a file, which a repository may not have", () => {
    const { environment } = readWorkflow(readText(`${folder}/dry_run.yml`));
    const raw = rawInputs(environment);
    assert.equal(completeInputs(readInputs(raw)).accessToken, undefined);
    assert.deepEqual([raw["config-file"], raw["hubspot-token"]], [undefined, undefined]);
  });
});

describe("workflows in documents", () => {
  for (const path of ["README.md", "docs/action.md"]) {
    const shown = workflowsIn(path, readText(path));

    it(`are in ${path}, and have inputs that the code takes`, () => {
      assert.ok(shown.length > 0);
      for (const { text } of shown) {
        completeInputs(readInputs(rawInputs(readWorkflow(text).environment)));
      }
    });
  }
});
