import process from "node:process";
import { startLocalHubSpot } from "../local/mod.ts";
import { opening } from "./opening.ts";
import { readSettings, SettingsError } from "./settings.ts";
import { closeOnSignal } from "./signals.ts";

await local();

async function local(): Promise<void> {
  try {
    const { host, localPort: port, localDelayMs: delayMs } = readSettings(process.env);
    const hubSpot = await opening(
      "LOCAL_HUBSPOT_PORT",
      () => startLocalHubSpot({ host, port, delayMs }),
    );
    closeOnSignal(() => hubSpot.close());
    console.log(
      `Local HubSpot listens on ${hubSpot.url}: its API takes any token, its page is ${hubSpot.url}/`,
    );
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(`Cannot start:\n${error.message}`);
    // What was opened before would keep the process alive.
    process.exit(1);
  }
}
