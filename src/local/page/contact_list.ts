import { html } from "hono/html";
import type { LocalContact, LocalEvent } from "../records.ts";
import { icon } from "./icons.ts";
import { foreign, foreignAddress, type Markup } from "../../page/markup.ts";
import { addressOf } from "./query.ts";

/** Most contacts in the list; a search finds the others. */
const most = 100;

/** What a list of contacts is made of. */
export interface ContactListParts {
  /** All contacts. */
  contacts: readonly LocalContact[];
  /** All events. */
  events: readonly LocalEvent[];
  /** Words of which each must be in a contact; empty for all contacts. */
  search: string;
  /** Id of the contact that is shown. */
  current?: string;
}

/** The field that contacts are searched by. It is no part of the list, which is drawn anew while somebody types. */
export function searchField(search: string): Markup {
  return html`
    <form class="search" role="search" method="get" action="/" data-search>
      <label class="unseen" for="search">Search contacts</label>
      <input id="search" name="q" type="search" value="${search}" placeholder="Search contacts"
        autocomplete="off" spellcheck="false" maxlength="200">
    </form>
  `;
}

/** The contacts that are found, the one that was last heard of first. */
export function contactList({ contacts, events, search, current }: ContactListParts): Markup {
  const heard = lastHeard(events);
  const last = ({ id }: LocalContact) => heard.get(id)?.last ?? 0;
  const found = findContacts(contacts, search).sort((a, b) => last(b) - last(a));
  const shown = found.slice(0, most);
  const entries = shown.map((contact) => {
    const count = heard.get(contact.id)?.count ?? 0;
    return entry(contact, { count, search, current: contact.id === current });
  });
  return html`
    <h2><span>Contacts</span><span>${found.length}</span></h2>
    ${found.length === 0 ? nobody(contacts.length > 0) : html`<ul>${entries}</ul>`}
    ${shown.length < found.length
      ? html`<p>These are the latest ${most}. Search to find the others.</p>`
      : ""}
  `;
}

/** The contacts in whose id, addresses, cookies or properties each of the words is. */
export function findContacts(contacts: readonly LocalContact[], search: string): LocalContact[] {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return contacts.filter(({ id, email = "", additionalEmails = [], utks, properties = {} }) => {
    const texts = [id, email, ...additionalEmails, ...utks, ...Object.values(properties)];
    const whole = texts.join("\n").toLowerCase();
    return words.every((word) => whole.includes(word));
  });
}

function lastHeard(events: readonly LocalEvent[]): Map<string, { count: number; last: number }> {
  const heard = new Map<string, { count: number; last: number }>();
  for (const { contactId, sequence } of events) {
    if (contactId === undefined) continue;
    const { count, last } = heard.get(contactId) ?? { count: 0, last: 0 };
    heard.set(contactId, { count: count + 1, last: Math.max(last, sequence) });
  }
  return heard;
}

function nobody(areThereAny: boolean): Markup {
  return areThereAny
    ? html`<p>No contact has all these words in its address, id, cookies or properties.</p>`
    : html`<p>They appear here with the first event that names an e-mail address.</p>`;
}

function entry(
  contact: LocalContact,
  { count, search, current }: { count: number; search: string; current: boolean },
): Markup {
  return html`
    <li>
      <a id="contact-${contact.id}" href="${addressOf(`/contacts/${contact.id}`, { search })}"
        aria-current="${current ? "page" : "false"}">
        ${face(contact)}
        <span class="who">
          <strong>${foreign(nameOf(contact))}</strong>
          <small>${counted(count, "event")}</small>
        </span>
      </a>
    </li>
  `;
}

/** What a contact is called. */
export function nameOf({ id, email }: LocalContact): string {
  return email ?? `Contact ${id}`;
}

/** The same, to be drawn where it may need several lines. */
export function nameView(contact: LocalContact): Markup {
  return foreignAddress(nameOf(contact));
}

/** A circle with the first letter of a contact's address. */
export function face({ id, email }: LocalContact): Markup {
  const tone = Number(id.slice(-1)) % 3;
  const [letter] = email ?? "";
  return html`<span class="face face-${tone}" aria-hidden="true">${
    letter === undefined ? icon("timeline") : letter.toUpperCase()
  }</span>`;
}

/** "1 event", "2 events" */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
