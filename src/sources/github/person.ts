import { type Identity, isBot, parseNoreply } from "../../activity/identity.ts";
import type { Account, Maybe } from "./schemas.ts";

/** Somebody as a payload names them: an account, the author of a commit, or both. */
export interface Person extends Identity {
  /** What stays the same of them, for the id: the number of the account, or the address in a commit. */
  key: string;
}

/** The account that GitHub shows in place of every deleted one. */
const ghost = "ghost";

/** The person behind an account; nothing for a deleted one. */
export function personOf(account: Maybe<Account>): Person | undefined {
  if (account === null || account === undefined || account.login === ghost) return undefined;
  return {
    key: `${account.id}`,
    login: account.login,
    type: account.type ?? undefined,
    email: account.email || undefined,
  };
}

/**
 * The first of some accounts that is a person's; where none is, the first of them. For what automation and
 * organizations do in somebody's name.
 */
export function personAmong(...accounts: readonly Maybe<Account>[]): Person | undefined {
  const known = accounts.map(personOf).filter((person) => person !== undefined);
  return known.find((person) => person.type !== "Organization" && !isBot(person)) ?? known[0];
}

/** Somebody as a commit names them. */
export interface Named {
  /** Name as written. */
  name?: string | null | undefined;
  /** Address as written. */
  email?: string | null | undefined;
  /** The login, where GitHub links the address to an account. */
  username?: string | null | undefined;
}

/** The person whom a commit on a host names. */
export function personNamed({ name, email, username }: Named, host: string): Person {
  return {
    // The address is part of the commit, whereas its link to an account can come and go between two pushes.
    key: (email || username || name || "").trim().toLowerCase(),
    login: username || (email ? parseNoreply(email, host)?.login : undefined),
    name: name || undefined,
    email: email || undefined,
  };
}
