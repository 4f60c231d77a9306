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
    const { config, source } = await readConfigFile(settings.configPath);
    const house = await openHouse(settings, { config, listeners: terminal() });
    closeOnSignal((graceMs) => house.close(graceMs));
    console.log(describeHouse(house, settings, source));
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
function describeHouse(house: House, settings: Settings, configSource: string): string {
  const { url, localUrl } = house;
  const destination = localUrl === undefined
    ? `HubSpot at ${settings.hubSpotUrl}`
    : `Local HubSpot; its timeline page: ${localUrl}/`;
  return [
    "",
    `Hubline listens on ${url}`,
    `Events go to ${destination}`,
    `Configuration: ${configSource}`,
    `Outbox: ${settings.database}`,
    "",
    ...gitHubLines(house, settings),
    ...eventsLines(house, settings),
    "",
  ].join("\n");
}

function gitHubLines({ url, githubSecret }: House, settings: Settings): string[] {
  if (githubSecret === undefined) {
    return ["/github is closed: set GITHUB_WEBHOOK_SECRET to open it"];
  }
  const secret = settings.githubSecret === undefined
    ? `${githubSecret} (made up for this run)`
    : "as in GITHUB_WEBHOOK_SECRET";
  return [`GitHub webhook: ${url}/github, secret ${secret}`];
}

/** A line to paste goes to Local HubSpot only: in a real CRM it would make a contact of nobody. */
function eventsLines({ url, localUrl, eventsToken }: House, settings: Settings): string[] {
  if (eventsToken === undefined) return ["/events is closed: set HUBLINE_EVENTS_TOKEN to open it"];
  const isMadeUp = settings.eventsToken === undefined;
  const opening = `Your own events: ${url}/events, token ${
    isMadeUp ? `${eventsToken} (made up for this run)` : "as in HUBLINE_EVENTS_TOKEN"
  }`;
  if (localUrl === undefined) return [opening];
  const event = {
    eventName: settings.eventName ?? "pe0_signed_up",
    email: "ada@example.com",
    properties: { title: "Signed up for the team plan" },
  };
  return [
    `${opening}; try${isMadeUp ? "" : ", where that variable is set, too"}:`,
    "",
    `  curl -sS ${url}/events -H "Authorization: Bearer ${
      isMadeUp ? eventsToken : "$HUBLINE_EVENTS_TOKEN"
    }" \\`,
    `    -H "Content-Type: application/json" -d '${JSON.stringify(event)}'`,
  ];
}
