import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkInjected, checkLanguage, checkLength, checkWebOnly } from "./language.ts";
import {
  checkCorePackages,
  checkDirections,
  checkPackageRooms,
  checkTestImports,
  checkTestsRun,
} from "./rooms.ts";
import { parseSource, type SourceText } from "./source_text.ts";

type Check = (sources: readonly SourceText[]) => string[];
type Example = [path: string, text: string, found: string[]];

const examples: [name: string, check: Check, examples: Example[]][] = [
  ["checkDirections", checkDirections, [
    ["src/activity/a.ts", `import { b } from "./b.ts";`, []],
    ["src/activity/a.ts", `import { c } from "../sources/c.ts";`, [
      "src/activity/a.ts:1: activity may not import src/sources/c.ts",
    ]],
    ["src/validation/a.ts", `\nexport type { E } from "../hubspot/e.ts";`, [
      "src/validation/a.ts:2: validation may not import src/hubspot/e.ts",
    ]],
    ["src/mapping/a.ts", `import type { HubSpotEvent } from "../hubspot/events.ts";`, []],
    ["src/mapping/a.ts", `import { createClient } from "../hubspot/client.ts";`, [
      "src/mapping/a.ts:1: mapping may not import src/hubspot/client.ts",
    ]],
    ["src/local/a.ts", `import type { Receipt } from "../hubspot/receipts.ts";`, []],
    ["src/local/a.ts", `import { createClient } from "../hubspot/client.ts";`, [
      "src/local/a.ts:1: local may not import src/hubspot/client.ts",
    ]],
    ["src/edge/a.ts", `import { b } from "../outbox/b.ts";\nimport "../local/c.ts";`, [
      "src/edge/a.ts:2: edge may not import src/local/c.ts",
    ]],
    ["src/hubspot/a.ts", `const b = await import("../outbox/outbox.ts");`, [
      "src/hubspot/a.ts:1: hubspot may not import src/outbox/outbox.ts",
    ]],
    ["src/hubspot/a.ts", `await import(name);`, [
      "src/hubspot/a.ts:1: imports something computed",
    ]],
    ["src/cli/a.ts", `import "../edge/mod.ts";\nimport "../../mod.ts";`, []],
    ["src/cli/a.ts", `import "../../tests/b.ts";`, [
      "src/cli/a.ts:1: cli may not import tests/b.ts",
    ]],
    ["action/a.ts", `import "../mod.ts";\nimport "../src/cli/b.ts";`, [
      "action/a.ts:2: action may not import src/cli/b.ts",
    ]],
    ["mod.ts", `export * from "./src/edge/mod.ts";`, [
      "mod.ts:1: mod.ts may not import src/edge/mod.ts",
    ]],
    ["src/helpers/a.ts", "", ["src/helpers/a.ts: no room of that name is known"]],
    ["src/constructor/a.ts", "", ["src/constructor/a.ts: no room of that name is known"]],
    ["tests/a.ts", `import "../src/cli/b.ts";`, []],
  ]],
  ["checkPackageRooms", checkPackageRooms, [
    ["src/edge/a.ts", `import { Hono } from "hono";`, []],
    ["src/outbox/a.ts", `import { cors } from "hono/cors";`, [
      "src/outbox/a.ts:1: outbox may not import hono",
    ]],
    ["src/transport/a.ts", `import { serve } from "npm:@hono/node-server@2.1.8/serve";`, [
      "src/transport/a.ts:1: transport may not import @hono/node-server",
    ]],
  ]],
  ["checkCorePackages", checkCorePackages, [
    ["mod.ts", `import * as v from "valibot";`, []],
    ["mod.ts", `import { parse } from "yaml";`, ["mod.ts:1: mod.ts reaches yaml"]],
    ["mod.ts", `import "node:fs";`, ["mod.ts:1: mod.ts reaches node:fs"]],
    ["src/cli/a.ts", `import { parse } from "yaml";`, []],
  ]],
  ["checkWebOnly", checkWebOnly, [
    ["src/hubspot/a.ts", `// Deno.env\nconst a = "process.env"; outbox.process(3);`, []],
    ["src/hubspot/a.ts", `import { join } from "node:path";`, [
      "src/hubspot/a.ts:1: imports node:path",
    ]],
    ["src/hubspot/a.ts", `f(Deno.cwd());\nf(globalThis.Deno?.cwd());`, [
      "src/hubspot/a.ts:1: uses Deno",
      "src/hubspot/a.ts:2: uses Deno",
    ]],
    ["src/edge/a.ts", "f(`${process.env.A}`, Bun.file(b), Buffer.from(c));", [
      "src/edge/a.ts:1: uses Bun",
      "src/edge/a.ts:1: uses process",
      "src/edge/a.ts:1: uses Buffer",
    ]],
    ["src/outbox/sqlite.ts", `import { DatabaseSync } from "node:sqlite";`, []],
    ["src/outbox/direct.ts", `import { DatabaseSync } from "node:sqlite";`, [
      "src/outbox/direct.ts:1: imports node:sqlite",
    ]],
    ["src/cli/a.ts", `Deno.exit(1);`, []],
  ]],
  ["checkInjected", checkInjected, [
    [
      "src/hubspot/a.ts",
      `/** Date.now() */ deps.now(); new Date(deps.now()); deps.fetch(url);`,
      [],
    ],
    ["src/hubspot/a.ts", `f(Date.now());\nf(new Date());\nf(new Date);`, [
      "src/hubspot/a.ts:1: reads the clock with Date.now",
      "src/hubspot/a.ts:2: reads the clock with new Date",
      "src/hubspot/a.ts:3: reads the clock with new Date",
    ]],
    ["src/outbox/a.ts", `f(Math.random, crypto.randomUUID());`, [
      "src/outbox/a.ts:1: takes chance from Math.random",
      "src/outbox/a.ts:1: takes chance from crypto.randomUUID",
    ]],
    ["src/edge/a.ts", `return { async fetch(request) { return answer(request); } };`, []],
    ["src/edge/a.ts", `interface A { a: B;\n  fetch(request: Request): Promise<Response>;\n}`, []],
    [
      "src/edge/a.ts",
      `const a = b ? fetch(f(c)) : d;\nawait fetch(c);\nreturn globalThis.fetch(c);`,
      [
        "src/edge/a.ts:3: uses the global fetch",
        "src/edge/a.ts:1: calls the global fetch",
        "src/edge/a.ts:2: calls the global fetch",
      ],
    ],
    ["src/transport/deps.ts", `Date.now();`, []],
  ]],
  ["checkLanguage", checkLanguage, [
    ["src/hubspot/a.ts", `v.any(); Promise.any(a); const any = 1; f({ any: 2 }); // any`, []],
    ["src/hubspot/a.ts", `export default 1;\nlet a: any;\nlet b: any[] = c as unknown as D;`, [
      "src/hubspot/a.ts:1: has a default export",
      "src/hubspot/a.ts:2: uses the type any",
      "src/hubspot/a.ts:3: uses the type any",
      "src/hubspot/a.ts:3: casts by way of unknown",
    ]],
    [
      "src/hubspot/a.ts",
      `export const enum A { B }\ndeclare namespace C { }\nexport { d as default };`,
      [
        "src/hubspot/a.ts:3: has a default export",
        "src/hubspot/a.ts:1: declares an enum",
        "src/hubspot/a.ts:2: declares a namespace",
      ],
    ],
    ["tests/a.ts", `export default 1;`, []],
  ]],
  ["checkLength", checkLength, [
    ["src/hubspot/a.ts", "a;\n".repeat(350), []],
    ["action/a.ts", "a;\n".repeat(351), ["action/a.ts:351: is longer than 350 lines"]],
  ]],
  ["checkTestImports", checkTestImports, [
    ["tests/a.test.ts", `import "node:test"; import "../b.ts"; import fc from "fast-check";`, []],
    ["tests/a.test.ts", `import { test } from "vitest";`, [
      "tests/a.test.ts:1: a test may not import vitest",
    ]],
    ["tests/a.ts", `import { build } from "npm:esbuild@1.0.0";`, [
      "tests/a.ts:1: a test may not import npm:esbuild@1.0.0",
    ]],
    ["tests/runtimes/a.test.ts", `import { build } from "esbuild";`, []],
    ["src/edge/a.ts", `import { Hono } from "hono";`, []],
  ]],
  ["checkTestsRun", checkTestsRun, [
    ["tests/edge/a.test.ts", `import { it } from "node:test"; it("a");`, []],
    ["tests/support/b.ts", `import { after } from "node:test"; after(() => {});`, []],
    ["tests/support/a.ts", `import assert from "node:assert/strict";`, []],
    ["tests/runtimes/workerd.test.ts", `import { it } from "node:test"; it("a");`, []],
    ["tests/edge/a_test.ts", `import { it } from "node:test"; it("a");`, [
      "tests/edge/a_test.ts: nobody runs the tests in it",
    ]],
    ["tests/runtimes/a.test.ts", `import { it } from "node:test"; it("a");`, [
      "tests/runtimes/a.test.ts: nobody runs the tests in it",
    ]],
    ["src/a.test.ts", `import { it } from "node:test"; it("a");`, [
      "src/a.test.ts: nobody runs the tests in it",
    ]],
  ]],
];

for (const [name, check, cases] of examples) {
  describe(name, () => {
    for (const [path, text, found] of cases) {
      const verdict = found.length === 0 ? "allows" : "finds";
      it(`${verdict} ${path}: ${text.slice(0, 60).split("\n").join(" ")}`, () => {
        assert.deepEqual(check([parseSource(path, text)]), found);
      });
    }
  });
}

describe("checkCorePackages", () => {
  it("follows imports from file to file, round circles", () => {
    const sources = [
      parseSource("mod.ts", `export * from "./src/hubspot/a.ts";`),
      parseSource("src/hubspot/a.ts", `import "./b.ts";`),
      parseSource("src/hubspot/b.ts", `import "./a.ts";\nimport "@scope/name/part";`),
    ];
    assert.deepEqual(checkCorePackages(sources), [
      "src/hubspot/b.ts:2: mod.ts reaches @scope/name/part",
    ]);
  });
});
