import { html } from "hono/html";
import type {
  JournalCounts,
  JournalEntry,
  JournalPage,
  JournalQuery,
} from "../../outbox/journal.ts";
import { foreign, foreignAddress, type Markup } from "../../page/markup.ts";
import { deadLettersForm } from "./dead_letters_view.ts";
import { layout, tokenField } from "./layout.ts";
import { writeKey, writeQuery } from "./query.ts";
import {
  attemptWords,
  contactWords,
  counted,
  durationWords,
  familyNames,
  momentWords,
  reasonWords,
  stateNames,
  takenWords,
} from "./words.ts";

/** What the list is made of. */
export interface ListParts {
  /** Path of the page. */
  base: string;
  /** Stands in every form. */
  formToken: string;
  /** Whether the page itself signs people in. */
  hasPassword: boolean;
  /** What is asked for. */
  query: JournalQuery;
  /** What was found. */
  found: JournalPage;
  /** How the outbox stands. */
  counts: JournalCounts;
  /** What was just done; missing where nothing was. */
  notice?: string | undefined;
  /** The current time, in milliseconds since 1970. */
  now: number;
}

/** The page with what came in. */
export function listPage(parts: ListParts): Markup {
  const { base, formToken, hasPassword, query, counts, notice, now } = parts;
  const main = html`
    <h1 class="unseen">Deliveries</h1>
    ${notice === undefined ? "" : html`<p class="notice good" role="status">${notice}</p>`}
    <div id="pause" data-live>${pauseView(parts)}</div>
    <nav id="counts" class="counts" aria-label="States" data-live>
      ${countView(parts, { state: "", name: "All", count: sumOf(counts) })}
      ${countView(parts, {
        state: "waiting",
        name: "Waiting",
        count: counts.waiting,
        note: counts.oldestWaitingAt === undefined
          ? ""
          : `oldest ${durationWords(now - counts.oldestWaitingAt)}`,
      })}
      ${countView(parts, { state: "delivered", name: "Delivered", count: counts.delivered })}
      ${countView(parts, { state: "dead", name: "Dead letters", count: counts.dead })}
    </nav>
    ${filterView(base, query)}
    <div id="list" data-live>${listView(parts)}</div>
  `;
  const signOutToken = hasPassword ? formToken : undefined;
  return layout({ title: "Deliveries", base, signOutToken, main });
}

function sumOf({ waiting, delivered, dead }: JournalCounts): number {
  return waiting + delivered + dead;
}

function countView(
  { base, query }: ListParts,
  { state, name, count, note = "" }: { state: string; name: string; count: number; note?: string },
): Markup {
  const current = (query.state ?? "") === state ? html`aria-current="page"` : "";
  return html`
    <a id="count-${state === "" ? "all" : state}" class="panel count count-${state}" ${current}
      href="${base}${writeQuery(query, { state })}">
      <strong>${count.toLocaleString("en-US")}</strong> <span>${name}</span>
      ${note === "" ? "" : html`<small>${note}</small>`}
    </a>
  `;
}

function pauseView({ base, formToken, counts: { pause }, now }: ListParts): Markup | string {
  if (pause === undefined) return "";
  const words = attemptWords({ ...pause, at: pause.from, outcome: "deferred" });
  return html`
    <form class="notice bad" method="post" action="${base}/resume">
      ${tokenField(formToken)}
      <p><strong>Delivery pauses.</strong> ${foreign(words)}. Next try in ${durationWords(
        pause.until - now,
      )}.</p>
      <button id="resume">Try now</button>
    </form>
  `;
}

function filterView(base: string, query: JournalQuery): Markup {
  const { state, family, type = "", text = "" } = query;
  const option = (value: string, name: string) =>
    html`<option value="${value}" ${
      value === (family ?? "") ? html`selected` : ""
    }>${name}</option>`;
  return html`
    <form class="filters" role="search" method="get" action="${base}">
      <input type="hidden" name="state" value="${state ?? ""}">
      <label><span>Id or type</span>
        <input type="search" name="text" value="${text}" placeholder="Search" maxlength="500"></label>
      <label><span>Type, exactly</span>
        <input name="type" value="${type}" placeholder="Any" maxlength="500"></label>
      <label><span>API</span>
        <select name="family">
          ${option("", "Any")} ${Object.entries(familyNames).map(([value, name]) =>
            option(value, `${name}s`)
          )}
        </select></label>
      <button>Show</button>
    </form>
  `;
}

function listView(parts: ListParts): Markup {
  const { base, query, found: { entries, next } } = parts;
  const older = next === undefined ? "" : html`
    <p class="pager"><a id="older" href="${base}${writeQuery(query, {
      cursor: next,
    })}">Older</a></p>
  `;
  if (entries.length === 0) {
    const isEmpty = next === undefined;
    return html`
      <p class="panel empty">${isEmpty
        ? "Nothing here."
        : "Nothing among the latest events; there are older ones."}</p>
      ${older}
    `;
  }
  return html`
    <div class="panel table">
      <table>
        <caption class="unseen">${counted(entries.length, "event")}</caption>
        <thead>
          <tr>
            ${query.state === "dead"
              ? html`<th scope="col"><span class="unseen">Choose</span></th>`
              : ""}
            <th scope="col">State</th><th scope="col">Event</th><th scope="col">Timeline of</th>
            <th scope="col">From</th><th scope="col">Came</th><th scope="col">Attempts</th>
            <th scope="col">Took</th>
          </tr>
        </thead>
        <tbody>${entries.map((entry, index) => rowView(entry, index, parts))}</tbody>
      </table>
    </div>
    ${older}
    ${query.state === "dead" ? deadLettersForm(parts) : ""}
  `;
}

function rowView(entry: JournalEntry, index: number, { base, query, now }: ListParts): Markup {
  const { key, state, contact, origin, receivedAt, attempts } = entry;
  const written = writeKey(key);
  const reason = reasonWords(entry);
  return html`
    <tr>
      ${query.state === "dead"
        ? html`<td class="choose"><input type="checkbox" name="key" value="${written}" form="chosen"
            id="choose-${index}" aria-label="Choose ${key.id}"></td>`
        : ""}
      <td class="state"><span class="badge badge-${state}">${stateNames[state]}</span></td>
      <td class="event">
        <a href="${base}/event?${written}">${foreignAddress(key.id)}</a>
        <small>${foreignAddress(key.type)}</small>
        ${reason === undefined ? "" : html`<small class="reason">${foreign(reason)}</small>`}
      </td>
      <td data-label="Timeline of" class="contact">${foreignAddress(contactWords(contact))}</td>
      <td data-label="From" class="from">${foreign(origin.path ?? "–")}</td>
      <td data-label="Came"><time datetime="${new Date(receivedAt).toISOString()}">${momentWords(
        receivedAt,
      )}</time></td>
      <td data-label="Attempts" class="number">${attempts}</td>
      <td data-label="Took" class="number">${takenWords(entry, now)}</td>
    </tr>
  `;
}
