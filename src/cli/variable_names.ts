import { oneLine } from "../activity/text.ts";
import { nearest } from "../activity/nearest.ts";
import { settingNames, SettingsError } from "./settings.ts";

/** What the names of our variables begin with, where others' do not. */
const prefixes = ["HUBLINE_", "HUBSPOT_", "LOCAL_HUBSPOT_"] as const;

/** A beginning of names. */
type Prefix = typeof prefixes[number];

/** Which variables are looked at. */
export interface StrayOptions {
  /** Variables that are read beside the settings: those that the configuration file names. Default: none. */
  alsoRead?: readonly string[];
  /** Beginnings of the names that are looked at. Default: all of ours. */
  prefixes?: readonly Prefix[];
}

/** Names under which HubSpot's token goes elsewhere, too far from ours to be a slip of a finger. */
const otherNamesOfToken: ReadonlySet<string> = new Set([
  "HUBSPOT_TOKEN",
  "HUBSPOT_API_KEY",
  "HUBSPOT_API_TOKEN",
  "HUBSPOT_PRIVATE_APP_TOKEN",
]);

/** Longest name that a message gives back, in characters. */
const longestName = 100;

/**
 * Refuses variables that somebody set for us and that nothing reads: with its token misspelt, everything would go to Local
 * HubSpot, be accepted there, and be lost. An empty one counts as not set.
 *
 * @throws {SettingsError} If there are some; the message names each, and the name that was probably meant.
 */
export function refuseStrayVariables(
  environment: Readonly<Record<string, string | undefined>>,
  options: StrayOptions = {},
): void {
  const known = new Set([...settingNames, ...(options.alsoRead ?? [])]);
  const problems = Object.entries(environment).flatMap(([name, value]) => {
    const prefix = (options.prefixes ?? prefixes).find((one) => name.startsWith(one));
    if (prefix === undefined || value === undefined || value === "") return [];
    if (known.has(name) || isOfService(name, value)) return [];
    const meant = meantBy(name, prefix);
    if (prefix === "HUBSPOT_" && isOfOthers(meant, environment)) return [];
    const question = meant === undefined ? "" : `; did you mean ${meant}?`;
    return [`${oneLine(name, longestName)}: Expected no variable of this name${question}`];
  });
  if (problems.length > 0) throw new SettingsError(problems.join("\n"));
}

/**
 * Whether a name that begins with `HUBSPOT_` is nothing to us. HubSpot's own command line and other programs have variables
 * of that beginning on the same machine (`HUBSPOT_PORTAL_ID`), so one is refused only where it comes near one of ours that
 * is not set: who has set that one has the other for something else.
 */
function isOfOthers(
  meant: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  return meant === undefined || (environment[meant] ?? "") !== "";
}

/**
 * Whether Kubernetes set it, as it does in every pod for every service: for one called `hubline`, `HUBLINE_SERVICE_HOST`,
 * `HUBLINE_PORT=tcp://…` and `HUBLINE_PORT_8787_TCP_ADDR`.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
 */
function isOfService(name: string, value: string): boolean {
  return /_SERVICE_(?:HOST|PORT(?:_\w+)?)$/.test(name) ||
    /_PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?$/.test(name) ||
    (name.endsWith("_PORT") && /^(?:tcp|udp|sctp):\/\//.test(value));
}

/**
 * The setting that was probably meant. Compared is what stands behind the beginning, which all of them share; a name that
 * begins as ours do may stand for a setting that does not (`HUBLINE_DATABASE_URL`).
 */
function meantBy(name: string, prefix: Prefix): string | undefined {
  if (otherNamesOfToken.has(name)) return "HUBSPOT_ACCESS_TOKEN";
  const rest = name.slice(prefix.length);
  const own = nearestBehind(prefix, rest);
  if (own !== undefined || prefix !== "HUBLINE_") return own;
  return nearest(rest, settingNames) ?? nearestBehind("HUBSPOT_", rest);
}

function nearestBehind(prefix: Prefix, rest: string): string | undefined {
  const found = nearest(
    rest,
    settingNames.flatMap((name) => name.startsWith(prefix) ? [name.slice(prefix.length)] : []),
  );
  return found === undefined ? undefined : prefix + found;
}
