import process from "node:process";
import { ConfigError } from "../mapping/config.ts";
import { readConfigFile } from "./config_file.ts";
import { type House, openHouse } from "./house.ts";
import { describeReceipt } from "./receipt_line.ts";
import { readSettings, type Settings, SettingsError } from "./settings.ts";
import { closeOnSignal } from "./signals.ts";

await start();

async function start(): Promise<void> {
  try {
    const settings = readSettings(process.env);
    const config = await readConfigFile(settings.configPath);
    const house = await openHouse(settings, { config, listeners: terminal() });
    console.log(describeHouse(house, settings));
    closeOnSignal((graceMs) => house.close(graceMs));
  } catch (error) {
    if (!(error instanceof SettingsError || error instanceof ConfigError)) throw error;
    console.error(`Cannot start:\n${error.message}`);
    // What was opened before would keep the process alive.
    process.exit(1);
  }
}

function terminal() {
  return {
    onHandled: ({ method, path, status, outcome, durationMs }) =>
      console.log(`${status} ${method} ${path} ${outcome} (${durationMs} ms)`),
    onReceipt: (receipt) => console.log(describeReceipt(receipt)),
    onError: (error) => console.error(error),
  } satisfies Parameters<typeof openHouse>[1]["listeners"];
}

/** What runs, where to look, and a first thing to try. */
function describeHouse(house: House, settings: Settings): string {
  const { url, localUrl, githubSecret, eventsToken } = house;
  const madeUp = (given: string | undefined) =>
    given === undefined ? " (made up for this run)" : "";
  const lines = [
    "",
    `Hubline listens on ${url}`,
    localUrl === undefined
      ? `Events go to HubSpot at ${settings.hubSpotUrl}`
      : `Events go to Local HubSpot; its timeline page: ${localUrl}/`,
    `Outbox: ${settings.database}`,
    "",
  ];
  if (githubSecret === undefined) {
    lines.push("/github is closed: set GITHUB_WEBHOOK_SECRET to open it");
  } else {
    const shown = settings.githubSecret === undefined
      ? githubSecret
      : "as in GITHUB_WEBHOOK_SECRET";
    lines.push(`GitHub webhook: ${url}/github, secret ${shown}${madeUp(settings.githubSecret)}`);
  }
  if (eventsToken === undefined) {
    lines.push("/events is closed: set HUBLINE_EVENTS_TOKEN to open it");
  } else {
    const shown = settings.eventsToken === undefined ? eventsToken : "$HUBLINE_EVENTS_TOKEN";
    const event = {
      eventName: settings.eventName ?? "pe0_signed_up",
      email: "ada@example.com",
      properties: { title: "Signed up for the team plan" },
    };
    lines.push(
      `Your own events: ${url}/events${madeUp(settings.eventsToken)}; try:`,
      "",
      `  curl -sS ${url}/events -H "Authorization: Bearer ${shown}" \\`,
      `    -H "Content-Type: application/json" -d '${JSON.stringify(event)}'`,
    );
  }
  return [...lines, ""].join("\n");
}
