import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import {
  type RunningLocalHubSpot,
  startLocalHubSpot,
  type StartLocalHubSpotOptions,
} from "../local/mod.ts";
import { opening } from "./opening.ts";
import type { Settings } from "./settings.ts";

/**
 * Opens Local HubSpot as the settings have it, and the folder of its file where that is missing.
 *
 * @throws {SettingsError} If it cannot listen, or its file cannot be used.
 */
export async function openLocalHubSpot(
  { localPort: port, localDelayMs: delayMs, localFile: file }: Settings,
  options: Omit<StartLocalHubSpotOptions, "port" | "delayMs" | "file"> = {},
): Promise<RunningLocalHubSpot> {
  if (file === undefined) {
    return await opening(
      "LOCAL_HUBSPOT_PORT",
      () => startLocalHubSpot({ ...options, port, delayMs }),
    );
  }
  await opening("LOCAL_HUBSPOT_FILE", () => mkdir(dirname(file), { recursive: true }));
  return await opening(
    "LOCAL_HUBSPOT_PORT",
    () => startLocalHubSpot({ ...options, port, delayMs, file }),
  );
}
