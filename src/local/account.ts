import { ContactBook, type ContactDraft, type ContactSeed } from "./account/contact_book.ts";
import { type EventId, EventLog } from "./account/event_log.ts";
import { associate, type Association, type KnownContacts } from "./association.ts";
import type { EventFamily } from "../hubspot/events.ts";
import { Listeners } from "./listeners.ts";
import type { LocalContact, LocalEvent, Submission } from "./records.ts";

export type { ContactSeed } from "./account/contact_book.ts";

/** All that an account holds, as plain JSON. */
export interface AccountSnapshot {
  /** Contacts, oldest first. */
  contacts: readonly LocalContact[];
  /** Events, in the order in which they were taken. */
  events: readonly LocalEvent[];
}

/**
 * The contacts and events of one HubSpot account, in memory. Records are replaced, never changed, so what is
 * handed out stays as it was.
 */
export class Account implements KnownContacts {
  readonly #now: () => number;
  readonly #contacts: ContactBook;
  readonly #events = new EventLog();
  readonly #listeners = new Listeners<[event: LocalEvent]>();
  #sequence = 0;

  /** Opens an account; throws a `RangeError` for a seed that cannot be. */
  constructor(seeds: readonly ContactSeed[], now: () => number) {
    this.#now = now;
    this.#contacts = new ContactBook(seeds, now);
  }

  /** All contacts, oldest first. */
  contacts(): LocalContact[] {
    return this.#contacts.all();
  }

  /** All events, in the order in which they were taken. */
  events(): LocalEvent[] {
    return this.#events.all();
  }

  /** The contact with this id. */
  contact(id: string): LocalContact | undefined {
    return this.#contacts.find(id);
  }

  /** Whether there is a contact with this id. */
  has(id: string): boolean {
    return this.#contacts.has(id);
  }

  /** Id of the contact with this address, its first or a further one. */
  byEmail(email: string): string | undefined {
    return this.#contacts.byEmail(email);
  }

  /** Id of the contact whose cookie has this value. */
  byUtk(utk: string): string | undefined {
    return this.#contacts.byUtk(utk);
  }

  /** The event that was last taken with this family, type and id. */
  event(id: EventId): LocalEvent | undefined {
    return this.#events.find(id);
  }

  /** Makes a contact. Its addresses are in the form of the records, and nobody's until now. */
  createContact(draft: ContactDraft): LocalContact {
    return this.#contacts.add(draft);
  }

  /** Sets properties of a contact. */
  setProperties(contactId: string, properties: Readonly<Record<string, string>>): void {
    if (Object.keys(properties).length > 0) this.#contacts.setProperties(contactId, properties);
  }

  /** Takes an event. A timeline event takes the place of the one that had its id before. */
  record(submission: Submission): LocalEvent {
    const contactId = this.#apply(this.#associationOf(submission));
    const event: LocalEvent = {
      ...submission,
      sequence: ++this.#sequence,
      createdAt: this.#isoNow(),
      ...(contactId === undefined ? {} : { contactId }),
    };
    this.#events.add(event);
    this.#listeners.tell(event);
    return event;
  }

  /** Removes all events of a type, as HubSpot does with the type. */
  removeEvents(family: EventFamily, type: string): void {
    this.#events.removeType(family, type);
  }

  /** Calls `listener` after each event that is taken, until the function returned is called. */
  onEvent(listener: (event: LocalEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** All that the account holds. */
  snapshot(): AccountSnapshot {
    return { contacts: this.contacts(), events: this.events() };
  }

  /** Puts this in place of all that the account holds; nobody is told of the events. The data must be in order. */
  restore({ contacts, events }: AccountSnapshot): void {
    this.#contacts.restore(contacts);
    this.#events.restore(events);
    this.#sequence = events.reduce((last, { sequence }) => Math.max(last, sequence), 0);
  }

  #associationOf(submission: Submission): Association {
    const { family, objectType = "contacts" } = submission;
    if (objectType !== "contacts") return { outcome: "no_contact" };
    return associate(family, { identity: submission, contacts: this });
  }

  #apply(association: Association): string | undefined {
    if (association.outcome === "waiting" || association.outcome === "no_contact") return undefined;
    const id = association.outcome === "contact"
      ? association.contactId
      : this.#contacts.add({}).id;
    if (association.email !== undefined) this.#contacts.setEmail(id, association.email);
    if (association.utk !== undefined) {
      this.#contacts.tie(id, association.utk);
      this.#events.show(association.utk, id);
    }
    return id;
  }

  #isoNow(): string {
    return new Date(this.#now()).toISOString();
  }
}
