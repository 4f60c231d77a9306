import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { inputNames, rawInputs, readInputs } from "../../action/inputs.ts";
import { outputsOf } from "../../action/report.ts";
import { metadata } from "./metadata.ts";
import { reportOf } from "./reports.ts";

describe("action.yml", () => {
  it("names the inputs that the code reads, in order", () => {
    assert.deepEqual(Object.keys(metadata.inputs), [...inputNames].sort());
  });

  it("has the code's own defaults", () => {
    const environment = Object.fromEntries(
      Object.entries(metadata.inputs).map(([name, input]) => [
        `INPUT_${name.toUpperCase()}`,
        // Every job has a token; a process of ours has none.
        input.default.replace("${{ github.token }}", ""),
      ]),
    );
    assert.deepEqual(readInputs(rawInputs(environment)), readInputs({}));
  });

  it("names the outputs that the code sets, in order", () => {
    assert.deepEqual(Object.keys(metadata.outputs), Object.keys(outputsOf(reportOf([]))).sort());
  });

  it("runs the bundle that is committed", () => {
    const bundle = readFileSync(new URL(`../../${metadata.runs.main}`, import.meta.url), "utf8");
    assert.match(bundle, /^\/\/ Built from action\/main\.ts/);
  });
});
