import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  Parser,
} from "yaml";

/** Something that keeps a text from being used, and where it stands. */
export interface TextProblem {
  /** Place in the text, in characters from its beginning. */
  offset: number;
  /** What is wrong. */
  message: string;
}

/** What a YAML or JSON text says, and where it says it. */
export interface YamlText {
  /** The value; `undefined` for a text that says nothing, and for one with problems. */
  value: unknown;
  /** What is wrong with the text itself. */
  problems: TextProblem[];
  /** Where a field stands, or the innermost thing around it that is there: the field's value, or its key. */
  offsetOf(path: readonly string[], part: "key" | "value"): number;
  /** Line and column of an offset, both from 1. */
  positionOf(offset: number): { line: number; column: number };
}

/** Longest text that is read, in characters: ten thousand people and a few hundred rules. */
const longestText = 500_000;

/** Deepest nesting that is read; a rule needs six levels. YAML's own reader calls itself for each. */
const deepest = 20;

/** Names that objects in JavaScript have another use for: what stands under them would be lost. */
const reservedNames: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** What YAML takes for something of its own, where somebody only meant a pattern or a template. */
const quoteAdvice = "a text that begins so goes in quotes";

/** Errors about such beginnings: `@me`, `!docs`. */
const startCodes: ReadonlySet<string> = new Set(["BAD_SCALAR_START", "TAG_RESOLVE_FAILED"]);

/** Where a field's key and its value stand. */
interface Field {
  key: number;
  value: number;
}

/**
 * Reads YAML 1.2 or JSON, which is part of it. No text takes more than seconds or more memory than in proportion to its
 * length: it is capped, and neither nests deeply nor repeats parts of itself by aliases. Never throws.
 */
export function readYaml(text: string): YamlText {
  const lines = new LineCounter();
  const fields = new Map<string, Field>();
  const problems = problemsOf(text);
  const document = problems.length === 0 ? compose(text, lines, problems) : undefined;
  if (document !== undefined && problems.length === 0) walk(document, fields, problems);
  return {
    value: problems.length === 0 ? document?.toJS() ?? undefined : undefined,
    problems,
    offsetOf(path, part) {
      for (let length = path.length; length >= 0; length--) {
        const field = fields.get(keyOf(path.slice(0, length)));
        if (field !== undefined) return length === path.length ? field[part] : field.value;
      }
      return 0;
    },
    positionOf(offset) {
      const { line, col } = lines.linePos(offset);
      return { line: Math.max(line, 1), column: Math.max(col, 1) };
    },
  };
}

function problemsOf(text: string): TextProblem[] {
  if (text.length <= longestText) return [];
  const message = `Expected ${longestText} characters at most, found ${text.length}`;
  return [{ offset: 0, message }];
}

/** Makes a document of a text, as `parseDocument` does, but looks how deep it nests before calling itself for that. */
function compose(
  text: string,
  lines: LineCounter,
  problems: TextProblem[],
): Document.Parsed | undefined {
  const composer = new Composer({ version: "1.2", uniqueKeys: false, logLevel: "silent" });
  const documents: Document.Parsed[] = [];
  for (const token of new Parser(lines.addNewLine).parse(text)) {
    const tooDeep = findTooDeep(token);
    if (tooDeep !== undefined) {
      const message = `Expected ${deepest} levels at most, one within the other, found more`;
      problems.push({ offset: tooDeep, message });
      return undefined;
    }
    documents.push(...composer.next(token));
    if (documents.length > 1) break;
  }
  if (documents.length < 2) documents.push(...composer.end(true, text.length));
  const [document, second] = documents;
  if (second !== undefined) {
    const message = "Expected one document, found another behind its end (---)";
    problems.push({ offset: second.range[0], message });
  }
  for (const { pos, code, message } of [...document?.errors ?? [], ...document?.warnings ?? []]) {
    const advice = startCodes.has(code) ? `; ${quoteAdvice}` : "";
    problems.push({ offset: pos[0], message: `Cannot read this as YAML: ${message}${advice}` });
  }
  return document;
}

/** Walks with a list of its own instead of calling itself, so that no text exhausts the stack. */
function findTooDeep(token: CST.Token): number | undefined {
  const open: { token: CST.Token | null | undefined; depth: number }[] = [{ token, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (token === null || token === undefined) continue;
    if (depth > deepest) return token.offset;
    if (token.type === "document") open.push({ token: token.value, depth });
    if (!("items" in token)) continue;
    for (const { key, value } of token.items) {
      open.push({ token: key, depth: depth + 1 }, { token: value, depth: depth + 1 });
    }
  }
  return undefined;
}

/** Finds where every field stands, and what YAML allows and no configuration needs. */
function walk(
  document: Document.Parsed,
  fields: Map<string, Field>,
  problems: TextProblem[],
): void {
  const open: { node: unknown; path: string[]; key: number }[] = [
    { node: document.contents, path: [], key: 0 },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, path, key } = next;
    const offset = offsetIn(node) ?? key;
    fields.set(keyOf(path), { key, value: offset });
    if (isAlias(node)) {
      const message = `Expected no alias, found *${node.source}; ${quoteAdvice}`;
      problems.push({ offset, message });
    }
    if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) {
        open.push({ node: item, path: [...path, `${index}`], key: offsetIn(item) ?? offset });
      }
    }
    if (!isMap(node)) continue;
    const names = new Set<string>();
    for (const pair of node.items) {
      const at = offsetIn(pair.key) ?? offset;
      const name = nameOf(pair.key);
      const message = problemOfName(pair.key, name, names);
      if (message !== undefined) problems.push({ offset: at, message });
      names.add(name);
      open.push({ node: pair.value, path: [...path, name], key: at });
    }
  }
}

/** The name that a key is in the value; empty for what makes none. */
function nameOf(key: unknown): string {
  return isScalar(key) && key.value !== null ? String(key.value) : "";
}

function problemOfName(
  key: unknown,
  name: string,
  names: ReadonlySet<string>,
): string | undefined {
  if (isCollection(key)) return `Expected a name, found an object; ${quoteAdvice}`;
  if (name === "") return "Expected a name, found none";
  if (reservedNames.has(name)) return `Expected another name, found ${name}`;
  return names.has(name) ? `Expected each name once, found ${name} again` : undefined;
}

function offsetIn(node: unknown): number | undefined {
  return isNodeWithRange(node) ? node.range[0] : undefined;
}

function isNodeWithRange(node: unknown): node is Node & { range: [number, number, number] } {
  return typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range);
}

/** As JSON, so that no two paths make one key. */
function keyOf(path: readonly string[]): string {
  return JSON.stringify(path);
}
