import { html } from "hono/html";
import type { LocalContact, LocalEvent } from "../records.ts";
import { contactList, counted, face, nameOf } from "./contact_list.ts";
import { momentOf } from "./dates.ts";
import { layout } from "./layout.ts";
import { foreign, type Markup } from "./markup.ts";
import { timeline } from "./timeline.ts";

/** Cards and contacts that are shown until somebody asks for all. */
const usual = 200;

/** What there is to show. */
export interface PageData {
  /** All contacts. */
  contacts: readonly LocalContact[];
  /** All events. */
  events: readonly LocalEvent[];
  /** Where the page is served, for commands that work as pasted. */
  origin: string;
  /** Whether to show everything, however much it is. */
  all: boolean;
}

/** The first page: what happened last, on any timeline or none. */
export function overviewPage(data: PageData): Markup {
  const { contacts, events } = data;
  const most = mostOf(data);
  const contactOf = lookup(contacts);
  const placed = events.filter(({ contactId }) => contactId !== undefined);
  const lost = events.filter(({ contactId }) => contactId === undefined);
  const main = html`
    <div class="about">
      <div>
        <h1>All activity</h1>
        <p>${counted(placed.length, "event")} on the timelines of ${counted(
          contacts.length,
          "contact",
        )}</p>
      </div>
    </div>
    ${placed.length > 0 ? timeline({ events: placed, most, contactOf }) : firstEvent(data.origin)}
    ${lost.length > 0 ? onNoTimeline(timeline({ events: lost, most, contactOf })) : ""}
  `;
  return layout({
    title: "All activity",
    onContact: false,
    contacts: contactList({ contacts, events, most }),
    main,
  });
}

/** One contact and the timeline. */
export function contactPage(contact: LocalContact, data: PageData): Markup {
  const { contacts, events } = data;
  const most = mostOf(data);
  const own = events.filter(({ contactId }) => contactId === contact.id);
  const main = html`
    <p class="back"><a href="/">All contacts</a></p>
    <div class="about">
      ${face(contact)}
      <div>
        <h1>${foreign(nameOf(contact))}</h1>
        <p>
          Contact <span class="mono">${contact.id}</span> · ${counted(own.length, "event")} · since
          ${momentOf(contact.createdAt)}
        </p>
        ${contact.utks.map(cookieView)}
      </div>
    </div>
    ${own.length > 0 ? timeline({ events: own, most }) : emptyTimeline(contact, data.origin)}
  `;
  return layout({
    title: nameOf(contact),
    onContact: true,
    contacts: contactList({ contacts, events, current: contact.id, most }),
    main,
  });
}

/** No contact has the id that was asked for. */
export function unknownContactPage(data: PageData): Markup {
  const { contacts, events } = data;
  return layout({
    title: "No such contact",
    onContact: true,
    contacts: contactList({ contacts, events, most: mostOf(data) }),
    main: html`
      <section class="panel hint">
        <h2>No such contact</h2>
        <p>
          No contact has this id. Local HubSpot keeps everything in memory, so a restart begins with
          an empty account.
        </p>
        <p class="note"><a href="/">All contacts</a></p>
      </section>
    `,
  });
}

function cookieView(utk: string): Markup {
  return html`
    <p>Cookie <span class="mono">${foreign(utk)}</span></p>
  `;
}

function onNoTimeline(cards: Markup): Markup {
  return html`
    <h2 class="aside-heading">On no timeline</h2>
    <p>
      HubSpot took these and shows them nowhere: only an e-mail address brings a contact into being.
    </p>
    ${cards}
  `;
}

function mostOf({ all }: PageData): number {
  return all ? Infinity : usual;
}

function lookup(contacts: readonly LocalContact[]): (id: string) => LocalContact | undefined {
  const byId = new Map(contacts.map((contact) => [contact.id, contact]));
  return (id) => byId.get(id);
}

function firstEvent(origin: string): Markup {
  return html`
    <section class="panel hint">
      <h2>Nothing has happened yet</h2>
      <p>
        Point Hubline, or anything that speaks HubSpot's event APIs, at this address with any access
        token. The timeline fills as events arrive. To see one now, paste this into a terminal:
      </p>
      <pre tabindex="0">${sampleCommand(origin, {
        email: "ada@example.com",
        title: "Signed up for the newsletter",
      })}</pre>
    </section>
  `;
}

function emptyTimeline({ id }: LocalContact, origin: string): Markup {
  return html`
    <section class="panel hint">
      <h2>Nothing on this timeline yet</h2>
      <p>It fills as events for this contact arrive. To see one now, paste this into a terminal:</p>
      <pre tabindex="0">${sampleCommand(origin, {
        objectId: id,
        title: "Opened the pricing page",
      })}</pre>
    </section>
  `;
}

/** Only this page's own words go into a command that is pasted: never a stranger's, such as a contact's address. */
function sampleCommand(
  origin: string,
  { title, ...identity }: { title: string; email?: string; objectId?: string },
): string {
  const event = { eventName: "pe1_hello", ...identity, properties: { title } };
  return `curl ${origin}/events/2026-03/send \\
  -H 'Authorization: Bearer anything' \\
  -H 'Content-Type: application/json' \\
  -d '${JSON.stringify(event)}'`;
}
