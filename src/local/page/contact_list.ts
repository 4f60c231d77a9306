import { html } from "hono/html";
import type { LocalContact, LocalEvent } from "../records.ts";
import { icon } from "./icons.ts";
import { foreign, type Markup } from "./markup.ts";

/** What a list of contacts is made of. */
export interface ContactListParts {
  /** All contacts. */
  contacts: readonly LocalContact[];
  /** All events. */
  events: readonly LocalEvent[];
  /** Id of the contact that is shown. */
  current?: string;
  /** How many to list at most. */
  most: number;
}

/** The contacts, the one that was last heard of first. */
export function contactList({ contacts, events, current, most }: ContactListParts): Markup {
  const heading = html`
    <h2><span>Contacts</span><span>${contacts.length}</span></h2>
  `;
  if (contacts.length === 0) {
    return html`
      ${heading}
      <p>They appear here with the first event that names an e-mail address.</p>
    `;
  }
  const heard = new Map<string, { count: number; last: number }>();
  for (const { contactId, sequence } of events) {
    if (contactId === undefined) continue;
    const { count, last } = heard.get(contactId) ?? { count: 0, last: 0 };
    heard.set(contactId, { count: count + 1, last: Math.max(last, sequence) });
  }
  const last = ({ id }: LocalContact) => heard.get(id)?.last ?? 0;
  const shown = contacts.toSorted((a, b) => last(b) - last(a)).slice(0, most);
  return html`
    ${heading}
    <ul>${shown.map((contact) => {
      const count = heard.get(contact.id)?.count ?? 0;
      return entry(contact, { count, current: contact.id === current });
    })}</ul>
    ${shown.length < contacts.length ? more(shown.length, contacts.length) : ""}
  `;
}

function entry(
  contact: LocalContact,
  { count, current }: { count: number; current: boolean },
): Markup {
  return html`
    <li>
      <a id="contact-${contact.id}" href="/contacts/${contact.id}" aria-current="${current
        ? "page"
        : "false"}">
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

/** Says that not all is shown, and how to see it. */
export function more(shown: number, all: number): Markup {
  return html`<p class="note">The latest ${shown} of ${all}. <a href="?show=all">Show all</a></p>`;
}
