import process from "node:process";
import { openLocalHubSpot } from "./local_hubspot.ts";
import { readSettings, SettingsError } from "./settings.ts";
import { closeOnSignal } from "./signals.ts";
import { refuseStrayVariables } from "./variable_names.ts";

await local();

async function local(): Promise<void> {
  try {
    const settings = readSettings(process.env);
    // The others are nothing to it: what the configuration file of `deno task start` names may be among them.
    refuseStrayVariables(process.env, { prefixes: ["LOCAL_HUBSPOT_"] });
    const hubSpot = await openLocalHubSpot(settings, { host: settings.host });
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
