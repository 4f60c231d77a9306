import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { environmentOf, runCommand } from "../checks/command.ts";
import { root } from "../checks/root.ts";
import { variables } from "../runtimes/install.ts";

/** Folder for what is written here, relative to the root of the repository; git ignores it. */
export const mutationFolder = ".mutation";

/** A change to a source. */
export interface Mutant {
  /** Its number in the file, from 0. */
  id: string;
  /** Kind of change, in Stryker's words: `EqualityOperator`. */
  kind: string;
  /** Number of the line where it begins, from 1. */
  lineNumber: number;
  /** That line, without the blanks around it. */
  line: string;
  /** What is replaced, in one line. */
  from: string;
  /** What replaces it, in one line. */
  to: string;
}

/** A source with all its mutants in it, each behind a switch. */
export interface Instrumented {
  /** The source, in TypeScript. */
  text: string;
  /** Its mutants. */
  mutants: Mutant[];
}

/** What `stryker.ts` prints. */
export interface StrykerMutants {
  /** The source with all its mutants. */
  text: string;
  /** The mutants. */
  mutants: { id: string; mutatorName: string; replacement: string; location: Location }[];
}

/** A part of a text. */
export interface Location {
  /** Its first character. */
  start: Position;
  /** The one behind its last. */
  end: Position;
}

/** A place in a text. */
export interface Position {
  /** Line, from 0. */
  line: number;
  /** Column, from 0. */
  column: number;
}

/** Puts all mutants into a source. */
export async function instrument(path: string): Promise<Instrumented> {
  const content = await readFile(join(root, path), "utf8");
  const { text, mutants } = await runStryker(path);
  const lines = content.split("\n");
  return {
    text,
    mutants: mutants.map(({ id, mutatorName, replacement, location }) => ({
      id,
      kind: mutatorName,
      lineNumber: location.start.line + 1,
      line: (lines[location.start.line] ?? "").trim(),
      from: inOneLine(textAt(lines, location)),
      to: inOneLine(replacement),
    })),
  };
}

function textAt(lines: readonly string[], { start, end }: Location): string {
  const own = lines.slice(start.line, end.line + 1);
  own.push((own.pop() ?? "").slice(0, end.column));
  own[0] = (own[0] ?? "").slice(start.column);
  return own.join("\n");
}

/** A change is told from others by its text, so that it stays the same where lines are moved or wrapped. */
function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** In a process without our deno.json, since the instrumenter is no dependency: only this task needs its 25 MB. */
async function runStryker(path: string): Promise<StrykerMutants> {
  const script = "tests/mutation/stryker.ts";
  const { code, output, trouble } = await runCommand({
    program: Deno.execPath(),
    args: ["run", "-A", "--quiet", "--no-config", "--no-lock", script, path],
    cwd: root,
    env: environmentOf(variables()),
    timeout: 300_000,
  });
  if (code === 0) return JSON.parse(output);
  throw new Error(`Cannot put mutants into ${path}: ${trouble ?? output.trim()}`);
}
