import * as v from "valibot";
import { type ApiVersions, defaultVersions, isBaseUrl } from "../hubspot/endpoints.ts";
import { customEventName } from "../mapping/event_name.ts";
import { validate } from "../validation/issues.ts";

/** What the environment says, read once at the start. */
export interface Settings {
  /** Where the forwarder listens. */
  host: string;
  /** Port of the forwarder; 0 takes any free one. */
  port: number;
  /** Path of the outbox database. */
  database: string;
  /** Path of the configuration file, where one is named. */
  configPath?: string;
  /** HubSpot access token; without one, events go to Local HubSpot. */
  accessToken?: string;
  /** Address of HubSpot's API. */
  hubSpotUrl: string;
  /** Version of each event API that has several. */
  versions: Pick<ApiVersions, "app" | "custom">;
  /** Full name of the custom event that GitHub activity becomes. */
  eventName?: string;
  /** Secret of the GitHub webhook. */
  githubSecret?: string;
  /** Token of `POST /events`. */
  eventsToken?: string;
  /** Port of Local HubSpot; 0 takes any free one. */
  localPort: number;
  /** How long Local HubSpot takes to answer, in milliseconds. */
  localDelayMs: number;
}

/** Thrown for settings that cannot be used; the message names each variable, the rule, and what was found. */
export class SettingsError extends Error {
  /** Name of the class, for messages and logs. */
  override readonly name = "SettingsError";
}

const wholeNumber = (name: string, most: number) =>
  v.pipe(
    v.string(),
    v.check(
      (text) => /^\d{1,9}$/.test(text) && Number(text) <= most,
      (issue) => `Expected ${name} from 0 to ${most}, found ${issue.received}`,
    ),
    v.transform(Number),
  );

/** A secret's value never goes into a message. */
const secret = (least: number) =>
  v.pipe(
    v.string(),
    v.minLength(least, (issue) =>
      `Expected at least ${least} characters, found ${issue.input.length}`),
    v.regex(/^[!-~]*$/, "Expected ASCII without white space, found something else"),
  );

const address = v.pipe(
  v.string(),
  v.check(isBaseUrl, "Expected an http(s) address without user, query or fragment"),
);

function version<const T extends string>(...versions: T[]): v.GenericSchema<string, T> {
  return v.picklist(
    versions,
    (issue) => `Expected ${versions.join(" or ")}, found ${issue.received}`,
  );
}

const schema = v.object({
  HOST: v.optional(v.string(), "127.0.0.1"),
  PORT: v.optional(wholeNumber("a port", 65_535), "8787"),
  HUBLINE_DB: v.optional(v.string(), "data/hubline.db"),
  HUBLINE_CONFIG: v.optional(v.string()),
  HUBSPOT_ACCESS_TOKEN: v.optional(secret(1)),
  HUBSPOT_BASE_URL: v.optional(address, "https://api.hubapi.com"),
  HUBSPOT_APP_EVENTS_VERSION: v.optional(version("2026-03", "v4"), defaultVersions.app),
  HUBSPOT_CUSTOM_EVENTS_VERSION: v.optional(version("2026-03", "v3"), defaultVersions.custom),
  HUBLINE_EVENT_NAME: v.optional(customEventName),
  GITHUB_WEBHOOK_SECRET: v.optional(secret(8)),
  HUBLINE_EVENTS_TOKEN: v.optional(secret(16)),
  LOCAL_HUBSPOT_PORT: v.optional(wholeNumber("a port", 65_535), "8788"),
  LOCAL_HUBSPOT_DELAY_MS: v.optional(wholeNumber("milliseconds", 600_000), "0"),
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
    const lines = read.issues.map(({ path, message }) => `${path}: ${message}`);
    throw new SettingsError(lines.join("\n"));
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
    localPort: found.LOCAL_HUBSPOT_PORT,
    localDelayMs: found.LOCAL_HUBSPOT_DELAY_MS,
    ...present("configPath", found.HUBLINE_CONFIG),
    ...present("accessToken", found.HUBSPOT_ACCESS_TOKEN),
    ...present("eventName", found.HUBLINE_EVENT_NAME),
    ...present("githubSecret", found.GITHUB_WEBHOOK_SECRET),
    ...present("eventsToken", found.HUBLINE_EVENTS_TOKEN),
  };
}

function present<K extends string>(
  key: K,
  value: string | undefined,
): Partial<Record<K, string>> {
  return value === undefined ? {} : { [key]: value } as Record<K, string>;
}
