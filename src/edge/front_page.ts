import { html } from "hono/html";
import type { Markup } from "../page/markup.ts";
import { pageHeaders } from "../page/page_headers.ts";
import { type Answer, errorAnswer, textAnswer } from "./answers.ts";
import { discardBody } from "./body.ts";
import type { ForwarderPage } from "./pages.ts";

/** Something that can be looked at. */
export interface FrontLink {
  /** What it is. */
  title: string;
  /** A path of the forwarder's, or an address elsewhere. */
  href: string;
}

/**
 * Makes the page at the forwarder's own address, for whoever follows it. Anybody may read it, so it says nothing of who sends
 * here. It needs the reference beside it, whose style it has.
 */
export function frontPage(links: readonly FrontLink[]): ForwarderPage {
  return {
    paths: ["/"],
    open({ publicUrl }) {
      // A proxy may have taken off what stands before the path.
      const base = publicUrl === undefined ? "" : new URL(publicUrl).pathname.replace(/\/+$/, "");
      return async (request) => (await answerTo(request, { links, base })).respond();
    },
  };
}

/** What the page shows. */
interface Front {
  links: readonly FrontLink[];
  /** What stands before each path. */
  base: string;
}

async function answerTo(request: Request, front: Front): Promise<Answer> {
  if (request.method === "GET" || request.method === "HEAD") {
    return textAnswer((await frontView(front)).toString(), {
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

function frontView({ links, base }: Front): Markup {
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
        </main>
      </body>
    </html>
  `;
}
