import process from "node:process";
import { ConfigError } from "../mapping/config.ts";
import { announce } from "./announcement.ts";
import { readConfigFile } from "./config_file.ts";
import { openHouse } from "./house.ts";
import { jsonLog, textLog } from "./log.ts";
import { readSettings, SettingsError } from "./settings.ts";
import { closeOnSignal } from "./signals.ts";
import { refuseStrayVariables } from "./variable_names.ts";
import { webhookSenders } from "./webhook_senders.ts";

await start();

async function start(): Promise<void> {
  try {
    const settings = readSettings(process.env);
    const { config, source: configSource } = await readConfigFile(settings.configPath);
    // Only now: the file may name variables of its own.
    refuseStrayVariables(process.env, {
      alsoRead: (config.webhooks ?? []).map(({ secretEnv }) => secretEnv),
    });
    const senders = webhookSenders(settings, {
      configs: config.webhooks ?? [],
      environment: process.env,
    });
    const { listeners, say } = settings.log === "json" ? jsonLog() : textLog();
    const house = await openHouse(settings, { config, senders, listeners });
    closeOnSignal((graceMs) => house.close(graceMs), { say });
    say(announce(house, { settings, configSource, senders }));
  } catch (error) {
    if (!(error instanceof SettingsError || error instanceof ConfigError)) throw error;
    console.error(`Cannot start:\n${error.message}`);
    // What was opened before would keep the process alive.
    process.exit(1);
  }
}
