import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { root } from "../checks/root.ts";
import { checkInjected, checkLanguage, checkLength, checkWebOnly } from "./language.ts";
import {
  checkCorePackages,
  checkDirections,
  checkPackageRooms,
  checkTestImports,
  checkTestsRun,
} from "./rooms.ts";
import { readSources } from "./source_text.ts";

const sources = readSources(root, ["mod.ts", "src", "action", "tests", "bench"])
  .filter(({ path }) => !path.startsWith("action/dist/"));

const rules = {
  "imports point one way": checkDirections,
  "hono stays behind edge and local": checkPackageRooms,
  "the core entry pulls in Valibot and nothing else": checkCorePackages,
  "src uses Web APIs only, outside the rooms for one runtime": checkWebOnly,
  "time, chance and network are injected": checkInjected,
  "src has no default export, any, cast by way of unknown, enum or namespace": checkLanguage,
  "no file of library or Action is longer than 350 lines": checkLength,
  "tests import what every runtime has": checkTestImports,
  "every file with tests is run": checkTestsRun,
};

describe("architecture", () => {
  it("reads the files that it judges", () => {
    const paths = new Set(sources.map(({ path }) => path));
    for (const path of ["mod.ts", "src/transport/deps.ts", "tests/architecture/imports.test.ts"]) {
      assert.ok(paths.has(path), path);
    }
  });

  for (const [name, check] of Object.entries(rules)) {
    it(name, () => assert.deepEqual(check(sources), []));
  }
});
