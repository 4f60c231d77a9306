import { associate, type Association, type KnownContacts } from "./association.ts";
import { type LocalContact, type LocalEvent, normalizeEmail, type Submission } from "./records.ts";
import type { AccountData } from "./storage/account_data.ts";

/** A contact to begin with. */
export interface ContactSeed {
  /** Id of the record, digits only. */
  id: string;
  /** E-mail address. */
  email?: string;
  /** Value of the contact's `hubspotutk` cookie. */
  utk?: string;
}

/** Ids of new contacts count up from here; any number does. */
const firstContactId = 101;

/**
 * The contacts and events of one HubSpot account, in memory. Records are replaced, never changed, so what is
 * handed out stays as it was.
 */
export class Account implements KnownContacts {
  readonly #now: () => number;
  readonly #contacts = new Map<string, LocalContact>();
  readonly #idsByEmail = new Map<string, string>();
  readonly #idsByUtk = new Map<string, string>();
  readonly #events = new Map<string, LocalEvent>();
  readonly #listeners = new Set<(event: LocalEvent) => void>();
  #sequence = 0;
  #nextContactId = firstContactId;

  /** Opens an account; throws a `RangeError` for a seed that cannot be. */
  constructor(seeds: readonly ContactSeed[], now: () => number) {
    this.#now = now;
    for (const [index, seed] of seeds.entries()) this.#seed(seed, `contacts[${index}]`);
  }

  /** All contacts, oldest first. */
  contacts(): LocalContact[] {
    return [...this.#contacts.values()];
  }

  /** All events, in the order in which they were taken. */
  events(): LocalEvent[] {
    return [...this.#events.values()];
  }

  /** The contact with this id. */
  contact(id: string): LocalContact | undefined {
    return this.#contacts.get(id);
  }

  /** Whether there is a contact with this id. */
  has(id: string): boolean {
    return this.#contacts.has(id);
  }

  /** Id of the contact with this address. */
  byEmail(email: string): string | undefined {
    return this.#idsByEmail.get(normalizeEmail(email));
  }

  /** Id of the contact whose cookie has this value. */
  byUtk(utk: string): string | undefined {
    return this.#idsByUtk.get(utk);
  }

  /** Whether an event with this family, type and id was taken. */
  hasEvent(event: Pick<Submission, "family" | "type" | "id">): boolean {
    return this.#events.has(keyOf(event));
  }

  /** Takes an event. One with the same family, type and id is replaced by it. */
  record(submission: Submission): LocalEvent {
    const association = associate(submission.family, { identity: submission, contacts: this });
    const contactId = this.#apply(association);
    const event: LocalEvent = {
      ...submission,
      sequence: ++this.#sequence,
      createdAt: this.#isoNow(),
      ...(contactId === undefined ? {} : { contactId }),
    };
    const key = keyOf(event);
    this.#events.delete(key);
    this.#events.set(key, event);
    for (const listener of [...this.#listeners]) notify(listener, event);
    return event;
  }

  /** Calls `listener` after each event that is taken, until the function returned is called. */
  onEvent(listener: (event: LocalEvent) => void): () => void {
    // Wrapped, so that the same function given twice is two listeners.
    const own = (event: LocalEvent) => listener(event);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  /** All that the account holds. */
  snapshot(): AccountData {
    return { version: 1, contacts: this.contacts(), events: this.events() };
  }

  /** Puts this in place of all that the account holds; nobody is told of the events. The data must be in order. */
  restore({ contacts, events }: AccountData): void {
    for (const index of [this.#contacts, this.#idsByEmail, this.#idsByUtk, this.#events]) {
      index.clear();
    }
    for (const contact of contacts) {
      this.#contacts.set(contact.id, contact);
      if (contact.email !== undefined) this.#idsByEmail.set(contact.email, contact.id);
      for (const utk of contact.utks) this.#idsByUtk.set(utk, contact.id);
    }
    for (const event of [...events].sort((a, b) => a.sequence - b.sequence)) {
      this.#events.set(keyOf(event), event);
      this.#sequence = Math.max(this.#sequence, event.sequence);
    }
  }

  #apply(association: Association): string | undefined {
    if (association.outcome === "waiting" || association.outcome === "no_contact") return undefined;
    const id = association.outcome === "contact" ? association.contactId : this.#create();
    if (association.email !== undefined) this.#setEmail(id, association.email);
    if (association.utk !== undefined) this.#tie(id, association.utk);
    return id;
  }

  #create(): string {
    while (this.#contacts.has(String(this.#nextContactId))) this.#nextContactId++;
    const id = String(this.#nextContactId++);
    this.#contacts.set(id, { id, utks: [], createdAt: this.#isoNow() });
    return id;
  }

  #setEmail(id: string, email: string): void {
    const contact = this.#contacts.get(id);
    if (contact === undefined) return;
    if (contact.email !== undefined) this.#idsByEmail.delete(contact.email);
    this.#idsByEmail.set(email, id);
    this.#contacts.set(id, { ...contact, email });
  }

  /** Makes a cookie a contact's, and shows the events that waited for that. */
  #tie(id: string, utk: string): void {
    const contact = this.#contacts.get(id);
    if (contact === undefined) return;
    this.#idsByUtk.set(utk, id);
    this.#contacts.set(id, { ...contact, utks: [...contact.utks, utk] });
    for (const [key, event] of this.#events) {
      if (event.contactId === undefined && event.objectId === undefined && event.utk === utk) {
        this.#events.set(key, { ...event, contactId: id });
      }
    }
  }

  #seed({ id, email, utk }: ContactSeed, where: string): void {
    if (!/^\d{1,20}$/.test(id)) {
      throw new RangeError(`Cannot seed ${where}: id must be 1 to 20 digits, but is "${id}"`);
    }
    if (this.has(id)) throw new RangeError(`Cannot seed ${where}: id ${id} is there already`);
    if (email !== undefined && this.byEmail(email) !== undefined) {
      throw new RangeError(`Cannot seed ${where}: e-mail address "${email}" is there already`);
    }
    if (utk !== undefined && this.byUtk(utk) !== undefined) {
      throw new RangeError(`Cannot seed ${where}: utk "${utk}" is there already`);
    }
    this.#contacts.set(id, { id, utks: [], createdAt: this.#isoNow() });
    if (email !== undefined) this.#setEmail(id, normalizeEmail(email));
    if (utk !== undefined) this.#tie(id, utk);
  }

  #isoNow(): string {
    return new Date(this.#now()).toISOString();
  }
}

function keyOf({ family, type, id }: Pick<Submission, "family" | "type" | "id">): string {
  return JSON.stringify([family, type, id]);
}

/** The event is taken by now: a listener that throws must not turn the answer to its sender into a failure. */
function notify(listener: (event: LocalEvent) => void, event: LocalEvent): void {
  try {
    listener(event);
  } catch {
    // Said in the documentation of `onEvent`.
  }
}
