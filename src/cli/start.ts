import process from "node:process";
import { ConfigError } from "../mapping/config.ts";
import { announce } from "./announcement.ts";
import { readConfigFile } from "./config_file.ts";
import { openHouse } from "./house.ts";
import { describeReceipt } from "./receipt_line.ts";
import { readSettings, SettingsError } from "./settings.ts";
import { closeOnSignal } from "./signals.ts";
import { webhookSenders } from "./webhook_senders.ts";

await start();

async function start(): Promise<void> {
  try {
    const settings = readSettings(process.env);
    const { config, source: configSource } = await readConfigFile(settings.configPath);
    const senders = webhookSenders(settings, {
      configs: config.webhooks ?? [],
      environment: process.env,
    });
    const house = await openHouse(settings, { config, senders, listeners: terminal() });
    closeOnSignal((graceMs) => house.close(graceMs));
    console.log(announce(house, { settings, configSource, senders }));
  } catch (error) {
    if (!(error instanceof SettingsError || error instanceof ConfigError)) throw error;
    console.error(`Cannot start:\n${error.message}`);
    // What was opened before would keep the process alive.
    process.exit(1);
  }
}

/** What pages, probes and Prometheus ask for every few seconds, and which went well. */
const routine: ReadonlySet<string> = new Set(["alive", "ready", "metrics", "page"]);

function terminal() {
  return {
    onHandled: ({ method, path, status, outcome, durationMs }) => {
      if (routine.has(outcome)) return;
      console.log(`${status} ${method} ${path} ${outcome} (${durationMs} ms)`);
    },
    onReceipt: (receipt) => console.log(describeReceipt(receipt)),
    onLookupProblem: ({ code, message }) => console.log(`look-up   ${code}: ${message}`),
    onError: (error) => console.error(error),
  } satisfies Parameters<typeof openHouse>[1]["listeners"];
}
