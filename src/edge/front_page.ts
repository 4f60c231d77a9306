import { html } from "hono/html";
import type { Markup } from "../page/markup.ts";
import { pageHeaders } from "../page/page_headers.ts";
import { type Answer, errorAnswer, textAnswer } from "./answers.ts";
import { discardBody } from "./body.ts";
import type { ForwarderPage } from "./pages.ts";

/** What the page at `/` tells; it needs the reference beside it, whose style it has. */
export interface FrontPageOptions {
  /** What can be looked at: a path of the forwarder's, or an address of another. */
  links: readonly { title: string; href: string }[];
  /** Paths that senders send to. */
  routes: readonly string[];
}

/** Makes the page at the forwarder's own address, for whoever follows it; anybody may read it. */
export function frontPage(options: FrontPageOptions): ForwarderPage {
  return {
    paths: ["/"],
    open({ publicUrl }) {
      // A proxy may have taken off what stands before the path.
      const base = publicUrl === undefined ? "" : new URL(publicUrl).pathname.replace(/\/+$/, "");
      return async (request) => (await answerTo(request, { ...options, base })).respond();
    },
  };
}

async function answerTo(
  request: Request,
  options: FrontPageOptions & { base: string },
): Promise<Answer> {
  if (request.method === "GET" || request.method === "HEAD") {
    return textAnswer((await frontView(options)).toString(), {
      outcome: "page",
      type: "text/html; charset=utf-8",
      headers: pageHeaders,
    });
  }
  discardBody(request);
  return errorAnswer("method_not_allowed", "This method is not taken here: use GET, HEAD", {
    headers: { allow: "GET, HEAD" },
  });
}

function frontView({ links, routes, base }: FrontPageOptions & { base: string }): Markup {
  return html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>Hubline</title>
        <link rel="stylesheet" href="${base}/reference/style.css">
      </head>
      <body>
        <header class="bar">
          <div><a href="${base}/">Hubline</a></div>
        </header>
        <main id="main" tabindex="-1">
          <h1>This is a forwarder of Hubline</h1>
          <p>It puts what comes in at its routes on HubSpot timelines.</p>
          <h2>To look at</h2>
          <ul>${links.map(({ title, href }) =>
            html`<li><a href="${href.startsWith("/") ? base + href : href}">${title}</a></li>`
          )}</ul>
          <h2>Routes that are open</h2>
          <ul>${routes.length === 0
            ? html`<li>None</li>`
            : routes.map((path) => html`<li><span class="mono">${path}</span></li>`)}</ul>
        </main>
      </body>
    </html>
  `;
}
