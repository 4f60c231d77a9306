import { html } from "hono/html";
import type { Attempt, JournalDetail } from "../../outbox/journal.ts";
import { foreign, foreignAddress, type Markup } from "../../page/markup.ts";
import { redactAddresses } from "../../validation/redact.ts";
import { deadLetterForm } from "./dead_letters_view.ts";
import { layout } from "./layout.ts";
import {
  attemptWords,
  contactWords,
  familyNames,
  momentWords,
  reasonWords,
  stateNames,
  takenWords,
} from "./words.ts";

/** What the page about one event is made of. */
export interface DetailParts {
  /** Path of the page. */
  base: string;
  /** Stands in every form. */
  formToken: string;
  /** Whether the page itself signs people in. */
  hasPassword: boolean;
  /** The event. */
  detail: JournalDetail;
  /** The current time, in milliseconds since 1970. */
  now: number;
}

/** The page about one event. */
export function detailPage({ base, formToken, hasPassword, detail, now }: DetailParts): Markup {
  const { key, state, contact, origin, receivedAt, dueAt, settledAt, attempts } = detail;
  const reason = reasonWords(detail);
  const main = html`
    <p class="back"><a href="${base}">All deliveries</a></p>
    <article class="panel detail" id="event" data-live>
      <p><span class="badge badge-${state}">${stateNames[state]}</span></p>
      <h1>${foreignAddress(key.id)}</h1>
      ${reason === undefined ? "" : html`<p class="reason">${foreign(reason)}</p>`}
      ${state === "dead" ? deadLetterForm({ base, formToken, key }) : ""}
      <dl>
        ${fact("Type", foreignAddress(key.type))}
        ${fact("API", familyNames[key.family])}
        ${fact("Timeline of", foreignAddress(contactWords(contact)))}
        ${fact("From", foreignAddress(origin.path ?? "–"))}
        ${fact("Came", momentWords(receivedAt))}
        ${dueAt === undefined ? "" : fact("Due", dueAt <= now ? "Now" : momentWords(dueAt))}
        ${settledAt === undefined ? "" : fact("Settled", momentWords(settledAt))}
        ${fact("Took", takenWords(detail, now))}
        ${fact("Attempts that counted", String(attempts))}
        ${origin.trace === undefined ? "" : fact("Trace", foreign(origin.trace), "wide")}
      </dl>
      ${historyView(detail.history)}
      ${eventView(detail)}
    </article>
  `;
  const signOutToken = hasPassword ? formToken : undefined;
  return layout({ title: key.id, base, signOutToken, main });
}

function fact(name: string, value: Markup | string, width = "usual"): Markup {
  return html`
    <div class="${width}">
      <dt>${name}</dt>
      <dd>${value}</dd>
    </div>
  `;
}

function historyView(history: readonly Attempt[]): Markup {
  if (history.length === 0) {
    return html`
      <h2>Attempts</h2>
      <p class="none">None yet.</p>
    `;
  }
  return html`
    <h2>Attempts, the latest first</h2>
    <ol class="history">${history.toReversed().map((attempt) =>
      html`
        <li>
          <time datetime="${new Date(attempt.at).toISOString()}">${momentWords(attempt.at)}</time>
          <span>${foreign(attemptWords(attempt))}</span>
          ${attempt.correlationId === undefined ? "" : html`
            <small>HubSpot's id of the request: <span class="mono">${foreign(
              attempt.correlationId,
            )}</span></small>
          `}
        </li>
      `
    )}</ol>
  `;
}

function eventView({ event }: JournalDetail): Markup {
  const text = event === undefined
    ? "What is stored cannot be read."
    : redactAddresses(JSON.stringify(event, null, 2));
  return html`
    <h2>Event, addresses shortened</h2>
    <pre tabindex="0">${foreign(text)}</pre>
  `;
}
