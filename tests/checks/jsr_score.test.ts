import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Docs, type ScoredPackage, scoreGaps } from "./jsr_score.ts";

const documented = {
  declarationKind: "export",
  kind: "function",
  jsDoc: { doc: "Makes a client." },
};
const entry: Docs["nodes"][string] = {
  module_doc: { doc: "Puts it on a timeline.", tags: [{ kind: "module" }] },
  symbols: [{ name: "createClient", declarations: [documented] }],
};
const good: ScoredPackage = {
  docs: { nodes: { "file:///mod.ts": entry } },
  entries: 1,
  readme: "# A\n```ts\n```\n",
  manifest: { name: "@hubline/timeline", description: "Puts it on a timeline" },
};

function withEntry(own: Partial<typeof entry>): Docs {
  return { nodes: { "file:///mod.ts": { ...entry, ...own } } };
}

describe("scoreGaps", () => {
  it("finds nothing where there is nothing", () => assert.deepEqual(scoreGaps(good), []));

  const bare = { declarationKind: "export", kind: "class" };
  const reference = { declarationKind: "export", kind: "reference" };
  const many = (count: number, declaration: typeof bare) =>
    Array.from({ length: count }, (_, at) => ({ name: `a${at}`, declarations: [declaration] }));
  const table: [own: Partial<ScoredPackage>, gap: string][] = [
    [{ entries: 2 }, "1 of 2 entries are documented"],
    [{ readme: "# A\n" }, "README.md has no example"],
    [
      { docs: { nodes: { "file:///mod.ts": { symbols: [] } } } },
      "file:///mod.ts has no module documentation",
    ],
    [
      { docs: withEntry({ module_doc: { doc: "Of a symbol.", tags: [] } }) },
      "file:///mod.ts has no module documentation",
    ],
    [
      { docs: withEntry({ symbols: [...many(4, documented), ...many(1, bare)] }) },
      "file:///mod.ts: a0 has no documentation",
    ],
    [
      { docs: withEntry({ symbols: [...many(3, documented), ...many(1, reference)] }) },
      "JSR counts 3 of 4 symbols as documented: use export * in more entries",
    ],
    [
      { manifest: { ...good.manifest, description: "x".repeat(251) } },
      "The description has 251 characters, not 1 to 250",
    ],
    [
      { manifest: { ...good.manifest, name: "@hubline/Timeline" } },
      "JSR takes no package of the name @hubline/Timeline",
    ],
  ];
  for (const [own, gap] of table) {
    it(`says: ${gap}`, () => assert.deepEqual(scoreGaps({ ...good, ...own }), [gap]));
  }

  it("asks for no documentation of what is no export, or is documented in another entry", () => {
    const inner = { name: "inner", declarations: [{ ...bare, declarationKind: "private" }] };
    const symbols = [inner, ...many(4, documented), ...many(1, reference)];
    assert.deepEqual(scoreGaps({ ...good, docs: withEntry({ symbols }) }), []);
  });
});
