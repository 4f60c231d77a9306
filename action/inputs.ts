import * as v from "valibot";
import { isToken } from "../src/hubspot/access_token.ts";
import { isBaseUrl } from "../src/hubspot/endpoints.ts";
import { type Config, ConfigError, parseConfig } from "../src/mapping/config.ts";
import { defaultMapping } from "../src/mapping/default_mapping.ts";
import { customEventName } from "../src/mapping/event_name.ts";
import { matchesGlob } from "../src/validation/glob.ts";
import type { Mapping } from "../src/mapping/mapping.ts";
import { compileRules } from "../src/mapping/rules.ts";
import { activityTypes } from "../src/sources/github.ts";
import { type Issue, validate } from "../src/validation/issues.ts";

/** What the inputs of a step say, each well formed. */
export interface Inputs {
  /** HubSpot access token, where there is one. */
  accessToken?: string;
  /** Full name of the custom event that activities become, where no rules say otherwise. */
  eventName?: string;
  /** People and rules. */
  config: Config;
  /** Patterns of the activity types that are wanted. */
  events: readonly string[];
  /** Whether to show what would be sent instead of sending it. */
  dryRun: boolean;
  /** Whether an event that HubSpot did not take fails the step. */
  failOnError: boolean;
  /** Address of HubSpot's API. */
  hubSpotUrl: string;
  /** Whether to write the job summary. */
  summary: boolean;
}

/** What a run needs, taken from inputs that are complete. */
export interface RunSettings {
  /** HubSpot access token; missing in a dry run, which sends nothing. */
  accessToken?: string;
  /** Turns activities into events. */
  mapping: Mapping;
}

/** Thrown for inputs that cannot be used; the message names each input, the rule and the fix. */
export class InputError extends Error {
  override readonly name = "InputError";

  /** Makes the error of the issues, whose paths begin with the name of an input. */
  constructor(issues: readonly Issue[]) {
    const lines = issues.map(({ path, message }) => `Input ${path.split(".")[0]}: ${message}`);
    super(["Cannot use the step's inputs:", ...lines].join("\n"));
  }
}

const flag = v.pipe(
  v.string(),
  v.check(
    (text) => /^(true|false)$/i.test(text),
    (issue) => `Expected true or false, found ${issue.received}`,
  ),
  v.transform((text) => text.toLowerCase() === "true"),
);

/** The token's value never goes into a message. */
const accessToken = v.pipe(
  v.string(),
  v.check(
    (text) => isToken(text),
    "Expected an access token and nothing else, found white space or other characters; leave out `Bearer` and line breaks",
  ),
);

const address = v.pipe(
  v.string(),
  v.check(
    isBaseUrl,
    "Expected an http(s) address without user, query or fragment, as in https://api.hubapi.com",
  ),
);

/** A pattern that fits nothing would leave every run green and every timeline empty. */
const pattern = v.pipe(
  v.string(),
  v.check(
    (text) => activityTypes.some((type) => matchesGlob(text, type)),
    (issue) =>
      `Expected activity types or patterns such as github.pull_request.*, found ${issue.received}, which fits none`,
  ),
);

const patterns = v.pipe(
  v.string(),
  v.transform((text) => text.split(/[,\n]/).map((one) => one.trim()).filter((one) => one !== "")),
  v.array(pattern),
);

const schema = v.object(
  {
    config: v.optional(v.string(), ""),
    "dry-run": v.optional(flag, "false"),
    "event-name": v.optional(customEventName),
    events: v.optional(patterns, "*"),
    "fail-on-error": v.optional(flag, "true"),
    "hubspot-api-url": v.optional(address, "https://api.hubapi.com"),
    "hubspot-token": v.optional(accessToken),
    summary: v.optional(flag, "true"),
  } satisfies Record<InputName, v.GenericSchema<string | undefined, unknown>>,
);

/** Name of an input. */
export type InputName =
  | "config"
  | "dry-run"
  | "event-name"
  | "events"
  | "fail-on-error"
  | "hubspot-api-url"
  | "hubspot-token"
  | "summary";

/** Names of all inputs. */
export const inputNames: readonly InputName[] = [
  "config",
  "dry-run",
  "event-name",
  "events",
  "fail-on-error",
  "hubspot-api-url",
  "hubspot-token",
  "summary",
];

/** Inputs as they are written, trimmed; an empty one counts as not given. */
export type RawInputs = Partial<Record<InputName, string>>;

/** Finds the inputs in the environment that the runner makes, where `dry-run` is `INPUT_DRY-RUN`. */
export function rawInputs(
  environment: Readonly<Record<string, string | undefined>>,
): RawInputs {
  return Object.fromEntries(inputNames.flatMap((name) => {
    const value = environment[`INPUT_${name.toUpperCase()}`]?.trim() ?? "";
    return value === "" ? [] : [[name, value]];
  }));
}

/**
 * Reads the inputs.
 *
 * @throws {InputError} If any is not well formed; all such are named at once.
 */
export function readInputs(raw: RawInputs): Inputs {
  const read = validate<v.InferOutput<typeof schema>>(schema, raw);
  const config = readConfig(raw.config ?? "");
  const issues = [...(read.ok ? [] : read.issues), ...(config.ok ? [] : config.issues)];
  if (!read.ok || !config.ok) throw new InputError(issues);
  const found = read.value;
  const token = found["hubspot-token"];
  const name = found["event-name"];
  return {
    ...(token === undefined ? {} : { accessToken: token }),
    ...(name === undefined ? {} : { eventName: name }),
    config: config.value,
    events: found.events,
    dryRun: found["dry-run"],
    failOnError: found["fail-on-error"],
    hubSpotUrl: found["hubspot-api-url"],
    summary: found.summary,
  };
}

/**
 * Takes what a run needs out of the inputs.
 *
 * @throws {InputError} If something is missing, or two inputs say the same; all such are named at once.
 */
export function completeInputs(inputs: Inputs): RunSettings {
  const { accessToken, config, dryRun, eventName } = inputs;
  const issues: Issue[] = [];
  if (accessToken === undefined && !dryRun) {
    const message = "Expected a HubSpot access token, found nothing; pass " +
      "${{ secrets.HUBSPOT_TOKEN }}, check that this repository or organization has a secret of that " +
      "name, and in a reusable workflow that the caller passes it on";
    issues.push({ path: "hubspot-token", message });
  }
  if (config.rules === undefined && eventName === undefined) {
    const message = "Expected the full name of a custom event, pe{HubID}_{name}, found nothing; " +
      "give one, or rules in input config";
    issues.push({ path: "event-name", message });
  }
  if (config.rules !== undefined && eventName !== undefined) {
    const message =
      "Expected nothing, because the rules in input config name their events; leave " +
      "out one of the two";
    issues.push({ path: "event-name", message });
  }
  if (issues.length > 0) throw new InputError(issues);
  return {
    ...(accessToken === undefined || dryRun ? {} : { accessToken }),
    mapping: config.rules === undefined
      ? defaultMapping({ eventName: eventName ?? "" })
      : compileRules(config.rules),
  };
}

function readConfig(
  text: string,
): { ok: true; value: Config } | { ok: false; issues: Issue[] } {
  try {
    return { ok: true, value: parseConfig(text, "config") };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { ok: false, issues: [{ path: "config", message: error.message }] };
  }
}
