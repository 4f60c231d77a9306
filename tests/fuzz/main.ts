/**
 * Tries every law of `laws.ts` on cases made by chance: no 5xx but the documented 503s, nothing thrown, nothing that
 * hangs, nothing acknowledged that is not kept.
 *
 *     deno task fuzz                               100,000 cases, with a seed made by chance
 *     deno task fuzz --runs 500 --seed 7           fewer, and always the same
 *     deno task fuzz --only "rule files"           the laws whose name has these words in it
 *
 * The exit code is 1 where a law does not hold; the smallest case found, the seed and the path to it are printed.
 *
 * @module
 */
import process from "node:process";
import { parseArgs } from "node:util";
import { caseCounts, laws } from "./laws.ts";

/** The most memory that the whole run may come to, in bytes: many times what one case takes. */
const mostBytes = 2 * 1024 ** 3;

const { values } = parseArgs({
  options: { runs: { type: "string" }, seed: { type: "string" }, only: { type: "string" } },
});
const runs = wholeNumber("runs", values.runs) ?? 100_000;
const seed = wholeNumber("seed", values.seed) ?? Math.floor(Math.random() * 2 ** 31);
process.exitCode = await main() ? 0 : 1;

async function main(): Promise<boolean> {
  console.log(`Seed ${seed}`);
  const chosen = laws.filter(({ name }) => name.includes(values.only ?? ""));
  if (chosen.length === 0) throw new Error(`No law has "${values.only}" in its name`);
  let failed = 0;
  let cases = 0;
  let peak = 0;
  for (const [law, count] of caseCounts(chosen, runs)) {
    const started = performance.now();
    const problem = await law.check({ runs: count, seed }).then(() => undefined, String);
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    peak = Math.max(peak, process.memoryUsage().rss);
    cases += count;
    console.log(
      `${problem === undefined ? "holds " : "FAILED"} ${pad(count, 7)} cases ${
        pad(seconds, 7)
      } s  ${law.name}`,
    );
    if (problem === undefined) continue;
    failed++;
    console.log(problem);
  }
  const megabytes = Math.round(peak / 1024 ** 2);
  console.log(
    `\n${cases} cases, ${
      chosen.length - failed
    } laws hold, ${failed} do not; ${megabytes} MiB at most`,
  );
  if (peak > mostBytes) console.log("FAILED: the run took more memory than any run should");
  return failed === 0 && peak <= mostBytes;
}

function pad(value: string | number, width: number): string {
  return String(value).padStart(width);
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new RangeError(
    `Cannot fuzz: --${name} must be a whole number, found ${JSON.stringify(text)}`,
  );
}
