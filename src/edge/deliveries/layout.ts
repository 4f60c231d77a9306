import { html } from "hono/html";
import type { Markup } from "../../page/markup.ts";

/** What fills the frame that all pages share. */
export interface LayoutParts {
  /** Title of the tab. */
  title: string;
  /** Path of the page. */
  base: string;
  /** Stands in the form that signs out; missing where nobody is signed in, or not by us. */
  signOutToken?: string | undefined;
  /** What the page is about. */
  main: Markup;
}

/** The frame that all pages share. */
export function layout({ title, base, signOutToken, main }: LayoutParts): Markup {
  return html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>${title} · Hubline</title>
        <link rel="icon" href="${base}/mark.svg" type="image/svg+xml">
        <link rel="stylesheet" href="${base}/style.css">
        <script src="${base}/page.js" type="module"></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the deliveries</a>
        <header class="bar">
          <div>
            <a href="${base}"><img src="${base}/mark.svg" alt="" width="22" height="22">Hubline</a>
            ${signOutToken === undefined ? "" : signOutView(base, signOutToken)}
          </div>
        </header>
        <main id="main" tabindex="-1">${main}</main>
      </body>
    </html>
  `;
}

function signOutView(base: string, token: string): Markup {
  return html`
    <form class="sign-out" method="post" action="${base}/logout">
      ${tokenField(token)}
      <button class="quiet">Sign out</button>
    </form>
  `;
}

/** What shows that a form is of our own page. */
export function tokenField(token: string): Markup {
  return html`<input type="hidden" name="token" value="${token}">`;
}
