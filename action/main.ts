/**
 * Runs the Action: what the file that `action.yml` names does.
 *
 * @module
 */
import {
  endGroup,
  error,
  info,
  notice,
  setFailed,
  setOutput,
  setSecret,
  startGroup,
  warning,
} from "@actions/core";
import { appendFileSync, readFileSync } from "node:fs";
import process from "node:process";
import { logLines } from "./log.ts";
import { followProxy } from "./proxy.ts";
import type { ActionsCore } from "./host.ts";
import { run } from "./run.ts";

// Function by function, so that the bundle leaves out the rest of the toolkit and the HTTP client that it brings.
const core: ActionsCore = {
  endGroup,
  error,
  info,
  notice,
  setFailed,
  setOutput,
  setSecret,
  startGroup,
  warning,
};

main().catch((error: unknown) => {
  setFailed(logLines(error instanceof Error ? error.stack ?? error.message : String(error)));
});

async function main(): Promise<void> {
  await run(core, {
    environment: process.env,
    // At once: what makes promises of these takes longer to load than the step's two small files to be read and written.
    readFile: (path) => readFileSync(path, "utf8"),
    appendFile: appendFileSync,
    followProxy,
  });
}
