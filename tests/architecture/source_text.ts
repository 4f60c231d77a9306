import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** A TypeScript file as the rules see it. */
export interface SourceText {
  /** Path from the root of the repository, with `/`. */
  path: string;
  /** The file as it is. */
  text: string;
  /**
   * The same text, character for character and line for line, with spaces in place of comments and of what stands
   * in strings, templates and regular expressions: what is found in it is code.
   */
  code: string;
  /** What it imports or re-exports. */
  imports: Import[];
}

/** One import or re-export. */
export interface Import {
  /** What stands between the quotes; empty where it is computed. */
  specifier: string;
  /** Line of the specifier, from 1. */
  line: number;
  /** Whether the whole statement vanishes with the types. */
  typeOnly: boolean;
}

/** Reads all TypeScript files in some files and folders, `paths` being relative to `root`. */
export function readSources(root: string, paths: readonly string[]): SourceText[] {
  return paths.filter((path) => existsSync(join(root, path))).flatMap((path) => {
    if (statSync(join(root, path)).isFile()) {
      return [parseSource(path, readFileSync(join(root, path), "utf8"))];
    }
    const entries = readdirSync(join(root, path), { recursive: true }).map(String);
    return entries.filter((entry) => /\.m?ts$/.test(entry) && !entry.includes("node_modules"))
      .sort()
      .map((entry) => `${path}/${entry.replaceAll("\\", "/")}`)
      .map((file) => parseSource(file, readFileSync(join(root, file), "utf8")));
  });
}

/** Takes a file's text apart. */
export function parseSource(path: string, text: string): SourceText {
  const code = maskText(text);
  return { path, text, code, imports: importsOf(text, code) };
}

/** Line of a position in a text, from 1. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split("\n").length;
}

function importsOf(text: string, code: string): Import[] {
  return [...code.matchAll(importing)].map((match) => {
    const end = match.index + match[0].length;
    const quoted = /["']$/.test(match[0]);
    const closing = text.indexOf(text.charAt(end - 1), end);
    return {
      specifier: quoted ? text.slice(end, closing) : "",
      line: lineAt(text, end - 1),
      typeOnly: /^(?:import|export)\s+type\b/.test(match[0]),
    };
  });
}

// A member call such as `x.import(` is none. In order: `import … from "` and `export … from "`; `import "`; `import("` as a value or a type, or of a computed name.
const importing =
  /\b(?:import|export)\b(?:(?!\b(?:import|export)\b)[^;"'`()])*?\bfrom\s*["']|\bimport\s*["']|(?<![.?]\s*)\bimport\s*\(\s*["'`]?/g;

/** See {@linkcode SourceText.code}. */
export function maskText(text: string): string {
  let masked = "";
  let position = 0;
  /** For each template that is open: how many braces are open in the `${}` that is being read. */
  const templates: number[] = [];

  const keep = (length: number) => {
    masked += text.slice(position, position + length);
    position += length;
  };
  const blank = (end: number) => {
    masked += text.slice(position, end).replace(/[^\n]/g, " ");
    position = end;
  };
  const template = () => {
    blank(endOf(text, position, templateEnd));
    if (text.startsWith("${", position)) {
      keep(2);
      templates.push(0);
    } else keep(1);
  };

  while (position < text.length) {
    const character = text.charAt(position);
    const open = templates.at(-1);
    if (text.startsWith("//", position)) blank(endOf(text, position, /\n/g));
    else if (text.startsWith("/*", position)) {
      const end = text.indexOf("*/", position + 2);
      blank(end === -1 ? text.length : end + 2);
    } else if (character === '"' || character === "'") {
      keep(1);
      blank(endOf(text, position, character === '"' ? doubleEnd : singleEnd));
      keep(1);
    } else if (character === "`") {
      keep(1);
      template();
    } else if (character === "/" && startsPattern(masked)) {
      keep(1);
      blank(endOf(text, position, patternEnd));
      keep(1);
    } else if (open !== undefined && character === "}" && open === 0) {
      templates.pop();
      keep(1);
      template();
    } else {
      if (open !== undefined && character === "{") templates[templates.length - 1] = open + 1;
      if (open !== undefined && character === "}") templates[templates.length - 1] = open - 1;
      keep(1);
    }
  }
  return masked;
}

/** Where `end` first matches from `from` on, but for what it matches to skip; else the end of the text. */
function endOf(text: string, from: number, end: RegExp): number {
  end.lastIndex = from;
  let match = end.exec(text);
  while (match !== null && /^[\\[]/.test(match[0])) match = end.exec(text);
  return match?.index ?? text.length;
}

/** Whether a `/` after this code begins a regular expression: a division has a value before it. */
function startsPattern(before: string): boolean {
  const code = before.trimEnd();
  if (/\b(?:return|typeof|case|in|of|delete|void|throw|await|yield|else|do)$/.test(code)) {
    return true;
  }
  return !/[\w$)\]}"'`]$/.test(code);
}

const doubleEnd = /\\[\s\S]|["\n]/g;
const singleEnd = /\\[\s\S]|['\n]/g;
const templateEnd = /\\[\s\S]|`|\$\{/g;

// In a class, as in `[/]`, a slash ends nothing.
const patternEnd = /\\[\s\S]|\[(?:\\.|[^\]\\\n])*\]|\/|\n/g;
