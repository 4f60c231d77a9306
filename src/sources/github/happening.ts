import type { Activity, ActivityValue, Actor, Subject } from "../../activity/activity.ts";
import { activityId } from "../../activity/id.ts";
import { usableEmail } from "../../activity/identity.ts";
import { oneLine } from "../../activity/text.ts";
import { bodyText } from "./body.ts";
import type { Person } from "./person.ts";
import { hostOf, organizationOf, visibilityOf } from "./place.ts";
import type { Place } from "./schemas.ts";

/** What a payload told, before it has an id and before it is known whether a person did it. */
export interface Happening {
  /** Activity type without the leading `github.`: `pull_request.merged`. */
  type: string;
  /** When, ISO 8601 in UTC. */
  time: string;
  /** Who is the contact. Missing where GitHub no longer knows: the account was deleted. */
  person: Person | undefined;
  /** What it was done to. */
  subject: { title: string; url: string | undefined };
  /** Further facts; what is `null` or missing is left out. */
  facts: Readonly<Record<string, ActivityValue | null | undefined>>;
  /** What tells it from everything else of this type that this person did on this host. */
  key: readonly (string | number)[];
  /** What the person wrote, which is told only where bodies are asked for. */
  body?: string | null | undefined;
  /** The option that has to be asked for before it is told at all. */
  needs?: "confidential" | "signOffs";
}

/** What holds for all that one delivery tells. */
export interface Delivered {
  /** Name of the event. */
  event: string;
  /** Where the delivery comes from. */
  place: Place;
  /** Whether what people wrote is told. */
  bodies: boolean;
}

/** Longest title, in characters. */
const longestTitle = 250;

/** Longest text of a property but `body` and `labels`, in characters. */
const longestFact = 500;

/** Longest text of `labels`, in characters. GitHub takes 100 labels of 50 characters, and rules look at each of them. */
const longestLabels = 5_100;

/** Makes the activity of a happening. Its id comes from facts of the payload alone. */
export async function toActivity(happening: Happening, delivered: Delivered): Promise<Activity> {
  const { time, person, subject, key } = happening;
  const type = `github.${happening.type}`;
  const { place } = delivered;
  const fallback = place.repository?.full_name ?? type;
  return {
    id: await activityId([hostOf(place), type, person?.key ?? "", ...key.map(String)]),
    type,
    time,
    actor: person === undefined ? {} : actorOf(person),
    subject: subjectOf(subject, fallback),
    properties: propertiesOf(happening, delivered),
  };
}

/** The first seven digits of a commit's SHA, as GitHub shows it. */
export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}

/** The names of labels in one text; nothing where there are none. */
export function labelNames(
  labels: readonly { name: string }[] | null | undefined,
): string | undefined {
  return labels?.map(({ name }) => name).join(",") || undefined;
}

/** Hours from one time to a later one, to a tenth; nothing where the clocks disagree. */
export function hoursBetween(from: string, to: string): number | undefined {
  const hours = (Date.parse(to) - Date.parse(from)) / 3_600_000;
  return hours < 0 ? undefined : Math.round(hours * 10) / 10;
}

function subjectOf({ title, url }: Happening["subject"], fallback: string): Subject {
  const readable = oneLine(title, longestTitle) || fallback;
  return url === undefined ? { title: readable } : { title: readable, url };
}

function actorOf({ login, name, email }: Person): Actor {
  const address = email === undefined ? undefined : usableEmail(email);
  const readable = name === undefined ? "" : oneLine(name, longestTitle);
  return {
    ...(address === undefined ? {} : { email: address, emailSource: "payload" }),
    ...(login === undefined ? {} : { login }),
    ...(readable === "" ? {} : { name: readable }),
  };
}

function propertiesOf(
  { facts, body }: Happening,
  { event, place, bodies }: Delivered,
): Record<string, ActivityValue> {
  const { repository, sender, action } = place;
  const all: Happening["facts"] = {
    repository: repository?.full_name,
    repository_url: repository?.html_url,
    visibility: repository && visibilityOf(repository),
    organization: organizationOf(place),
    host: hostOf(place),
    event,
    action,
    sender: sender?.login,
    ...facts,
  };
  const properties: Record<string, ActivityValue> = {};
  for (const [name, value] of Object.entries(all)) {
    const longest = name === "labels" ? longestLabels : longestFact;
    const told = typeof value === "string" ? oneLine(value, longest) : value;
    if (told === null || told === undefined || told === "") continue;
    properties[name] = told;
  }
  const text = bodies ? bodyText(body) : undefined;
  return text === undefined ? properties : { ...properties, body: text };
}
