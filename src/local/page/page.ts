import type { Context, Hono } from "hono";
import type { Account } from "../account.ts";
import type { Faults } from "../faults/fault.ts";
import type { RequestLog } from "../log/request_log.ts";
import type { Previews } from "../preview/previews.ts";
import { controlsPage } from "./controls_view.ts";
import { isForHost } from "./host.ts";
import type { LiveStreams } from "./live.ts";
import { mark } from "../../page/base_style.ts";
import type { Markup } from "../../page/markup.ts";
import { pageHeaders } from "../../page/page_headers.ts";
import { readQuery } from "./query.ts";
import { requestsPage } from "./request_list.ts";
import { requestPage, unknownRequestPage } from "./request_view.ts";
import { controlsScript, liveScript } from "./scripts.ts";
import { style } from "./style.ts";
import { contactPage, overviewPage, type PageData, unknownContactPage } from "./views.ts";

/** What the page is given. */
export interface PageOptions {
  /** Whose contacts and events. */
  account: Account;
  /** How events show. */
  previews: Previews;
  /** What was asked. */
  log: RequestLog;
  /** What goes wrong on demand. */
  faults: Pick<Faults, "list">;
  /** Pages that listen for changes. */
  live: LiveStreams;
  /** Host names beside this machine's own under which the page may be asked for. */
  hosts: readonly string[];
  /** Answers 405. */
  wrongMethod(allow: string): Response;
}

/** Puts the page on the app: timelines, requests, controls, and what they are drawn with. */
export function addPage(app: Hono, options: PageOptions): void {
  const { account, log, faults, live, hosts, wrongMethod } = options;
  const get = (path: string, answer: (context: Context) => Response | Promise<Response>) => {
    app.get(path, async (context) => {
      if (!isForHost(context.req.raw, hosts)) return secured(foreignHost());
      return secured(await answer(context));
    });
    app.all(path, () => wrongMethod("GET, HEAD"));
  };
  const on = () => faults.list().length;

  get("/", async (context) => page(200, await overviewPage(dataFor(options, context))));
  get("/contacts/:id", async (context) => {
    const contact = account.contact(context.req.param("id") ?? "");
    const data = dataFor(options, context);
    return contact === undefined
      ? page(404, await unknownContactPage(data))
      : page(200, await contactPage(contact, data));
  });
  get("/requests", async ({ req }) => {
    const query = readQuery(new URL(req.url));
    return page(200, await requestsPage(log.read(), { query, faults: on() }));
  });
  get("/requests/:number", async ({ req }) => {
    const number = Number(req.param("number"));
    const [request] = log.read({ after: number - 1, limit: 1 });
    if (request?.number !== number) return page(404, await unknownRequestPage(on()));
    const bySequence = new Map(account.events().map((event) => [event.sequence, event]));
    const eventOf = (sequence: number) => bySequence.get(sequence);
    return page(200, await requestPage(request, { faults: on(), eventOf }));
  });
  get("/controls", async () => page(200, await controlsPage(faults.list())));
  get("/live", ({ req }) => req.method === "HEAD" ? new Response(null) : live.open());
  get("/style.css", () => asset(style, "text/css"));
  get("/live.js", () => asset(liveScript, "text/javascript"));
  get("/controls.js", () => asset(controlsScript, "text/javascript"));
  get("/mark.svg", () => asset(mark, "image/svg+xml"));
}

function dataFor({ account, previews, log, faults }: PageOptions, { req }: Context): PageData {
  const url = new URL(req.url);
  const requests = new Map(
    log.read().flatMap(({ number, events }) =>
      events.map((sequence): [number, number] => [sequence, number])
    ),
  );
  return {
    contacts: account.contacts(),
    events: account.events(),
    previews,
    requestOf: ({ sequence }) => requests.get(sequence),
    faults: faults.list().length,
    origin: url.origin,
    query: readQuery(url),
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
  for (const [name, value] of Object.entries(pageHeaders)) response.headers.set(name, value);
  return response;
}
