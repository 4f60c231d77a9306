import { run } from "../../action/run.ts";
import type { Deps, Fetch } from "../../src/transport/deps.ts";
import { type Recorded, recordingCore } from "./recording_core.ts";
import { createStandIn, eventName, type StandIn, token } from "./stand_in.ts";

/** The time of every run. */
export const now = Date.parse("2026-03-01T12:00:00Z");

/** Token of GitHub's that runs have where they look people up. */
export const gitHubToken = "ghs_stand_in";

/** A run in a made-up job. */
export interface ActionRun {
  /** GitHub's name of the event. Default: `push`. */
  event?: string;
  /** The payload; without it, there is no event file. */
  payload?: unknown;
  /** HubSpot. */
  standIn?: StandIn;
  /** GitHub. Default: nobody is to ask it. */
  gitHub?: Fetch;
  /** The step's `with:`, beside a token and the name of the event. */
  inputs?: Readonly<Record<string, string>>;
  /** Variables of the runner. */
  environment?: Readonly<Record<string, string>>;
  /** Time, chance or network of its own. */
  deps?: Partial<Deps>;
}

/** Waits pass at once, and the clock goes on by them; the ends of requests and of the step never come. */
function impatient(): Pick<Deps, "now" | "sleep"> {
  let time = now;
  return {
    now: () => time,
    sleep(ms, signal) {
      if (ms >= 3_000) {
        return new Promise((resolve) => signal?.addEventListener("abort", () => resolve()));
      }
      time += ms;
      // A turn later, as with every timer: what can be done at once is done first.
      return new Promise((resolve) => setTimeout(resolve, 0));
    },
  };
}

/** Runs the Action in a made-up job and gives all that it did. */
export async function runAction(
  {
    event = "push",
    payload,
    standIn = createStandIn(),
    gitHub = unasked,
    inputs = {},
    environment = {},
    deps = {},
  }: ActionRun,
): Promise<Recorded> {
  const { core, recorded } = recordingCore();
  const given = { "hubspot-token": token, "event-name": eventName, ...inputs };
  const fetch: Fetch = (url, init) =>
    url.startsWith("https://api.github.com") ? gitHub(url, init) : standIn.fetch(url, init);
  await run(core, {
    environment: {
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: "/event.json",
      GITHUB_ACTOR: "mona",
      GITHUB_REPOSITORY: "octo/hello",
      GITHUB_STEP_SUMMARY: "/summary.md",
      ...environment,
      ...Object.fromEntries(
        Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
      ),
    },
    readFile(path) {
      if (path !== "/event.json" || payload === undefined) throw new Error(`No ${path}`);
      return JSON.stringify(payload);
    },
    appendFile(path, text) {
      if (path !== "/summary.md") throw new Error(`No ${path}`);
      recorded.summary += text;
    },
    deps: { fetch, ...impatient(), ...deps },
  });
  return recorded;
}

function unasked(url: string): never {
  throw new Error(`Nobody was to ask GitHub, but ${url} was asked for`);
}
