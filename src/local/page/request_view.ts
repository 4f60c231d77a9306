import { html } from "hono/html";
import { isShallowJson } from "../api/json.ts";
import type { LoggedMessage, LoggedRequest } from "../log/logged_request.ts";
import type { LocalEvent } from "../records.ts";
import { momentOf } from "./dates.ts";
import { layout } from "./layout.ts";
import { foreign, foreignAddress, type Markup } from "../../page/markup.ts";
import { outcomeView } from "./request_list.ts";

/** Longest body over several lines, in characters. */
const longestPretty = 500_000;

/** Events of a batch that are listed with its request. */
const mostEvents = 50;

/** One request with its answer, as they were. */
export function requestPage(
  request: LoggedRequest,
  { faults, eventOf }: { faults: number; eventOf: (sequence: number) => LocalEvent | undefined },
): Markup {
  const { number, time, method, path, durationMs, correlationId, events } = request;
  const main = html`
    <p class="back always"><a id="back" href="/requests">All requests</a></p>
    <div class="about">
      <div>
        <h1>${method} ${foreignAddress(path)}</h1>
        <p>${outcomeView(request)} ${momentOf(time)} · ${durationMs} ms${correlationId === undefined
          ? ""
          : html`
            · correlation id <span class="mono">${foreign(correlationId)}</span>
          `}</p>
      </div>
    </div>
    ${events.length === 0 ? "" : html`
      <p class="note">Taken from it: ${events.slice(0, mostEvents).map((sequence) =>
        eventLink(sequence, eventOf(sequence))
      )}${events.length > mostEvents
        ? html`
          and ${events.length - mostEvents} more
        `
        : ""}</p>
    `}
    ${messageView("Request", request.request)}
    ${request.response === undefined
      ? html`
        <section class="panel message">
          <h2>Response</h2>
          <p>There was none.</p>
        </section>
      `
      : messageView("Response", request.response)}
  `;
  return layout({
    title: `${method} ${path}`,
    place: "requests",
    faults,
    count: number,
    noun: "request",
    main,
  });
}

/** No request has the number that was asked for. */
export function unknownRequestPage(faults: number): Markup {
  const main = html`
    <section class="panel hint">
      <h2>No such request</h2>
      <p>Only the latest requests are kept. This one is gone, or never was.</p>
      <p class="note"><a id="back" href="/requests">All requests</a></p>
    </section>
  `;
  return layout({
    title: "No such request",
    place: "requests",
    faults,
    count: 0,
    noun: "request",
    main,
  });
}

function eventLink(sequence: number, event: LocalEvent | undefined): Markup {
  const contact = event?.contactId;
  return contact === undefined ? html`<span>event ${sequence} </span>` : html`
    <a id="event-${sequence}" href="/contacts/${contact}#event-${sequence}">event ${sequence}</a>
  `;
}

function messageView(title: string, message: LoggedMessage): Markup {
  const { headers, body, bytes, isCapped } = message;
  const names = Object.entries(headers);
  return html`
    <section class="panel message">
      <h2>${title}</h2>
      ${names.length === 0 ? "" : html`
        <dl>${names.map(([name, value]) =>
          html`
            <div>
              <dt class="mono">${foreign(name)}</dt>
              <dd class="mono">${foreign(value)}</dd>
            </div>
          `
        )}</dl>
      `}
      ${bodyView(body, bytes)}
      ${body !== undefined && isCapped
        ? html`<p class="note">This is the beginning of ${bytes} bytes.</p>`
        : ""}
    </section>
  `;
}

function bodyView(body: string | undefined, bytes: number): Markup {
  if (bytes === 0) return html`<p class="note">No body.</p>`;
  if (body === undefined) {
    return html`<p class="note">${bytes} bytes, not kept: they may hold secrets.</p>`;
  }
  return html`<pre tabindex="0">${foreign(pretty(body))}</pre>`;
}

/** JSON over several lines, whatever else as it is. */
function pretty(body: string): string {
  try {
    const value = JSON.parse(body);
    const text = isShallowJson(value) ? JSON.stringify(value, null, 2) : body;
    // Deep in brackets, spaces are most of it.
    return text.length > longestPretty ? body : text;
  } catch {
    return body;
  }
}
