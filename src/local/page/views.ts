import { html } from "hono/html";
import type { Previews } from "../preview/previews.ts";
import type { LocalContact, LocalEvent } from "../records.ts";
import { contactList, counted, face, nameOf, nameView, searchField } from "./contact_list.ts";
import { momentOf } from "./dates.ts";
import { eventFilters, filterEvents } from "./event_filters.ts";
import { filters } from "./filters.ts";
import { emptyTimeline, firstEvent } from "./hints.ts";
import { layout } from "./layout.ts";
import { foreign, type Markup } from "../../page/markup.ts";
import { pager, partOf } from "./paging.ts";
import type { PageQuery } from "./query.ts";
import { latestFirst, timeline } from "./timeline.ts";

/** Cards on one page. */
const pageSize = 50;

/** What there is to show. */
export interface PageData {
  /** All contacts. */
  contacts: readonly LocalContact[];
  /** All events. */
  events: readonly LocalEvent[];
  /** How events show. */
  previews: Previews;
  /** Number of the request that an event came by, where that is still known. */
  requestOf: (event: LocalEvent) => number | undefined;
  /** How many faults are switched on. */
  faults: number;
  /** Where the page is served, for commands that work as pasted. */
  origin: string;
  /** What the address asks for. */
  query: PageQuery;
}

/** The first page: what happened last, on any timeline or none. */
export function overviewPage(data: PageData): Markup {
  const { contacts, events, query } = data;
  const byId = new Map(contacts.map((contact) => [contact.id, contact]));
  const found = filterEvents(events, query.only);
  const main = html`
    <div class="about">
      <div>
        <h1>All activity</h1>
        <p>${counted(events.length, "event")}, ${counted(contacts.length, "contact")}</p>
      </div>
    </div>
    ${events.length === 0
      ? firstEvent(data.origin)
      : cards(data, { path: "/", among: events, found, contactOf: (id) => byId.get(id) })}
  `;
  return framed(data, { title: "All activity", main, count: events.length });
}

/** One contact and the timeline. */
export function contactPage(contact: LocalContact, data: PageData): Markup {
  const { events, query } = data;
  const own = events.filter(({ contactId }) => contactId === contact.id);
  const path = `/contacts/${contact.id}`;
  const main = html`
    <p class="back"><a id="back" href="/">All contacts</a></p>
    <div class="about">
      ${face(contact)}
      <div>
        <h1>${nameView(contact)}</h1>
        <p>
          Contact <span class="mono">${contact.id}</span> · ${counted(own.length, "event")} · since
          ${momentOf(contact.createdAt)}
        </p>
        ${moreOf(contact)}
      </div>
    </div>
    ${own.length === 0
      ? emptyTimeline(contact, data.origin)
      : cards(data, { path, among: own, found: filterEvents(own, query.only) })}
  `;
  return framed(data, { title: nameOf(contact), main, count: own.length, current: contact.id });
}

/** No contact has the id that was asked for. */
export function unknownContactPage(data: PageData): Markup {
  const main = html`
    <section class="panel hint">
      <h2>No such contact</h2>
      <p>
        No contact has this id. Unless it is told to keep a file, Local HubSpot holds everything in
        memory, so a restart begins with an empty account.
      </p>
      <p class="note"><a id="back" href="/">All contacts</a></p>
    </section>
  `;
  return framed(data, { title: "No such contact", main, count: 0, current: "" });
}

function framed(
  { contacts, events, query: { search }, faults }: PageData,
  { current, ...parts }: { title: string; main: Markup; count: number; current?: string },
): Markup {
  const list = contactList({
    contacts,
    events,
    search,
    ...(current === undefined ? {} : { current }),
  });
  return layout({
    ...parts,
    place: "timelines",
    noun: "event",
    faults,
    onContact: current !== undefined,
    aside: html`
      <nav class="panel contacts" aria-label="Contacts">
        ${searchField(search)}
        <div id="contacts" data-live>${list}</div>
      </nav>
    `,
  });
}

function cards(
  { previews, requestOf, query }: PageData,
  { path, among, found, contactOf }: {
    path: string;
    among: readonly LocalEvent[];
    found: readonly LocalEvent[];
    contactOf?: (id: string) => LocalContact | undefined;
  },
): Markup {
  const choices = eventFilters(among, previews);
  const part = partOf(found.toSorted(latestFirst), { page: query.page, size: pageSize });
  return html`
    ${choices.length < 2 ? "" : filters(choices, { path, query, all: among.length })}
    ${found.length === 0 ? html`<p class="note">No event is of this type.</p>` : ""}
    ${timeline(part.items, (event) => ({
      preview: previews.of(event),
      request: requestOf(event),
      ...(contactOf === undefined ? {} : { contactOf }),
    }))}
    ${pager(part, { path, query })}
  `;
}

/** What else is known of a contact. */
function moreOf({ additionalEmails = [], utks, properties = {} }: LocalContact): Markup {
  const facts: [string, string][] = [
    ...additionalEmails.map((email): [string, string] => ["Also", email]),
    ...utks.map((utk): [string, string] => ["Cookie", utk]),
    ...Object.entries(properties),
  ];
  return html`${
    facts.map(([name, value]) =>
      html`<p>${foreign(name)} <span class="mono">${foreign(value)}</span></p>`
    )
  }`;
}
