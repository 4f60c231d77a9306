import { html } from "hono/html";
import type { LocalContact, LocalEvent } from "../records.ts";
import { type Card, type CardField, cardOf, familyNames } from "./card.ts";
import { more, nameOf } from "./contact_list.ts";
import { momentOf, monthOf } from "./dates.ts";
import { icon } from "./icons.ts";
import { foreign, type Markup } from "./markup.ts";

/** A value with more characters has a line of its own. */
const longValue = 44;

/** How events are shown. */
export interface TimelineParts {
  /** Events in any order. */
  events: readonly LocalEvent[];
  /** How many to show at most. */
  most: number;
  /** Finds the contact to name on each card; without it, cards name none. */
  contactOf?: (id: string) => LocalContact | undefined;
}

/** Events as cards by month, what happened last first. */
export function timeline({ events, most, contactOf }: TimelineParts): Markup {
  const shown = events.toSorted(latestFirst).slice(0, most);
  const months = Map.groupBy(shown, ({ time }) => monthOf(time));
  return html`${
    [...months].map(([month, items]) =>
      html`
        <h2 class="month">${month}</h2>
        <ol class="cards">${items.map((event) => html`<li>${cardView(event, contactOf)}</li>`)}</ol>
      `
    )
  }${shown.length < events.length ? more(shown.length, events.length) : ""}`;
}

function latestFirst(a: LocalEvent, b: LocalEvent): number {
  return Date.parse(b.time) - Date.parse(a.time) || b.sequence - a.sequence;
}

function cardView(event: LocalEvent, contactOf: TimelineParts["contactOf"]): Markup {
  const card = cardOf(event);
  const anchor = `event-${event.sequence}`;
  return html`
    <span class="badge badge-${event.family}">${icon(card.icon)}</span>
    <article class="card panel" aria-labelledby="${anchor}">
      <header>
        <p class="kicker">${foreign(card.kicker)}</p>
        <time datetime="${event.time}">${momentOf(event.time)}</time>
        <h3 id="${anchor}">${headingView(card, anchor)}</h3>
        ${contactOf === undefined ? "" : whose(event, contactOf, anchor)}
      </header>
      ${card.fields.length === 0 ? "" : fieldsView(card)}
      ${card.extraData === undefined ? "" : extraDataView(card.extraData, anchor)}
      ${frameView(card, anchor)}
      <footer>
        ${familyNames[event.family]} · <span class="mono">${foreign(event.type)}</span> · id
        <span class="mono">${foreign(event.id)}</span>
      </footer>
    </article>
  `;
}

function headingView({ heading, url }: Card, anchor: string): Markup {
  return url === undefined
    ? foreign(heading)
    : html`<a id="${anchor}-link" href="${url}" rel="noopener noreferrer">${foreign(heading)}</a>`;
}

function fieldsView({ fields }: Card): Markup {
  return html`
    <dl>${fields.map(fieldView)}</dl>
  `;
}

function fieldView({ label, value }: CardField): Markup {
  return html`
    <div class="${value.length > longValue ? "wide" : "brief"}">
      <dt>${foreign(label)}</dt>
      <dd>${foreign(value === "" ? "–" : value)}</dd>
    </div>
  `;
}

function extraDataView(extraData: string, anchor: string): Markup {
  return html`
    <details id="${anchor}-data">
      <summary id="${anchor}-more">Extra data</summary>
      <pre tabindex="0">${foreign(extraData)}</pre>
    </details>
  `;
}

function frameView({ frame }: Card, anchor: string): Markup | string {
  if (frame === undefined) return "";
  return html`<a class="frame" id="${anchor}-frame" href="${frame.url}" rel="noopener noreferrer">${
    foreign(frame.label)
  }</a>`;
}

function whose(
  event: LocalEvent,
  contactOf: (id: string) => LocalContact | undefined,
  anchor: string,
): Markup {
  const contact = event.contactId === undefined ? undefined : contactOf(event.contactId);
  if (contact !== undefined) {
    return html`<p class="whose"><a id="${anchor}-contact" href="/contacts/${contact.id}">${
      foreign(nameOf(contact))
    }</a></p>`;
  }
  return event.objectId !== undefined
    ? html`<p class="whose">No contact has id ${foreign(event.objectId)}</p>`
    : html`<p class="whose">Waits until cookie ${foreign(event.utk ?? "")} is a contact's</p>`;
}
