import { html } from "hono/html";
import type { Markup } from "../../page/markup.ts";

/** The places that the bar leads to. */
export type Place = "timelines" | "requests" | "controls";

/** What fills the frame that all pages share. */
export interface LayoutParts {
  /** Title of the tab. */
  title: string;
  /** Which place of the bar the page is at. */
  place: Place;
  /** How many faults are switched on. */
  faults: number;
  /** What stands left, if anything does. */
  aside?: Markup;
  /** Whether the page is about one contact: on a phone what stands left steps aside then. */
  onContact?: boolean;
  /** How many things the page is about, so that more of them can be announced. */
  count: number;
  /** What they are called. */
  noun: string;
  /** What the page is about, drawn anew when something changes. */
  main: Markup;
  /** What stands before that and stays as it is, such as a form that somebody is filling in. */
  lead?: Markup;
  /** A script for this page alone. */
  script?: string;
}

const places: readonly { place: Place; href: string; label: string }[] = [
  { place: "timelines", href: "/", label: "Timelines" },
  { place: "requests", href: "/requests", label: "Requests" },
  { place: "controls", href: "/controls", label: "Controls" },
];

/** The frame that all pages share. */
export function layout(parts: LayoutParts): Markup {
  const { title, place, aside, onContact = false, count, noun, main, lead, script } = parts;
  const kind = aside === undefined ? "alone" : onContact ? "on-contact" : "on-overview";
  return html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>${title} · Local HubSpot</title>
        <link rel="icon" href="/mark.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/style.css">
        <script src="/live.js" type="module"></script>
        ${script === undefined ? "" : html`<script src="${script}" type="module"></script>`}
      </head>
      <body class="${kind}">
        <a class="skip" href="#main">Skip to the content</a>
        <header class="bar">
          <div>
            <a class="home"
              href="/"><img src="/mark.svg" alt="" width="22" height="22">Local HubSpot</a>
            <nav id="places" aria-label="Places" data-live>${bar(place, parts.faults)}</nav>
          </div>
        </header>
        <p id="news" class="unseen" role="status"></p>
        <div class="columns">
          ${aside ?? ""}
          <main id="main" tabindex="-1">
            ${lead ?? ""}
            <div id="content" data-live data-count="${count}" data-noun="${noun}">${main}</div>
          </main>
        </div>
      </body>
    </html>
  `;
}

function bar(current: Place, faults: number): Markup {
  return html`
    <ul>
      ${places.map(({ place, href, label }) =>
        html`
          <li>
            <a id="place-${place}" href="${href}" aria-current="${place === current
              ? "page"
              : "false"}">${label}${place === "controls" && faults > 0
              ? faultCount(faults)
              : ""}</a>
          </li>
        `
      )}
    </ul>
  `;
}

/** On a phone the number must do. */
function faultCount(faults: number): Markup {
  return html`
    <span class="alarm">${faults}<span> ${faults === 1 ? "fault" : "faults"} on</span></span>
  `;
}
