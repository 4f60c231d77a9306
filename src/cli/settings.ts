import * as v from "valibot";
import { oneLine } from "../activity/text.ts";
import { type ApiVersions, defaultVersions } from "../hubspot/endpoints.ts";
import { customEventName } from "../mapping/event_name.ts";
import type { LookupSource } from "../people/resolver.ts";
import { type Issue, validate } from "../validation/issues.ts";
import {
  address,
  databaseUrl,
  lookups,
  oneOf,
  password,
  rateLimits,
  type RouteLimit,
  secret,
  secrets,
  wholeNumber,
  writeKeys,
} from "./setting_values.ts";

/** What the environment says, read once at the start. */
export interface Settings {
  /** Where the forwarder listens. */
  host: string;
  /** Port of the forwarder; 0 takes any free one. */
  port: number;
  /** Path of the SQLite file with the outbox. */
  database: string;
  /** Address of the Postgres database that has the outbox in place of the file; it may hold a password. */
  databaseUrl?: string;
  /** Path of the configuration file, where one is named. */
  configPath?: string;
  /** HubSpot access token; without one, events go to Local HubSpot. */
  accessToken?: string;
  /** Address of HubSpot's API. */
  hubSpotUrl: string;
  /** Version of each event API that has several. */
  versions: Pick<ApiVersions, "app" | "custom">;
  /** Full name of the custom event that activities become where no rules say otherwise. */
  eventName?: string;
  /** Secret of the GitHub webhook. */
  githubSecret?: string;
  /** GitHub token to look addresses up with. */
  githubToken?: string;
  /** Where GitHub is asked for addresses; nowhere where the list is empty. Default: the usual places with a token, else nowhere. */
  githubLookups?: readonly LookupSource[];
  /** Token of `POST /events`. */
  eventsToken?: string;
  /** Password of the deliveries page. */
  password?: string;
  /** Token of `GET /metrics`. */
  metricsToken?: string;
  /** Token of CloudEvents. */
  cloudEventsToken?: string;
  /** Secrets of the one sender of Standard Webhooks that needs no entry in the configuration file. */
  webhookSecrets?: readonly string[];
  /** Client secret of the HubSpot app whose webhooks come in. */
  hubSpotClientSecret?: string;
  /** How the log is written. */
  log: "text" | "json";
  /** How many requests routes take; the others take as many as come. */
  rateLimits?: readonly RouteLimit[];
  /** Largest body of `POST /events`, in bytes. */
  eventsMaxBytes?: number;
  /** Write keys that Segment's clients send. */
  segmentWriteKeys?: readonly string[];
  /** Where senders reach the forwarder, behind a proxy. */
  publicUrl?: string;
  /** Port of Local HubSpot; 0 takes any free one. */
  localPort: number;
  /** How long Local HubSpot takes to answer, in milliseconds. */
  localDelayMs: number;
  /** Path of the SQLite file that Local HubSpot keeps its account in; without one, it keeps nothing. */
  localFile?: string;
}

/** Thrown for settings that cannot be used; the message names each variable, the rule, and what was found. */
export class SettingsError extends Error {
  /** Name of the class, for messages and logs. */
  override readonly name = "SettingsError";
}

/** As many as the bodies of all requests may take together in memory. */
const mostEventsBytes = 64 * 1024 * 1024;

const schema = v.object({
  HOST: v.optional(v.string(), "127.0.0.1"),
  PORT: v.optional(wholeNumber("a port", { most: 65_535 }), "8787"),
  HUBLINE_DB: v.optional(v.string(), "data/hubline.db"),
  DATABASE_URL: v.optional(databaseUrl),
  HUBLINE_CONFIG: v.optional(v.string()),
  HUBSPOT_ACCESS_TOKEN: v.optional(secret(1)),
  HUBSPOT_BASE_URL: v.optional(address, "https://api.hubapi.com"),
  HUBSPOT_APP_EVENTS_VERSION: v.optional(oneOf("2026-03", "v4"), defaultVersions.app),
  HUBSPOT_CUSTOM_EVENTS_VERSION: v.optional(oneOf("2026-03", "v3"), defaultVersions.custom),
  HUBLINE_EVENT_NAME: v.optional(customEventName),
  GITHUB_WEBHOOK_SECRET: v.optional(secret(8)),
  GITHUB_TOKEN: v.optional(secret(1)),
  GITHUB_LOOKUPS: v.optional(lookups),
  HUBLINE_EVENTS_TOKEN: v.optional(secret(16)),
  HUBLINE_PASSWORD: v.optional(password(12)),
  HUBLINE_METRICS_TOKEN: v.optional(secret(16)),
  HUBLINE_LOG: v.optional(oneOf("text", "json"), "text"),
  HUBLINE_RATE_LIMITS: v.optional(rateLimits),
  HUBLINE_EVENTS_MAX_BYTES: v.optional(wholeNumber("bytes", { least: 1, most: mostEventsBytes })),
  CLOUDEVENTS_TOKEN: v.optional(secret(16)),
  WEBHOOK_SECRET: v.optional(secrets),
  HUBSPOT_CLIENT_SECRET: v.optional(secret(16)),
  SEGMENT_WRITE_KEY: v.optional(writeKeys),
  HUBLINE_PUBLIC_URL: v.optional(address),
  LOCAL_HUBSPOT_PORT: v.optional(wholeNumber("a port", { most: 65_535 }), "8788"),
  LOCAL_HUBSPOT_DELAY_MS: v.optional(wholeNumber("milliseconds", { most: 600_000 }), "0"),
  LOCAL_HUBSPOT_FILE: v.optional(v.string()),
});

/** Names of all variables. */
export const settingNames: readonly string[] = Object.keys(schema.entries);

/**
 * Reads settings from environment variables; an empty one counts as not set.
 *
 * @throws {SettingsError} If a value breaks a rule.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(
    settingNames.flatMap((name) => {
      const value = environment[name];
      return value === undefined || value === "" ? [] : [[name, value]];
    }),
  );
  const read = validate<v.InferOutput<typeof schema>>(schema, given);
  if (!read.ok) {
    throw new SettingsError(read.issues.map(describe).join("\n"));
  }
  const found = read.value;
  return {
    host: found.HOST,
    port: found.PORT,
    database: found.HUBLINE_DB,
    hubSpotUrl: found.HUBSPOT_BASE_URL,
    versions: {
      app: found.HUBSPOT_APP_EVENTS_VERSION,
      custom: found.HUBSPOT_CUSTOM_EVENTS_VERSION,
    },
    log: found.HUBLINE_LOG,
    localPort: found.LOCAL_HUBSPOT_PORT,
    localDelayMs: found.LOCAL_HUBSPOT_DELAY_MS,
    ...present("databaseUrl", found.DATABASE_URL),
    ...present("configPath", found.HUBLINE_CONFIG),
    ...present("accessToken", found.HUBSPOT_ACCESS_TOKEN),
    ...present("eventName", found.HUBLINE_EVENT_NAME),
    ...present("githubSecret", found.GITHUB_WEBHOOK_SECRET),
    ...present("githubToken", found.GITHUB_TOKEN),
    ...present("githubLookups", found.GITHUB_LOOKUPS),
    ...present("eventsToken", found.HUBLINE_EVENTS_TOKEN),
    ...present("password", found.HUBLINE_PASSWORD),
    ...present("metricsToken", found.HUBLINE_METRICS_TOKEN),
    ...present("rateLimits", found.HUBLINE_RATE_LIMITS),
    ...present("eventsMaxBytes", found.HUBLINE_EVENTS_MAX_BYTES),
    ...present("cloudEventsToken", found.CLOUDEVENTS_TOKEN),
    ...present("webhookSecrets", found.WEBHOOK_SECRET),
    ...present("hubSpotClientSecret", found.HUBSPOT_CLIENT_SECRET),
    ...present("segmentWriteKeys", found.SEGMENT_WRITE_KEY),
    ...present("publicUrl", found.HUBLINE_PUBLIC_URL),
    ...present("localFile", found.LOCAL_HUBSPOT_FILE),
  };
}

/**
 * Reads the secrets in a variable that the configuration file names; nothing where it is not set.
 *
 * @throws {SettingsError} If a secret breaks a rule.
 */
export function readSecrets(
  variable: string,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] | undefined {
  const value = environment[variable];
  if (value === undefined || value === "") return undefined;
  const read = validate<string[]>(v.pipe(v.string(), secrets), value);
  if (read.ok) return read.value;
  throw new SettingsError(
    read.issues.map((issue) => describe({ ...issue, path: variable })).join("\n"),
  );
}

/** Longest message about one variable, in characters. */
const longestMessage = 500;

/**
 * One of several values in a variable has a number in its path, which means nothing to whoever set it. What was found must
 * not look like a message about another variable, nor move the terminal's cursor.
 */
function describe({ path, message }: Issue): string {
  return `${path.split(".")[0]}: ${oneLine(message, longestMessage)}`;
}

function present<K extends string, T>(key: K, value: T | undefined): Partial<Record<K, T>> {
  return value === undefined ? {} : { [key]: value } as Record<K, T>;
}
