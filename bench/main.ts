/**
 * Measures size and speed, prints a table, and writes it to `results.json`, the README beside it and the one of the house.
 *
 *     deno task bench                       everything
 *     deno task bench --only=sizes,action   some parts; the other figures stay as they were measured
 *     deno task bench --quick               less of everything, and nothing is written
 *
 * @module
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { root } from "../tests/checks/root.ts";
import { installRuntimes, versionOf } from "../tests/runtimes/install.ts";
import { sendUnderLimit } from "../tests/support/limited_traffic.ts";
import { timeOfSteps } from "./action_start.ts";
import { stopWeighing, weigh } from "./bundle_size.ts";
import { edgeFigures } from "./edge.ts";
import { isKept, type Results, rows, tableOf, tablesOf, withTable } from "./figures.ts";
import { installClients, installedFolder, peerTitle } from "./installed.ts";
import { measure, type Runtime, startServer } from "./process.ts";
import { pureNames, weighExport } from "./sizes.ts";
import { denoPrograms, nodePrograms, peerProgram, timeToFirstRequest } from "./start_up.ts";
import { exact, type Figure, ratio, summarize } from "./statistics.ts";

const isQuick = process.argv.includes("--quick");

/** How much is measured. */
const extent = isQuick
  ? {
    events: 100_000,
    turns: 7,
    memory: { few: 50_000, many: 200_000, turns: 1 },
    single: { events: 25, turns: 80 },
    starts: 4,
    steps: 12,
  }
  : {
    events: 100_000,
    turns: 31,
    memory: { few: 100_000, many: 1_000_000, turns: 3 },
    // Short turns, so that what slows the machine down slows both of a pair.
    single: { events: 25, turns: 400 },
    starts: 15,
    steps: 60,
  };

/** A heap as small as leaves no room for garbage to lie, in megabytes. */
const smallHeap = 64;

await installClients();
const { node: nodePath } = await installRuntimes();
const denoArgs = ["run", "--allow-all", "--no-check", "--quiet"];
const deno: Runtime = {
  title: `Deno ${Deno.version.deno}`,
  program: Deno.execPath(),
  args: denoArgs,
};
const node: Runtime = {
  title: `Node ${(await versionOf(nodePath)).replace("v", "")}`,
  program: nodePath,
  args: [],
};
const parts: Readonly<Record<string, () => Promise<Record<string, Figure>>>> = {
  sizes,
  limits,
  sends,
  memory,
  starts: startUps,
  edge: () => edgeFigures({ deno, node, isQuick, tell }),
  action: actionStarts,
};
const results = await measureParts(chosenParts());
await stopWeighing();
console.log(`\n${tableOf(results)}`);
for (const [name, figure] of Object.entries(results.figures)) {
  if (!isKept(name, figure)) console.log(`Not as wanted: ${name}, ${rows[name]?.title}`);
}
if (!isQuick) await write();

function chosenParts(): string[] {
  const { values } = parseArgs({
    options: { quick: { type: "boolean" }, only: { type: "string" } },
  });
  const names = values.only?.split(",") ?? Object.keys(parts);
  const strange = names.filter((name) => !Object.hasOwn(parts, name));
  if (strange.length === 0) return names;
  throw new RangeError(
    `Cannot measure ${strange.join(", ")}: there are ${Object.keys(parts).join(", ")}`,
  );
}

/** Measures some parts. The figures of the others are those that were written down. */
async function measureParts(names: readonly string[]): Promise<Results> {
  const known: Results = JSON.parse(await readFile(join(root, "bench/results.json"), "utf8"));
  const figures = { ...known.figures };
  for (const name of names) Object.assign(figures, await parts[name]?.());
  // In the order of the table, and without what it no longer has.
  const ordered = Object.keys(rows).flatMap((name) => {
    const figure = figures[name];
    return figure === undefined ? [] : [[name, figure] as const];
  });
  return {
    measuredWith: `${deno.title}, ${node.title} and ${peerTitle}`,
    figures: Object.fromEntries(ordered),
  };
}

async function sizes(): Promise<Record<string, Figure>> {
  tell("sizes");
  const client = await weighExport("createClient");
  const peer = await weigh(peerProgram, { folder: installedFolder, platform: "node" });
  const figures = { clientBytes: exact(client.gzipped), peerBytes: exact(peer.gzipped) };
  const pure = await Promise.all(
    pureNames.map(async (name) => [`${name}Bytes`, exact((await weighExport(name)).gzipped)]),
  );
  return { ...figures, ...Object.fromEntries(pure) };
}

async function limits(): Promise<Record<string, Figure>> {
  tell("limiter");
  const traffic = {
    limitAtOnce: await sendUnderLimit(() => 0),
    limit50: await sendUnderLimit(() => 50),
    limitMixed: await sendUnderLimit((chance) => 20 + Math.floor(chance * 281)),
  };
  const shares = Object.entries(traffic).map(([name, { taken, allowed }]) => [
    name,
    exact(100 * taken / allowed),
  ]);
  const refused = Object.values(traffic).reduce((sum, one) => sum + one.refused, 0);
  return { ...Object.fromEntries(shares), limitRefused: exact(refused) };
}

async function sends(): Promise<Record<string, Figure>> {
  using server = await startServer();
  const figures: Record<string, Figure> = {};
  for (const [name, runtime] of Object.entries({ Deno: deno, Node: node })) {
    tell(`sendAll on ${runtime.title}`);
    const all = await measure(runtime, "send_all.ts", [server.url, extent.events, extent.turns]);
    figures[`sendAll${name}`] = ratio(all.bare, all.ours);
    tell(`send on ${runtime.title}`);
    const given = [server.url, extent.single.events, extent.single.turns];
    const one = await measure(
      runtime,
      "send_one.ts",
      runtime === node ? [...given, installedFolder] : given,
    );
    figures[`send${name}`] = ratio(one.ours, one.bare);
    if (one.peer !== undefined) figures[`sendPeer${name}`] = ratio(one.peer, one.bare);
  }
  return figures;
}

async function memory(): Promise<Record<string, Figure>> {
  using server = await startServer();
  const { few, many, turns } = extent.memory;
  const capped = { ...deno, args: [...denoArgs, `--v8-flags=--max-old-space-size=${smallHeap}`] };
  const figures: Record<string, Figure> = {};
  for (const [name, runtime] of Object.entries({ memoryCapped: capped, memoryFree: deno })) {
    const ratios: number[] = [];
    for (let turn = 0; turn < turns; turn++) {
      tell(`memory, ${name}`);
      const less = await measure(runtime, "memory.ts", [server.url, few]);
      const more = await measure(runtime, "memory.ts", [server.url, many]);
      ratios.push((more.peak?.[0] ?? NaN) / (less.peak?.[0] ?? NaN));
    }
    figures[name] = summarize(ratios);
  }
  return figures;
}

async function startUps(): Promise<Record<string, Figure>> {
  tell("start-up");
  const turns = extent.starts;
  const onDeno = await timeToFirstRequest(deno, { programs: await denoPrograms(), turns });
  const onNode = await timeToFirstRequest(node, { programs: await nodePrograms(), turns });
  return {
    startDeno: ratio(onDeno.ours, onDeno.bare),
    startNode: ratio(onNode.ours, onNode.bare),
    startPeerNode: ratio(onNode.peer, onNode.bare),
    startBundledNode: ratio(onNode.bundledOurs, onNode.bare),
    startPeerBundledNode: ratio(onNode.bundledPeer, onNode.bare),
  };
}

async function actionStarts(): Promise<Record<string, Figure>> {
  tell("the Action's start");
  const times = await timeOfSteps({ node: nodePath, turns: extent.steps });
  return {
    actionStart: withoutRequests(times.ours, times.empty, times.emptyFetching),
    actionStartLean: withoutRequests(times.ours, times.lean, times.leanFetching),
  };
}

/** What a step takes beyond its requests, to what an empty one does. */
function withoutRequests(
  steps: readonly number[],
  empty: readonly number[],
  fetching: readonly number[],
): Figure {
  const requests = fetching.map((time, turn) => time - (empty[turn] ?? NaN));
  return ratio(steps.map((time, turn) => time - (requests[turn] ?? NaN)), empty);
}

async function write(): Promise<void> {
  await writeFile(join(root, "bench/results.json"), `${JSON.stringify(results, null, 2)}\n`);
  for (const [name, shown] of Object.entries(tablesOf(results))) {
    const path = join(root, name);
    await writeFile(path, withTable(await readFile(path, "utf8"), shown));
  }
}

function tell(what: string): void {
  console.log(`Measuring ${what}`);
}
