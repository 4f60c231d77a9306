import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toolkitPlugin } from "../action/bundle.ts";
import { push } from "../tests/action/payloads.ts";
import { bundlePath, runStep } from "../tests/action/runner.ts";
import { createStandIn, eventName, listen, type Server, token } from "../tests/action/stand_in.ts";
import { type Bundle, bundle, type BundleOptions } from "./bundle_size.ts";
import { installedFolder } from "./installed.ts";

/** How long steps took from the start of their process to its exit, in milliseconds, turn by turn. */
export type StepTimes = Record<StepName, number[]>;

const names = ["ours", "empty", "emptyFetching", "lean", "leanFetching"] as const;

/** The Action; an empty one with the toolkit; that with nothing of the toolkit that it does not use; both with requests. */
export type StepName = typeof names[number];

/** As the Action itself is bundled: of the toolkit only what is used. */
const lean: BundleOptions = { platform: "node", plugins: [toolkitPlugin] };

/** The least that an action does: it reads an input, says something and sets an output. */
const emptyProgram = `
import { getInput, info, setOutput } from "@actions/core";
info(getInput("event-name"));
setOutput("ok", "true");`;

/** The same with as many requests as a step makes for one commit of a known person: to find the contact, and to send. */
const fetchingProgram = `${emptyProgram}
async function post(path, body) {
  const response = await fetch(process.env["INPUT_HUBSPOT-API-URL"] + path, {
    method: "POST",
    headers: { authorization: "Bearer ${token}", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  await response.text();
}
async function main() {
  await post("/crm/objects/2026-03/contacts/batch/read", { inputs: [{ id: "ada@example.com" }] });
  await post("/events/2026-03/send", { eventName: "${eventName}", uuid: crypto.randomUUID() });
}
main();`;

/** Runs the steps by turns on Node 24, against this machine, and measures how long each takes. */
export async function timeOfSteps(
  { node, turns }: { node: string; turns: number },
): Promise<StepTimes> {
  const files = await writePrograms();
  const times: StepTimes = { ours: [], empty: [], emptyFetching: [], lean: [], leanFetching: [] };
  // The first turn is not counted: it fills the caches of disk and runtime.
  for (let turn = 0; turn <= turns; turn++) {
    // A new one in each turn, because it takes no event twice.
    const hubspot = await listen(createStandIn().fetch);
    for (const name of names) {
      const milliseconds = await timeOf([node, files[name]], hubspot);
      if (turn > 0) times[name].push(milliseconds);
    }
    await hubspot.close();
  }
  return times;
}

async function timeOf(command: readonly [string, string], hubspot: Server): Promise<number> {
  const { code, lines, stderr, milliseconds } = await runStep({
    event: "push",
    payload: push(["Add a door"]),
    inputs: { "hubspot-token": token, "hubspot-api-url": hubspot.url, "event-name": eventName },
    command,
  });
  if (code === 0) return milliseconds;
  throw new Error(`Cannot run ${command.join(" ")}: ${[...lines, stderr].join("\n")}`);
}

async function writePrograms(): Promise<Record<StepName, string>> {
  return {
    ours: bundlePath,
    empty: await written("empty.cjs", await bundle(emptyProgram, { platform: "node" })),
    emptyFetching: await written(
      "empty_fetching.cjs",
      await bundle(fetchingProgram, { platform: "node" }),
    ),
    lean: await written("lean.cjs", await bundle(emptyProgram, lean)),
    leanFetching: await written("lean_fetching.cjs", await bundle(fetchingProgram, lean)),
  };
}

async function written(name: string, { code }: Bundle): Promise<string> {
  const path = join(installedFolder, name);
  await writeFile(path, code);
  return path;
}
