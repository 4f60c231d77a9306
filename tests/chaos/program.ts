/**
 * Runs a program as it is, its clock in the hands of whoever started it: the second argument is by how many milliseconds
 * it is ahead, and so is each line on its standard input from then on. The process ends with whoever holds the other end.
 *
 *     deno run -A tests/chaos/program.ts start 3600000
 *
 * @module
 */
import process from "node:process";
import { createInterface } from "node:readline";

const programs: ReadonlyMap<string, () => Promise<unknown>> = new Map([
  ["start", () => import("../../src/cli/start.ts")],
  ["local", () => import("../../src/cli/local.ts")],
  ["postgres", () => import("./postgres_forwarder.ts")],
]);

const [name = "", ahead = "0"] = process.argv.slice(2);
let aheadMs = Number(ahead);
const realNow = Date.now;
Date.now = () => realNow() + aheadMs;

const commands = createInterface({ input: process.stdin });
commands.on("line", (line) => void (aheadMs = Number(line)));
commands.on("close", () => process.exit(1));

await programs.get(name)?.();
