import { suggestion } from "../../activity/nearest.ts";
import { matchesGlob } from "../../validation/glob.ts";
import type { Person } from "./person.ts";
import { activityTypes, noisyTypes } from "./tellers.ts";

/** What is made of GitHub's deliveries, beyond or short of what is made by default. */
export interface GitHubActivityOptions {
  /**
   * Types of the activities to make, as {@linkcode activityTypes} lists them; `*` stands for any characters. What is named
   * here is made although it is noisy. Default: all but {@linkcode noisyTypes}.
   */
  types?: readonly string[];
  /**
   * People to leave out, each by login or e-mail address, in any case; `*` stands for any characters, so that
   * `*@example.com` is everybody at one company. Default: nobody. Bots are left out in any case.
   */
  excludePeople?: readonly string[];
  /**
   * Whether the text of issues, pull requests, discussions, comments, reviews and releases becomes the property `body`,
   * cut at 2,000 characters. Default: `false`.
   */
  bodies?: boolean;
  /** Whether a commit is also told of those who signed it off (`Signed-off-by:`). Default: `false`. */
  signOffs?: boolean;
  /** Whether private sponsorships and security alerts and advisories are told of. Default: `false`. */
  confidential?: boolean;
}

/** Every option of `github`, which has two more than these. */
const optionNames = Object.keys(
  {
    types: true,
    excludePeople: true,
    bodies: true,
    signOffs: true,
    confidential: true,
    secret: true,
    maxBodyBytes: true,
  } satisfies Record<keyof GitHubActivityOptions | "secret" | "maxBodyBytes", true>,
);

/** Options, checked and ready to be asked. */
export interface Choice {
  /** Whether activities of a type, without the leading `github.`, are made. */
  wants(type: string): boolean;
  /** Whether somebody is left out. */
  excludes(person: Person): boolean;
  /** Whether what people wrote is told. */
  bodies: boolean;
  /** Whether those who signed a commit off are told of it. */
  signOffs: boolean;
  /** Whether what is confidential is told. */
  confidential: boolean;
}

/**
 * Checks options. Throws a `TypeError` for a member of another kind or a name that none has, and a `RangeError` for an
 * empty pattern or one that no activity type matches.
 */
export function choose(options: GitHubActivityOptions): Choice {
  // Left out of account, a misspelt name would let people be told of who shall not be.
  const strange = Object.keys(options).find((name) => !optionNames.includes(name));
  if (strange !== undefined) {
    throw new TypeError(
      `Cannot choose GitHub's activities: there is no option ${strange}${
        suggestion(strange, optionNames)
      }`,
    );
  }
  const wanted = wantedTypes(options.types);
  const people = patterns("excludePeople", options.excludePeople ?? [])
    .map((pattern) => pattern.toLowerCase());
  return {
    wants: (type) => wanted.has(`github.${type}`),
    excludes: ({ login, email }) =>
      [login, email].some((name) => {
        const lower = name?.trim().toLowerCase();
        return lower !== undefined && people.some((pattern) => matchesGlob(pattern, lower));
      }),
    bodies: flag("bodies", options.bodies),
    signOffs: flag("signOffs", options.signOffs),
    confidential: flag("confidential", options.confidential),
  };
}

function wantedTypes(types: readonly string[] | undefined): ReadonlySet<string> {
  if (types === undefined) {
    return new Set(activityTypes.filter((type) => !noisyTypes.includes(type)));
  }
  return new Set(
    patterns("types", types).flatMap((pattern) => {
      const found = activityTypes.filter((type) => matchesGlob(pattern, type));
      if (found.length > 0) return found;
      throw new RangeError(
        `Cannot choose GitHub's activities: no activity type matches "${pattern}" in types`,
      );
    }),
  );
}

function patterns(name: string, given: unknown): string[] {
  const all: readonly unknown[] | undefined = Array.isArray(given) ? given : undefined;
  if (all === undefined) throw wrong(name, "an array of strings", given);
  return all.map((pattern) => {
    if (typeof pattern !== "string") throw wrong(name, "an array of strings", pattern);
    if (pattern !== "") return pattern;
    throw new RangeError(`Cannot choose GitHub's activities: ${name} must hold no empty pattern`);
  });
}

function flag(name: string, given: unknown): boolean {
  if (given === undefined || typeof given === "boolean") return given ?? false;
  throw wrong(name, "true or false", given);
}

function wrong(name: string, rule: string, found: unknown): TypeError {
  return new TypeError(
    `Cannot choose GitHub's activities: ${name} must be ${rule}, found ${typeof found}`,
  );
}
