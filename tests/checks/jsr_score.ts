import * as v from "valibot";

/** What `deno doc --json` says, as far as JSR's score goes by it. */
export interface Docs {
  /** Each entry, by its file's address. */
  nodes: Record<string, {
    /** What the file says of itself. */
    module_doc?: JsDoc;
    /** What it exports. */
    symbols: {
      /** Name that it is exported under. */
      name: string;
      /** Each place that declares it. */
      declarations: Declaration[];
    }[];
  }>;
}

/** A place that declares a symbol, or, with the kind `reference`, one that exports what another entry documents. */
interface Declaration {
  /** `export`, or `private`. */
  declarationKind: string;
  /** What is declared: `function`, `reference` and so on. */
  kind: string;
  /** What it says of itself. */
  jsDoc?: JsDoc;
}

/** A comment of documentation. */
interface JsDoc {
  /** Its text. */
  doc?: string;
  /** Its tags. */
  tags?: { kind: string }[];
}

const jsDoc: v.GenericSchema<unknown, JsDoc> = v.looseObject({
  doc: v.exactOptional(v.string()),
  tags: v.exactOptional(v.array(v.looseObject({ kind: v.string() }))),
});

/** Reads what `deno doc --json` printed. */
export const docsSchema: v.GenericSchema<unknown, Docs> = v.looseObject({
  nodes: v.record(
    v.string(),
    v.looseObject({
      module_doc: v.exactOptional(jsDoc),
      symbols: v.array(v.looseObject({
        name: v.string(),
        declarations: v.array(v.looseObject({
          declarationKind: v.string(),
          kind: v.string(),
          jsDoc: v.exactOptional(jsDoc),
        })),
      })),
    }),
  ),
});

/** A package, as far as its score goes by it. */
export interface ScoredPackage {
  /** Its documentation. */
  docs: Docs;
  /** Number of its entries. */
  entries: number;
  /** Text of README.md. */
  readme: string;
  /** Name and description in deno.json. */
  manifest: { name: string; description: string };
}

/** Longest description that JSR takes, in characters. */
const longestDescription = 250;

/** Share of documented symbols from which JSR gives all points. */
const wantedShare = 0.8;

/**
 * What keeps a package from the points of JSR's score that its files can earn. Every symbol has to be documented. What an
 * entry exports by name and another one documents counts for nothing at JSR, so `export *` is better where it says the same;
 * of these there may be as many as the score bears. Slow types are found by `deno publish --dry-run`; runtimes and provenance
 * are settings at JSR.
 *
 * @see https://jsr.io/docs/scoring
 */
export function scoreGaps({ docs, entries, readme, manifest }: ScoredPackage): string[] {
  const files = Object.entries(docs.nodes);
  const gaps: string[] = [];
  if (files.length !== entries) gaps.push(`${files.length} of ${entries} entries are documented`);
  if (!readme.includes("```")) gaps.push("README.md has no example");
  const declared = files.flatMap(([file, { symbols }]) =>
    symbols.flatMap(({ name, declarations }) =>
      declarations.filter(({ declarationKind }) => declarationKind !== "private")
        .map((declaration) => ({ file, name, ...declaration }))
    )
  );
  const bare = declared.filter(({ jsDoc }) => isBlank(jsDoc));
  for (const { file, name, kind } of bare) {
    if (kind !== "reference") gaps.push(`${file}: ${name} has no documentation`);
  }
  if (declared.length - bare.length < wantedShare * declared.length) {
    const share = `${declared.length - bare.length} of ${declared.length}`;
    gaps.push(`JSR counts ${share} symbols as documented: use export * in more entries`);
  }
  for (const [file, { module_doc }] of files) {
    const isModule = module_doc?.tags?.some(({ kind }) => kind === "module") ?? false;
    if (!isModule || isBlank(module_doc)) gaps.push(`${file} has no module documentation`);
  }
  const { name, description } = manifest;
  if (description === "" || description.length > longestDescription) {
    gaps.push(`The description has ${description.length} characters, not 1 to 250`);
  }
  if (!/^@[a-z][a-z0-9-]{1,19}\/[a-z][a-z0-9-]{1,19}$/.test(name)) {
    gaps.push(`JSR takes no package of the name ${name}`);
  }
  return gaps;
}

function isBlank(jsDoc: JsDoc | undefined): boolean {
  return (jsDoc?.doc ?? "").trim() === "" && (jsDoc?.tags ?? []).length === 0;
}
