import * as v from "valibot";
import type { Activity, Skipped, SkipReason } from "../../activity/activity.ts";
import { isBot } from "../../activity/identity.ts";
import { oneLine } from "../../activity/text.ts";
import type { Parsed } from "../source.ts";
import { type Choice, choose, type GitHubActivityOptions } from "./choice.ts";
import { type Happening, toActivity } from "./happening.ts";
import { read } from "./reading.ts";
import { place } from "./schemas.ts";
import { type Teller, tellers } from "./tellers.ts";

/** One delivery of GitHub's, already believed: from a webhook, or from the file that a workflow run is given. */
export interface GitHubDelivery {
  /** Name of the event: the header `X-GitHub-Event`, or the variable `GITHUB_EVENT_NAME`. */
  event: string;
  /** The payload, parsed from JSON. Nothing is taken for granted about it. */
  payload: unknown;
  /** When it was received: the time of what the payload gives no time for. */
  receivedAt: Date;
}

/** Names that a workflow knows an event by, where they differ: the payload is the same. */
const aliases: ReadonlyMap<string, string> = new Map([["pull_request_target", "pull_request"]]);

const withActions: ReadonlySet<string> = new Set(
  [...tellers.keys()].filter((key) => key.includes(".")).map((key) =>
    key.slice(0, key.indexOf("."))
  ),
);

/** Actions of events that have but one, which GitHub Enterprise Server left out up to its version 3.5. */
const onlyActions: ReadonlyMap<string, string> = new Map([
  ["deployment", "created"],
  ["deployment_status", "created"],
]);

/**
 * Most that one delivery tells. GitHub lists 2,048 commits at most, but each may name fifty co-authors, and GitHub waits
 * ten seconds for an answer.
 */
const mostHappenings = 5_000;

/** Longest name of an event or action that comes back in an answer, in characters. */
const longestName = 100;

/**
 * Turns a GitHub delivery into activities. This is all of the source but the request: a host that has the payload
 * from elsewhere, as a workflow run has, starts here.
 *
 * What goes on no timeline is reported as skipped, with the reason. Throws a `SourceError` with code
 * `invalid_payload` where an event that is known has another shape than GitHub's; a `TypeError` or `RangeError` for
 * options that break their rule; and a `RangeError` where `receivedAt` is no date, which a host makes and not a sender.
 */
export async function githubActivities(
  delivery: GitHubDelivery,
  options: GitHubActivityOptions = {},
): Promise<Parsed> {
  return await chosenActivities(delivery, choose(options));
}

/** What {@linkcode githubActivities} does, with options that are checked already. */
export async function chosenActivities(delivery: GitHubDelivery, choice: Choice): Promise<Parsed> {
  const event = aliases.get(delivery.event) ?? delivery.event;
  if (event === "ping") return skip("ping", event);
  const hasActions = withActions.has(event);
  const name = hasActions ? `${event}.${actionOf(event, delivery.payload)}` : event;
  // A key with a dot is an event and its action, never the name of an event.
  const teller = hasActions || !event.includes(".") ? tellers.get(name) : undefined;
  if (teller === undefined) {
    return skip(hasActions ? "unsupported_action" : "unsupported_event", name);
  }
  // What nobody asked for is not read, so that nothing in it can be wrong.
  if (teller.isConfidential && !choice.confidential) return skip("confidential", name);
  if (!teller.types.some((type) => choice.wants(type))) return skip("not_selected", name);
  return await tell(teller, { ...delivery, event }, { name, choice });
}

function actionOf(event: string, payload: unknown): string {
  const only = onlyActions.get(event);
  const action = only === undefined ? v.string() : v.optional(v.string(), only);
  return read(v.object({ action }), payload).action;
}

async function tell(
  teller: Teller,
  { event, payload, receivedAt }: GitHubDelivery,
  { name, choice }: { name: string; choice: Choice },
): Promise<Parsed> {
  const from = read(place, payload);
  const told = teller.tell(payload, receivedAt.toISOString())
    .filter(({ needs }) => needs !== "signOffs" || choice.signOffs);
  if (told.length === 0) return skip("nothing_to_tell", name);
  const activities: Activity[] = [];
  const skipped: Skipped[] = told.length > mostHappenings
    ? [{ reason: "too_many", what: name }]
    : [];
  const delivered = { event, place: from, bodies: choice.bodies };
  for (const happening of told.slice(0, mostHappenings)) {
    const activity = await toActivity(happening, delivered);
    const reason = reasonToSkip(happening, choice);
    if (reason === undefined) activities.push(activity);
    else skipped.push({ reason, what: activity.type, activityId: activity.id });
  }
  return { activities, skipped };
}

function reasonToSkip(
  { type, needs, person }: Happening,
  choice: Choice,
): SkipReason | undefined {
  if (needs === "confidential" && !choice.confidential) return "confidential";
  if (!choice.wants(type)) return "not_selected";
  if (person === undefined) return undefined;
  if (isBot(person)) return "bot";
  return choice.excludes(person) ? "excluded" : undefined;
}

function skip(reason: SkipReason, what: string): Parsed {
  return { activities: [], skipped: [{ reason, what: oneLine(what, longestName) }] };
}
