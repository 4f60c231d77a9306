import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runCommand } from "../tests/checks/command.ts";
import { root } from "../tests/checks/root.ts";
import { bundle } from "./bundle_size.ts";
import { installedFolder } from "./installed.ts";
import { environment, type Runtime } from "./process.ts";

/** Programs that send one event to the address that they are given, by name. */
export type Programs = Record<string, string>;

const event = `{
  eventName: "pe1234567_order_completed",
  email: "ada@example.com",
  properties: { plan: "team" },
}`;

/** Sends an event with `fetch`: what a runtime needs to start and to connect. */
const bareProgram = `
import process from "node:process";
const response = await fetch(process.argv[2] + "/events/2026-03/send", {
  method: "POST",
  headers: { authorization: "Bearer secret-token", "content-type": "application/json" },
  body: JSON.stringify(${event}),
});
await response.text();`;

/** Sends an event with the other client, however that is loaded. */
export const peerProgram: string = `
import process from "node:process";
import { Client } from "@hubspot/api-client";
const client = new Client({ accessToken: "secret-token", basePath: process.argv[2] });
client.events.send.basicApi.send(${event});`;

/** Sends an event with our client from a module. */
function ownProgram(specifier: string): string {
  return `
import process from "node:process";
import { createClient } from ${JSON.stringify(specifier)};
createClient({ accessToken: "secret-token", baseUrl: process.argv[2] }).send(${event});`;
}

/** Writes the programs for Deno, which takes our sources as they are. */
export async function denoPrograms(): Promise<Programs> {
  return {
    bare: await written("bare.mjs", bareProgram),
    ours: await written("sources.mjs", ownProgram(pathToFileURL(join(root, "mod.ts")).href)),
  };
}

/** Writes the programs for Node: from the packages that npm gets, and from bundles. */
export async function nodePrograms(): Promise<Programs> {
  const ours = await bundle(ownProgram("./mod.ts"));
  const peer = await bundle(peerProgram, { folder: installedFolder, platform: "node" });
  return {
    bare: await written("bare.mjs", bareProgram),
    ours: await written("ours.mjs", ownProgram("./package/mod.js")),
    peer: await written("peer.mjs", peerProgram),
    bundledOurs: await written("ours_bundled.mjs", ours.code),
    bundledPeer: await written("peer_bundled.cjs", peer.code),
  };
}

/** Starts programs by turns and measures how long each takes to its first request, in milliseconds. */
export async function timeToFirstRequest(
  { title, program, args }: Runtime,
  { programs, turns }: { programs: Programs; turns: number },
): Promise<Record<string, number[]>> {
  let arrived = NaN;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    arrived = performance.now();
    return new Response(null, { status: 204 });
  });
  const url = `http://127.0.0.1:${server.addr.port}`;
  const taken: Record<string, number[]> = {};
  // The first turn is not counted: it fills the caches of disk and runtime.
  for (let turn = 0; turn <= turns; turn++) {
    for (const [name, file] of Object.entries(programs)) {
      const started = performance.now();
      const { code, output } = await runCommand({
        program,
        args: [...args, file, url],
        cwd: root,
        env: environment,
        timeout: 60_000,
      });
      if (code !== 0) throw new Error(`Cannot run ${file} on ${title}: ${output}`);
      if (turn > 0) (taken[name] ??= []).push(arrived - started);
    }
  }
  await server.shutdown();
  return taken;
}

async function written(name: string, code: string | Uint8Array): Promise<string> {
  const path = join(installedFolder, name);
  await writeFile(path, code);
  return path;
}
