import type { KnownContacts } from "../association.ts";
import { type LocalContact, normalizeEmail } from "../records.ts";

/** A contact to begin with. */
export interface ContactSeed {
  /** Id of the record, digits only. */
  id: string;
  /** E-mail address. */
  email?: string;
  /** Further addresses that lead to the contact, HubSpot's `hs_additional_emails`. Default: none. */
  additionalEmails?: readonly string[];
  /** Value of the contact's `hubspotutk` cookie. */
  utk?: string;
  /** What else is known, by the name of the contact property. Default: nothing. */
  properties?: Readonly<Record<string, string>>;
}

/** A contact to be; without an id it gets the next. */
export type ContactDraft = Partial<ContactSeed>;

/** Ids of new contacts count up from here; any number does. */
const firstContactId = 101;

/** The contacts of an account. Records are replaced, never changed. */
export class ContactBook implements KnownContacts {
  readonly #now: () => number;
  readonly #contacts = new Map<string, LocalContact>();
  readonly #idsByEmail = new Map<string, string>();
  readonly #idsByUtk = new Map<string, string>();
  #nextId = firstContactId;

  /** Opens a book; throws a `RangeError` for a seed that cannot be. */
  constructor(seeds: readonly ContactSeed[], now: () => number) {
    this.#now = now;
    for (const [index, seed] of seeds.entries()) this.#seed(seed, `contacts[${index}]`);
  }

  /** All contacts, oldest first. */
  all(): LocalContact[] {
    return [...this.#contacts.values()];
  }

  /** The contact with this id. */
  find(id: string): LocalContact | undefined {
    return this.#contacts.get(id);
  }

  /** Whether there is a contact with this id. */
  has(id: string): boolean {
    return this.#contacts.has(id);
  }

  /** Id of the contact with this address, its first or a further one. */
  byEmail(email: string): string | undefined {
    return this.#idsByEmail.get(normalizeEmail(email));
  }

  /** Id of the contact whose cookie has this value. */
  byUtk(utk: string): string | undefined {
    return this.#idsByUtk.get(utk);
  }

  /** Makes a contact. Its addresses are in the form of the records, and nobody's until now. */
  add(
    { id = this.#freeId(), email, additionalEmails = [], utk, properties = {} }: ContactDraft,
  ): LocalContact {
    const contact: LocalContact = {
      id,
      ...(email === undefined ? {} : { email }),
      ...(additionalEmails.length === 0 ? {} : { additionalEmails }),
      utks: utk === undefined ? [] : [utk],
      ...(Object.keys(properties).length === 0 ? {} : { properties }),
      createdAt: this.#isoNow(),
    };
    this.#index(contact);
    return contact;
  }

  /** Gives a contact another address; by the one before it is found no longer. */
  setEmail(id: string, email: string): void {
    const before = this.#contacts.get(id)?.email;
    if (before !== undefined) this.#idsByEmail.delete(before);
    this.#idsByEmail.set(email, id);
    this.#change(id, { email });
  }

  /** Sets properties of a contact. */
  setProperties(id: string, properties: Readonly<Record<string, string>>): void {
    this.#change(id, { properties: { ...this.#contacts.get(id)?.properties, ...properties } });
  }

  /** Makes a cookie a contact's. */
  tie(id: string, utk: string): void {
    this.#idsByUtk.set(utk, id);
    this.#change(id, { utks: [...this.#contacts.get(id)?.utks ?? [], utk] });
  }

  /** Puts these contacts in place of all there are; ids of new ones count up from the beginning again. */
  restore(contacts: readonly LocalContact[]): void {
    this.#nextId = firstContactId;
    for (const index of [this.#contacts, this.#idsByEmail, this.#idsByUtk]) index.clear();
    for (const contact of contacts) this.#index(contact);
  }

  #index(contact: LocalContact): void {
    const { id, email, additionalEmails = [], utks } = contact;
    const emails = email === undefined ? additionalEmails : [email, ...additionalEmails];
    for (const each of emails) this.#idsByEmail.set(each, id);
    for (const utk of utks) this.#idsByUtk.set(utk, id);
    this.#contacts.set(id, contact);
  }

  #freeId(): string {
    while (this.#contacts.has(String(this.#nextId))) this.#nextId++;
    return String(this.#nextId);
  }

  #change(id: string, change: Partial<LocalContact>): void {
    const contact = this.#contacts.get(id);
    if (contact === undefined) return;
    const now = this.#isoNow();
    const updated = now === contact.createdAt ? {} : { updatedAt: now };
    this.#contacts.set(id, { ...contact, ...change, ...updated });
  }

  #seed(seed: ContactSeed, where: string): void {
    const { id, email, additionalEmails = [], utk } = seed;
    if (!/^\d{1,20}$/.test(id)) {
      throw new RangeError(`Cannot seed ${where}: id must be 1 to 20 digits, but is "${id}"`);
    }
    if (this.has(id)) throw new RangeError(`Cannot seed ${where}: id ${id} is there already`);
    const emails = email === undefined ? additionalEmails : [email, ...additionalEmails];
    for (const [index, each] of emails.entries()) {
      const isTwice = emails.slice(0, index).some((one) =>
        normalizeEmail(one) === normalizeEmail(each)
      );
      if (isTwice || this.byEmail(each) !== undefined) {
        throw new RangeError(`Cannot seed ${where}: e-mail address "${each}" is there already`);
      }
    }
    if (utk !== undefined && this.byUtk(utk) !== undefined) {
      throw new RangeError(`Cannot seed ${where}: utk "${utk}" is there already`);
    }
    this.add({
      ...seed,
      ...(email === undefined ? {} : { email: normalizeEmail(email) }),
      additionalEmails: additionalEmails.map(normalizeEmail),
    });
  }

  #isoNow(): string {
    return new Date(this.#now()).toISOString();
  }
}
