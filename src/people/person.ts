import type { Activity } from "../activity/activity.ts";
import { isBot } from "../activity/identity.ts";

/** A repository by its two names, both of a form that can stand in a path. */
export interface RepositoryName {
  /** Login of the user or organization. */
  owner: string;
  /** Name within the owner's repositories. */
  name: string;
}

/** Somebody to look up, and where they did what they did. */
export interface Person {
  /** Login at GitHub, of a form that can stand in a path. */
  login: string;
  /** The repository of the activity. */
  repository: RepositoryName | undefined;
  /** Number of the pull request, where the activity is about one. */
  pullRequest: number | undefined;
  /** Whether the activity itself shows that they commit with a noreply address. */
  hidesEmail: boolean;
}

/** Whom to look up for an activity, or why nobody; `undefined` where there is nothing to look up. */
export type Wanted =
  | { kind: "person"; person: Person }
  | { kind: "nobody"; reason: "bot" | "other_host" | "invalid_login" };

/**
 * Letters, digits and hyphens; accounts that an enterprise manages also have one underscore, and some old ones end with a
 * hyphen. Nothing in it means anything in an address.
 */
const loginForm = /^[a-z\d][a-z\d_-]{0,99}$/i;

/** A repository's name; `.` and `..` would lead elsewhere. */
const repositoryForm = /^(?!\.{1,2}$)[\w.-]{1,100}$/;

/** Whether a text has the form of a GitHub login. */
export function isLogin(text: string): boolean {
  return loginForm.test(text);
}

/**
 * Reads from an activity whom to ask GitHub about. Logins of one host say nothing on another, so only what happened on `host`
 * counts.
 */
export function wantedOf(activity: Activity, host: string): Wanted | undefined {
  const { type, actor: { login, email }, properties } = activity;
  if (!type.startsWith("github.") || login === undefined || email !== undefined) return undefined;
  if (isBot({ login })) return { kind: "nobody", reason: "bot" };
  if (!isLogin(login)) return { kind: "nobody", reason: "invalid_login" };
  const happenedOn = Object.hasOwn(properties, "host") ? properties.host : undefined;
  if (typeof happenedOn !== "string" || happenedOn.toLowerCase() !== host) {
    return { kind: "nobody", reason: "other_host" };
  }
  return {
    kind: "person",
    person: {
      login,
      repository: repositoryOf(activity),
      pullRequest: pullRequestOf(activity),
      // GitHub ties only confirmed addresses to a login, so the one in this commit was real and led to no contact:
      // a noreply address.
      hidesEmail: type === "github.commit.pushed",
    },
  };
}

function repositoryOf({ properties }: Activity): RepositoryName | undefined {
  const fullName = Object.hasOwn(properties, "repository") ? properties.repository : undefined;
  if (typeof fullName !== "string") return undefined;
  const [owner = "", name = "", ...more] = fullName.split("/");
  const isWhole = more.length === 0 && isLogin(owner) && repositoryForm.test(name);
  return isWhole ? { owner, name } : undefined;
}

function pullRequestOf({ type, properties }: Activity): number | undefined {
  if (!type.startsWith("github.pull_request.")) return undefined;
  const number = Object.hasOwn(properties, "number") ? properties.number : undefined;
  return typeof number === "number" && Number.isSafeInteger(number) && number > 0
    ? number
    : undefined;
}
