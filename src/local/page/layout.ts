import { html } from "hono/html";
import type { Markup } from "./markup.ts";

/** What fills the frame that all pages share. */
export interface LayoutParts {
  /** Title of the tab. */
  title: string;
  /** Whether the page is about one contact: on a phone the list of contacts steps aside then. */
  onContact: boolean;
  /** Left: the contacts. */
  contacts: Markup;
  /** Right: what the page is about. */
  main: Markup;
}

/** The frame that all pages share. */
export function layout({ title, onContact, contacts, main }: LayoutParts): Markup {
  return html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>${title} · Local HubSpot</title>
        <link rel="icon" href="/mark.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/style.css">
        <script src="/live.js" defer></script>
      </head>
      <body class="${onContact ? "on-contact" : "on-overview"}">
        <a class="skip" href="#main">Skip to the timeline</a>
        <header class="bar">
          <div>
            <a href="/"><img src="/mark.svg" alt="" width="22" height="22">Local HubSpot</a>
            <p>A stand-in for HubSpot on this machine. Nothing here leaves it.</p>
          </div>
        </header>
        <div class="columns">
          <nav class="panel" id="contacts" aria-label="Contacts" data-live>${contacts}</nav>
          <main id="main" tabindex="-1" data-live>${main}</main>
        </div>
      </body>
    </html>
  `;
}
