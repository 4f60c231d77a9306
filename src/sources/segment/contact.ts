import type { Actor } from "../../activity/activity.ts";
import { usableEmail } from "../../activity/identity.ts";
import { oneLine } from "../../activity/text.ts";
import type { AddressBook } from "./address_book.ts";
import { type CallKind, fieldsIn, type Message, textIn } from "./message.ts";

/** Longest id that anything is remembered by, in characters: strangers must not fill the book with long ones. */
const longestId = 200;

/** Longest name and login, in characters. */
const longestName = 250;

/** Names under which senders pass on HubSpot's cookie; Segment's specification has none for it. */
const cookieFields = ["hubspotutk", "utk"] as const;

/** The cookie is 32 hexadecimal digits; anything of its kind is let through. */
const cookie = /^[\w-]{8,200}$/;

/** What one request learns of people, written into the address book at its end as a whole. */
export class Notes {
  readonly #book: AddressBook;
  readonly #new = new Map<string, string>();

  /** Opens the notes of a request upon a book. */
  constructor(book: AddressBook) {
    this.#book = book;
  }

  /** The address under any of these keys, the first that has one; what the request itself told counts already. */
  async find(keys: readonly string[]): Promise<string | undefined> {
    for (const key of keys) {
      const email = this.#new.get(key) ?? await this.#book.get(key);
      if (email !== undefined) return email;
    }
    return undefined;
  }

  /** Remembers an address under all of these keys. */
  add(keys: readonly string[], email: string): void {
    for (const key of keys) this.#new.set(key, email);
  }

  /** Writes what is new into the book. */
  async save(): Promise<void> {
    if (this.#new.size === 0) return;
    await this.#book.put([...this.#new].map(([key, email]) => ({ key, email })));
  }
}

/** Who a call is about. What `identify` and `alias` tell of addresses is noted on the way. */
export async function actorOf(kind: CallKind, message: Message, notes: Notes): Promise<Actor> {
  const stated = statedEmail(kind, message);
  const email = stated ?? await notes.find(keysOf(kind, message));
  if (email !== undefined) notes.add(joinedKeys(kind, message), email);
  const { userId = "" } = message;
  const login = userId.includes("@") ? "" : oneLine(userId, longestName);
  const name = nameOf(kind, message);
  const utk = cookieOf(message);
  return {
    ...(email === undefined
      ? {}
      : { email, emailSource: stated === undefined ? "remembered" : "payload" }),
    ...(utk === undefined ? {} : { utk }),
    ...(login === "" ? {} : { login }),
    ...(name === undefined ? {} : { name }),
  };
}

/** Names of properties that say who it was and not what happened. */
export function isCookieField(name: string): boolean {
  return cookieFields.some((field) => field === name);
}

/** The traits of the user. Those of a group call are the group's, and so is an address in them. */
function traitsOf(
  kind: CallKind,
  { context, traits }: Message,
): Readonly<Record<string, unknown>>[] {
  const ofContext = fieldsIn(context, "traits");
  return kind === "group" ? [ofContext] : [ofContext, traits];
}

function statedEmail(kind: CallKind, message: Message): string | undefined {
  const { properties, userId } = message;
  const given = [...traitsOf(kind, message), properties].map((fields) => textIn(fields, "email"));
  for (const text of [...given, userId]) {
    const email = text === undefined ? undefined : usableEmail(text);
    if (email !== undefined) return email;
  }
  return undefined;
}

/**
 * Under what a call's address may be remembered. Where there is a user, the visitor's id does not count: on a shared
 * machine it can be that of somebody else.
 */
function keysOf(kind: CallKind, { userId, anonymousId, previousId }: Message): string[] {
  const own = userId ? keysFor("user", userId) : keysFor("anonymous", anonymousId);
  if (kind !== "alias") return own;
  return [...own, ...keysFor("user", previousId), ...keysFor("anonymous", previousId)];
}

/** Which ids are the person's from now on. */
function joinedKeys(kind: CallKind, { userId, anonymousId, previousId }: Message): string[] {
  if (kind === "identify") {
    return [...keysFor("user", userId), ...keysFor("anonymous", anonymousId)];
  }
  if (kind !== "alias") return [];
  // Nothing says which of the two the previous id was.
  return [userId, previousId].flatMap((id) => keysFor("user", id))
    .concat(keysFor("anonymous", previousId));
}

function keysFor(kind: "user" | "anonymous", id: string | undefined): string[] {
  return id === undefined || id === "" || id.length > longestId ? [] : [`${kind}:${id}`];
}

function nameOf(kind: CallKind, message: Message): string | undefined {
  for (const traits of traitsOf(kind, message)) {
    const parts = [textIn(traits, "firstName"), textIn(traits, "lastName")];
    const name = textIn(traits, "name") ?? parts.filter((part) => part !== undefined).join(" ");
    if (name !== "") return oneLine(name, longestName);
  }
  return undefined;
}

function cookieOf({ context, properties }: Message): string | undefined {
  return [context, properties]
    .flatMap((fields) => cookieFields.map((field) => textIn(fields, field)))
    .find((value) => value !== undefined && cookie.test(value));
}
