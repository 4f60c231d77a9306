import { findCode, roomOf } from "./rooms.ts";
import { lineAt, type SourceText } from "./source_text.ts";

/** Rooms and files that are there for one runtime and may use what it alone has. */
const oneRuntime = [
  "src/local/",
  "src/cli/",
  "src/outbox/sqlite.ts",
  "src/outbox/sqlite_address_book.ts",
  "src/outbox/postgres.ts",
];

/** Where time, chance and network come from; everything else is handed them. */
const outsideWorld = ["src/transport/deps.ts", "src/local/", "src/cli/"];

/** Longest file, in lines. */
const longestFile = 350;

/** `src/` outside {@linkcode oneRuntime} runs wherever JavaScript runs. */
export function checkWebOnly(sources: readonly SourceText[]): string[] {
  return inSrc(sources, oneRuntime).flatMap((source) => [
    ...source.imports.filter(({ specifier }) => specifier.startsWith("node:")).map((
      { specifier, line },
    ) => `${source.path}:${line}: imports ${specifier}`),
    ...findCode(source, /(?<![.\w$#])(?:globalThis\s*\.\s*)?Deno\s*[.[?]/g, "uses Deno"),
    ...findCode(source, /(?<![.\w$#])(?:globalThis\s*\.\s*)?Bun\s*[.[?]/g, "uses Bun"),
    ...findCode(source, /(?<![.\w$#])(?:globalThis\s*\.\s*)?process\s*[.[?]/g, "uses process"),
    ...findCode(source, /(?<![.\w$#])Buffer\s*[.(]/g, "uses Buffer"),
  ]);
}

/** Time, chance and network are injected. */
export function checkInjected(sources: readonly SourceText[]): string[] {
  return inSrc(sources, outsideWorld).flatMap((source) => [
    ...findCode(source, /\bDate\s*\.\s*now\b/g, "reads the clock with Date.now"),
    ...findCode(
      source,
      /\bnew\s+Date\s*(?:\(\s*\)|(?=[;,)\]}\n]))/g,
      "reads the clock with new Date",
    ),
    ...findCode(source, /\bMath\s*\.\s*random\b/g, "takes chance from Math.random"),
    ...findCode(source, /\bcrypto\s*\.\s*randomUUID\b/g, "takes chance from crypto.randomUUID"),
    ...findCode(source, /\bglobalThis\s*\.\s*fetch\b/g, "uses the global fetch"),
    ...fetchCalls(source),
  ]);
}

/** No default exports, no types that give up, nothing that type stripping cannot remove. */
export function checkLanguage(sources: readonly SourceText[]): string[] {
  return inSrc(sources, []).flatMap((source) => [
    ...findCode(source, /\bexport\s+default\b|\bas\s+default\b/g, "has a default export"),
    ...findCode(source, /(?<![.\w$#])any\b(?!\s*[(:=?])/g, "uses the type any"),
    ...findCode(source, /\bas\s+unknown\s+as\b/g, "casts by way of unknown"),
    ...findCode(source, /\benum\s+\w+\s*\{/g, "declares an enum"),
    ...findCode(source, /\b(?:namespace|module)\s+[\w.]+\s*\{/g, "declares a namespace"),
  ]);
}

/** No file of library or Action is too long to be read at one go. */
export function checkLength(sources: readonly SourceText[]): string[] {
  return sources.filter(({ path }) => roomOf(path) !== undefined).flatMap(({ path, text }) => {
    const lines = lineAt(text.trimEnd(), text.length);
    return lines > longestFile ? [`${path}:${lines}: is longer than ${longestFile} lines`] : [];
  });
}

function inSrc(sources: readonly SourceText[], except: readonly string[]): SourceText[] {
  return sources.filter(({ path }) =>
    (path === "mod.ts" || path.startsWith("src/")) && !except.some((one) => path.startsWith(one))
  );
}

/** Calls of `fetch` that are neither a member's nor the declaration of a method of that name. */
function fetchCalls(source: SourceText): string[] {
  return [...source.code.matchAll(/(?<![.\w$#])fetch\s*\(/g)].flatMap(({ index, 0: text }) => {
    const after = source.code.slice(closing(source.code, index + text.length)).trimStart();
    const before = source.code.slice(0, index).trimEnd();
    const declared = /(?:^|[{};,]|\basync|\bfunction|\*\/)$/.test(before) && /^[{:]/.test(after);
    return declared ? [] : [`${source.path}:${lineAt(source.code, index)}: calls the global fetch`];
  });
}

/** Position after the bracket that closes the one before `from`. */
function closing(code: string, from: number): number {
  let depth = 1;
  let position = from;
  while (position < code.length && depth > 0) {
    const character = code.charAt(position);
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    position += 1;
  }
  return position;
}
