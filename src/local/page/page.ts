import type { Context, Hono } from "hono";
import type { Account } from "../account.ts";
import { isForHost } from "./host.ts";
import type { LiveStreams } from "./live.ts";
import { liveScript } from "./live_script.ts";
import type { Markup } from "./markup.ts";
import { mark, style } from "./style.ts";
import { contactPage, overviewPage, type PageData, unknownContactPage } from "./views.ts";

/** What the page is given. */
export interface PageOptions {
  /** Whose contacts and events. */
  account: Account;
  /** Pages that listen for changes. */
  live: LiveStreams;
  /** Host names beside this machine's own under which the page may be asked for. */
  hosts: readonly string[];
  /** Answers 405. */
  wrongMethod(allow: string): Response;
}

/** Everything comes from this server, nothing is written into the markup, and nothing may be sent anywhere. */
const securityHeaders = {
  "content-security-policy": [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

/** Puts the page on the app: the overview, a contact's timeline, and what they are drawn with. */
export function addPage(app: Hono, { account, live, hosts, wrongMethod }: PageOptions): void {
  const get = (path: string, answer: (context: Context) => Response | Promise<Response>) => {
    app.get(path, async (context) => {
      if (!isForHost(context.req.raw, hosts)) return secured(foreignHost());
      return secured(await answer(context));
    });
    app.all(path, () => wrongMethod("GET, HEAD"));
  };
  get("/", async (context) => page(200, await overviewPage(dataFor(account, context))));
  get("/contacts/:id", async (context) => {
    const contact = account.contact(context.req.param("id") ?? "");
    const data = dataFor(account, context);
    return contact === undefined
      ? page(404, await unknownContactPage(data))
      : page(200, await contactPage(contact, data));
  });
  get("/live", ({ req }) => req.method === "HEAD" ? new Response(null) : live.open());
  get("/style.css", () => asset(style, "text/css"));
  get("/live.js", () => asset(liveScript, "text/javascript"));
  get("/mark.svg", () => asset(mark, "image/svg+xml"));
}

function dataFor(account: Account, { req }: Context): PageData {
  return {
    contacts: account.contacts(),
    events: account.events(),
    origin: new URL(req.url).origin,
    all: req.query("show") === "all",
  };
}

function page(status: number, markup: Awaited<Markup>): Response {
  return new Response(markup.toString(), {
    status,
    headers: { "content-type": "text/html; charset=utf-8" },
  });
}

function asset(text: string, type: string): Response {
  return new Response(text, { headers: { "content-type": `${type}; charset=utf-8` } });
}

function foreignHost(): Response {
  return new Response(
    "This page is for this machine only: ask for it as localhost, or name the host in the option hosts\n",
    { status: 403, headers: { "content-type": "text/plain; charset=utf-8" } },
  );
}

function secured(response: Response): Response {
  for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value);
  return response;
}
