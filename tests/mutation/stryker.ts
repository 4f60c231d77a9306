/**
 * Puts all mutants into a source with Stryker's instrumenter and prints them as JSON. `instrument.ts` starts it.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import process from "node:process";
import type { StrykerMutants } from "./instrument.ts";

/** The part of the instrumenter that is used here. */
interface InstrumenterModule {
  Instrumenter: new (logger: Record<string, () => unknown>) => {
    instrument(
      files: { name: string; mutate: boolean; content: string }[],
      options: { plugins: null; excludedMutations: string[]; ignorers: unknown[] },
    ): Promise<{ files: { content: string }[]; mutants: StrykerMutants["mutants"] }>;
  };
}

/** Pinned, as what stands in deno.json is. */
const instrumenter = "npm:@stryker-mutator/instrumenter@10.1.1";
const { Instrumenter }: InstrumenterModule = await import(instrumenter);
const quiet = { debug() {}, info() {}, warn() {}, isDebugEnabled: () => false };
const name = process.argv[2] ?? "";
const { files, mutants } = await new Instrumenter(quiet).instrument(
  [{ name, mutate: true, content: await readFile(name, "utf8") }],
  { plugins: null, excludedMutations: [], ignorers: [] },
);
const found: StrykerMutants = { text: files[0]?.content ?? "", mutants };
console.log(JSON.stringify(found));
