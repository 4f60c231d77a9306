import { html } from "hono/html";
import { shortened } from "../preview/bounded_copy.ts";
import type { Preview } from "../preview/previews.ts";
import type { LocalContact, LocalEvent } from "../records.ts";
import { type Card, type CardField, cardOf, familyNames } from "./card.ts";
import { nameOf } from "./contact_list.ts";
import { momentOf } from "./dates.ts";
import { icon } from "./icons.ts";
import { foreign, type Markup } from "../../page/markup.ts";

/** A value with more characters has a line of its own. */
const longValue = 44;

/** What a card is drawn from beside its event. */
export interface CardContext {
  /** What its declaration says of how it shows. */
  preview: Preview | undefined;
  /** Number of the request that it came by, where that is still known. */
  request: number | undefined;
  /** Finds the contact to name; without it, the card names none. */
  contactOf?: (id: string) => LocalContact | undefined;
}

/** Draws an event as HubSpot does: icon, header, time, and the detail to open. */
export function cardView(event: LocalEvent, { preview, request, contactOf }: CardContext): Markup {
  const card = cardOf(event, preview);
  const anchor = `event-${event.sequence}`;
  const kicker = preview?.header === undefined ? card.kicker : preview.name;
  return html`
    <span class="badge badge-${event.family}">${icon(card.icon)}</span>
    <article class="card panel" aria-labelledby="${anchor}">
      <header>
        <p class="kicker">${foreign(kicker)}</p>
        <time datetime="${event.time}">${momentOf(event.time)}</time>
        <h3 id="${anchor}">${preview?.header ?? headingView(card, anchor)}</h3>
        ${contactOf === undefined ? "" : whose(event, contactOf, anchor)}
      </header>
      ${(preview?.troubles ?? []).map((trouble) =>
        html`<p class="trouble">${foreign(trouble)}</p>`
      )}
      ${bodyView(card, preview?.detail, anchor)}
      ${card.extraData === undefined
        ? ""
        : fold("Extra data", `${anchor}-data`, plainText(card.extraData))}
      ${frameView(card, anchor)}
      <footer>
        <span>${familyNames[event.family]} · <span class="mono">${foreign(
          shortened(event.type),
        )}</span> · id
        <span class="mono">${foreign(shortened(event.id))}</span></span>
        ${request === undefined
          ? ""
          : html`<a id="${anchor}-request" href="/requests/${request}">Request and response</a>`}
      </footer>
    </article>
  `;
}

/** Values stand open where no template says how to show them. */
function bodyView({ fields }: Card, detail: Markup | undefined, anchor: string): Markup | string {
  const values = fields.length === 0 ? "" : html`
    <dl>${fields.map(fieldView)}</dl>
  `;
  if (detail === undefined) return values;
  return html`
    ${fold("Details", `${anchor}-detail`, html`<div class="rendered">${detail}</div>`)}
    ${fields.length === 0 ? "" : fold("Values", `${anchor}-values`, values)}
  `;
}

function headingView({ heading, url }: Card, anchor: string): Markup {
  return url === undefined ? foreign(heading) : html`
    <a id="${anchor}-link" href="${url}" target="_blank"
      rel="noopener noreferrer">${foreign(heading)}</a>
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

/** Something to open. */
export function fold(summary: string, id: string, content: Markup | string): Markup {
  return html`
    <details id="${id}">
      <summary id="${id}-summary">${summary}</summary>
      ${content}
    </details>
  `;
}

/** A stranger's text as it is, line by line. */
export function plainText(text: string): Markup {
  return html`<pre tabindex="0">${foreign(text)}</pre>`;
}

function frameView({ frame }: Card, anchor: string): Markup | string {
  if (frame === undefined) return "";
  return html`
    <a class="frame" id="${anchor}-frame" href="${frame.url}" target="_blank"
      rel="noopener noreferrer">${foreign(frame.label)}</a>
  `;
}

function whose(
  event: LocalEvent,
  contactOf: (id: string) => LocalContact | undefined,
  anchor: string,
): Markup {
  const contact = event.contactId === undefined ? undefined : contactOf(event.contactId);
  return html`<p class="whose">${
    contact === undefined
      ? whyNobody(event)
      : html`<a id="${anchor}-contact" href="/contacts/${contact.id}">${
        foreign(nameOf(contact))
      }</a>`
  }</p>`;
}

const recordNames = {
  companies: "company",
  deals: "deal",
  tickets: "ticket",
  custom_objects: "custom object",
} as const;

function whyNobody({ objectType = "contacts", objectId, utk }: LocalEvent): Markup {
  if (objectId !== undefined) {
    const id = foreign(shortened(objectId));
    return objectType === "contacts"
      ? html`On no timeline: no contact has id ${id}`
      : html`On the timeline of ${recordNames[objectType]} ${id}`;
  }
  return html`On no timeline: it waits until cookie ${
    foreign(shortened(utk ?? ""))
  } is a contact's`;
}
