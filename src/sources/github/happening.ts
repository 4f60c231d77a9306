import type { Activity, ActivityValue, Actor, Subject } from "../../activity/activity.ts";
import { activityId } from "../../activity/id.ts";
import { type Identity, isBot, usableEmail } from "../../activity/identity.ts";
import { oneLine } from "../../activity/text.ts";
import type { Account, Repository } from "./schemas.ts";

/** Somebody as a payload names them: an account, the author of a commit, or both. */
export interface Person extends Identity {
  /** What stays the same of them, for the id: the number of the account, or the address in a commit. */
  key: string;
}

/** What a payload told, before it has an id and before it is known whether a person did it. */
export interface Happening {
  /** Activity type without the leading `github.`: `pull_request.merged`. */
  type: string;
  /** When, ISO 8601 in UTC. */
  time: string;
  /** Who is the contact. Missing where GitHub no longer knows: the account was deleted. */
  person: Person | undefined;
  /** What it was done to. */
  subject: Subject;
  /** Where it happened. */
  repository: Repository;
  /** Further facts; what is `null` or missing is left out. */
  facts: Readonly<Record<string, ActivityValue | null | undefined>>;
  /** What tells it from everything else of this type that this person did on this host. */
  key: readonly (string | number)[];
}

/** Longest title, in characters. */
const longestTitle = 250;

/** Longest text of a property, in characters. */
const longestFact = 500;

/** Makes the activity of a happening. Its id comes from facts of the payload alone. */
export async function toActivity(happening: Happening): Promise<Activity> {
  const { time, person, subject, repository, facts, key } = happening;
  const type = `github.${happening.type}`;
  const host = new URL(repository.html_url).host;
  return {
    id: await activityId([host, type, person?.key ?? "", ...key.map(String)]),
    type,
    time,
    actor: person === undefined ? {} : actorOf(person),
    subject: { ...subject, title: oneLine(subject.title, longestTitle) || repository.full_name },
    properties: propertiesOf({
      repository: repository.full_name,
      repository_url: repository.html_url,
      host,
      ...facts,
    }),
  };
}

/** Whether the one who did it is no person. */
export function isByBot({ person }: Happening): boolean {
  return person !== undefined && isBot(person);
}

/** The account that GitHub shows in place of every deleted one. */
const ghost = "ghost";

/** The person behind an account; nothing for a deleted one. */
export function personOf(account: Account | null | undefined): Person | undefined {
  if (account === null || account === undefined || account.login === ghost) return undefined;
  return { key: `${account.id}`, login: account.login, type: account.type ?? undefined };
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

function actorOf({ login, name, email }: Person): Actor {
  const address = email === undefined ? undefined : usableEmail(email);
  const readable = name === undefined ? "" : oneLine(name, longestTitle);
  return {
    ...(address === undefined ? {} : { email: address, emailSource: "payload" }),
    ...(login === undefined ? {} : { login }),
    ...(readable === "" ? {} : { name: readable }),
  };
}

function propertiesOf(facts: Happening["facts"]): Record<string, ActivityValue> {
  const properties: Record<string, ActivityValue> = {};
  for (const [name, value] of Object.entries(facts)) {
    if (value === null || value === undefined || value === "") continue;
    properties[name] = typeof value === "string" ? oneLine(value, longestFact) : value;
  }
  return properties;
}
