import * as v from "valibot";
import type { Config } from "../src/mapping/config.ts";
import { customEventName } from "../src/mapping/event_name.ts";
import type { People } from "../src/mapping/mapping.ts";
import type { LookupSource } from "../src/people/resolver.ts";
import { activityTypes } from "../src/sources/github.ts";
import { validate, type Validated } from "../src/validation/issues.ts";
import type { EventKind } from "./event_kind.ts";
import { InputError } from "./input_error.ts";
import { given, readTold, readWantedPast, type Told, type WantedPast } from "./input_modes.ts";
import { readConfig, readPeople } from "./input_texts.ts";
import {
  address,
  bookmark,
  domainPatterns,
  filePath,
  flag,
  gitHubToken,
  happeningName,
  hubSpotToken,
  identifier,
  type InputSchema,
  list,
  mode,
  pointInTime,
  strategyList,
  typePatterns,
  wholeNumber,
} from "./input_values.ts";

/** What the inputs of a step say, each well formed. */
export interface Inputs {
  /** HubSpot access token, where there is one. */
  accessToken?: string;
  /** Token to ask GitHub with, where there is one. */
  gitHubToken?: string;
  /** The events that activities become, where no rules say otherwise; more than one is a mistake. */
  kinds: readonly { input: InputName; kind: EventKind }[];
  /** People and rules as the workflow has them. */
  config: Config;
  /** File of the repository with people and rules. */
  configFile?: string;
  /** Addresses by login; they go before those of `config` and of the file. */
  people: People;
  /** Patterns of the activity types that are wanted; all but the noisy ones where there is none. */
  events?: readonly string[];
  /** Something that the workflow itself tells of. */
  told?: Told;
  /** The part of the repository's past that is wanted, in place of what started the run. */
  past?: WantedPast;
  /** Places to look addresses up in, in order. */
  strategies: readonly LookupSource[];
  /** Patterns of logins and addresses of people to leave out. */
  excludePeople: readonly string[];
  /** Patterns of domains outside which no address that was found is used; all where there is none. */
  allowDomains: readonly string[];
  /** Whether what people wrote becomes a property. */
  includeBodies: boolean;
  /** Whether those who signed a commit off are told of, too. */
  signOffs: boolean;
  /** Whether an event makes a contact of somebody who is none. */
  createContacts: boolean;
  /** Whether to show what would be sent instead of sending it. */
  dryRun: boolean;
  /** Whether an event that HubSpot did not take fails the step. */
  failOnError: boolean;
  /** How often a request to HubSpot is made again. */
  retries: number;
  /** Longest time for the step, in milliseconds. */
  timeoutMs: number;
  /** Address of HubSpot's API. */
  hubSpotUrl: string;
  /** Whether to write the job summary. */
  summary: boolean;
}

const schemas = {
  "allow-domains": v.optional(domainPatterns, ""),
  config: v.optional(v.string()),
  "config-file": v.optional(filePath),
  "create-contacts": v.optional(flag, "false"),
  "dry-run": v.optional(flag, "false"),
  email: v.optional(v.string()),
  "email-strategies": v.optional(
    strategyList,
    "mailmap, pull_request_commits, repository_commits, profile",
  ),
  event: v.optional(happeningName),
  "event-name": v.optional(customEventName),
  "event-template": v.optional(identifier),
  "event-type": v.optional(identifier),
  events: v.optional(typePatterns),
  "exclude-people": v.optional(list, ""),
  "fail-on-error": v.optional(flag, "true"),
  "github-token": v.optional(gitHubToken),
  "hubspot-api-url": v.optional(address, "https://api.hubapi.com"),
  "hubspot-token": v.optional(hubSpotToken),
  "include-bodies": v.optional(flag, "false"),
  mode: v.optional(mode, "event"),
  people: v.optional(v.string()),
  properties: v.optional(v.string()),
  resume: v.optional(bookmark),
  retries: v.optional(wholeNumber(0, 10), "3"),
  "sign-offs": v.optional(flag, "false"),
  since: v.optional(pointInTime),
  summary: v.optional(flag, "true"),
  timeout: v.optional(wholeNumber(10, 3_600), "300"),
} satisfies Record<string, v.OptionalSchema<InputSchema<unknown>, string | undefined>>;

/** Name of an input. */
export type InputName = keyof typeof schemas;

const schema = v.object(schemas);

/** Names of all inputs, in order. */
export const inputNames: readonly InputName[] = v.parse(
  v.array(v.keyof(schema)),
  Object.keys(schemas),
);

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
  // Most steps give no such texts, and then what reads them need not be loaded at all.
  const config: Validated<Config> = raw.config === undefined
    ? { ok: true, value: {} }
    : readConfig(raw.config, { input: "config", name: "config", activityTypes });
  const people: Validated<People> = raw.people === undefined
    ? { ok: true, value: {} }
    : readPeople(raw.people);
  const told = readTold(raw);
  const issues = [read, config, people, told].flatMap((one) => one.ok ? [] : one.issues);
  if (!read.ok || !config.ok || !people.ok || !told.ok) throw new InputError(issues);
  const found = read.value;
  const past = readWantedPast(raw, found);
  if (!past.ok) throw new InputError(past.issues);
  return {
    ...given("accessToken", found["hubspot-token"]),
    ...given("gitHubToken", found["github-token"]),
    kinds: kindsOf(found),
    config: config.value,
    ...given("configFile", found["config-file"]),
    people: people.value,
    ...given("events", found.events),
    ...given("told", told.value),
    ...given("past", past.value),
    strategies: found["email-strategies"],
    excludePeople: found["exclude-people"],
    allowDomains: found["allow-domains"],
    includeBodies: found["include-bodies"],
    signOffs: found["sign-offs"],
    createContacts: found["create-contacts"],
    dryRun: found["dry-run"],
    failOnError: found["fail-on-error"],
    retries: found.retries,
    timeoutMs: found.timeout * 1_000,
    hubSpotUrl: found["hubspot-api-url"],
    summary: found.summary,
  };
}

function kindsOf(found: v.InferOutput<typeof schema>): Inputs["kinds"] {
  const kinds: Inputs["kinds"][number][] = [];
  const { "event-name": name, "event-template": template, "event-type": type } = found;
  if (name !== undefined) kinds.push({ input: "event-name", kind: { eventName: name } });
  if (template !== undefined) {
    kinds.push({ input: "event-template", kind: { eventTemplateId: template } });
  }
  if (type !== undefined) kinds.push({ input: "event-type", kind: { eventTypeName: type } });
  return kinds;
}
