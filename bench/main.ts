/**
 * Measures what the README claims of size and speed, prints a table, and writes it to `results.json` and the README. With
 * `--quick` it measures less and writes nothing.
 *
 * @module
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { root } from "../tests/checks/root.ts";
import { installRuntimes, versionOf } from "../tests/runtimes/install.ts";
import { sendUnderLimit } from "../tests/support/limited_traffic.ts";
import { stopWeighing, weigh } from "./bundle_size.ts";
import { edgeFigures } from "./edge.ts";
import { isKept, type Results, rows, tableOf, withTable } from "./figures.ts";
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
  }
  : {
    events: 100_000,
    turns: 31,
    memory: { few: 100_000, many: 1_000_000, turns: 3 },
    // Short turns, so that what slows the machine down slows both of a pair.
    single: { events: 25, turns: 400 },
    starts: 15,
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
const results: Results = {
  measuredWith: `${deno.title}, ${node.title} and ${peerTitle}`,
  figures: {
    ...await sizes(),
    ...await limits(),
    ...await sends(),
    ...await memory(),
    ...await startUps(),
    ...await edgeFigures({ deno, node, isQuick, tell }),
  },
};
await stopWeighing();
console.log(`\n${tableOf(results)}`);
for (const [name, figure] of Object.entries(results.figures)) {
  if (!isKept(name, figure)) console.log(`Not as wanted: ${rows[name]?.title}`);
}
if (!isQuick) await write();

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

async function write(): Promise<void> {
  await writeFile(join(root, "bench/results.json"), `${JSON.stringify(results, null, 2)}\n`);
  const path = join(root, "README.md");
  await writeFile(path, withTable(await readFile(path, "utf8"), results));
}

function tell(what: string): void {
  console.log(`Measuring ${what}`);
}
