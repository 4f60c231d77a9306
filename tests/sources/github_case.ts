import assert from "node:assert/strict";
import { everything, only } from "./github_examples.ts";

/** What an activity has to be; of its properties, the ones that are named. */
export interface Expected {
  /** Type of the activity. */
  type: string;
  login: string;
  title: string;
  url: string | undefined;
  time: string;
  facts: Record<string, unknown>;
}

/** A delivery, and what it has to become. */
export type Case = readonly [event: string, payload: unknown, expected: Expected];

/** Page of the repository of nearly all examples. */
export const page = "https://github.com/Codertocat/Hello-World";

/** Owner of that repository, and author of nearly all that is in it. */
export const owner = "Codertocat";

/** Holds what becomes of a delivery against what has to. */
export async function check([event, payload, expected]: Case): Promise<void> {
  const { type, login, title, url, time, facts } = expected;
  const activity = await only(event, payload, everything);
  const subject = url === undefined ? { title } : { title, url };
  assert.deepEqual(
    [activity.type, activity.actor.login, activity.subject, activity.time],
    [type, login, subject, time],
  );
  assert.partialDeepStrictEqual(activity.properties, { event, ...facts });
}
