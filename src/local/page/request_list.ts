import { html } from "hono/html";
import type { LoggedRequest } from "../log/logged_request.ts";
import { counted } from "./contact_list.ts";
import { timeOfDay } from "./dates.ts";
import { type Filter, filters } from "./filters.ts";
import { layout } from "./layout.ts";
import { foreignAddress, type Markup } from "../../page/markup.ts";
import { pager, partOf } from "./paging.ts";
import type { PageQuery } from "./query.ts";

/** Requests on one page. */
const pageSize = 100;

/** Every request to the API that is still known, the latest first. */
export function requestsPage(
  requests: readonly LoggedRequest[],
  { query, faults }: { query: PageQuery; faults: number },
): Markup {
  const found = requests.filter((request) => isShown(request, query.only)).reverse();
  const part = partOf(found, { page: query.page, size: pageSize });
  const place = { path: "/requests", query };
  const main = html`
    <div class="about">
      <div>
        <h1>Requests</h1>
        <p>
          The latest ${requests.length} to the API. Credentials are never kept.
        </p>
      </div>
    </div>
    ${requests.length === 0 ? "" : filters(choicesOf(requests), { ...place, all: requests.length })}
    ${found.length === 0
      ? html`<p class="panel hint">${
        requests.length === 0 ? "Nobody has asked anything yet." : "No request is like this."
      }</p>`
      : html`<ol class="panel requests">${part.items.map(row)}</ol>`}
    ${pager(part, place)}
  `;
  return layout({
    title: "Requests",
    place: "requests",
    faults,
    count: requests.at(-1)?.number ?? 0,
    noun: "request",
    main,
  });
}

function choicesOf(requests: readonly LoggedRequest[]): Filter[] {
  return [
    { only: "failed", label: "Failed", count: requests.filter(hasFailed).length },
    { only: "struck", label: "Struck by a fault", count: requests.filter(isStruck).length },
  ];
}

function isShown(request: LoggedRequest, only: string): boolean {
  if (only === "failed") return hasFailed(request);
  return only !== "struck" || isStruck(request);
}

function hasFailed({ outcome, status = 0 }: LoggedRequest): boolean {
  return outcome !== "answered" || status >= 400;
}

function isStruck({ faults }: LoggedRequest): boolean {
  return faults.length > 0;
}

function row(request: LoggedRequest): Markup {
  const { number, time, method, path, durationMs, events } = request;
  return html`
    <li>
      <a id="request-${number}" href="/requests/${number}">
        <time datetime="${time}">${timeOfDay(time)}</time>
        ${outcomeView(request)}
        <span class="what"><span class="mono">${method}</span> <span class="mono">${foreignAddress(
          path,
        )}</span></span>
        <span class="rest">${events.length === 0 ? "" : html`
          ${counted(events.length, "event")} ·
        `}${durationMs} ms</span>
      </a>
    </li>
  `;
}

/** What became of a request: its status, and what struck it. */
export function outcomeView(request: LoggedRequest): Markup {
  const { faults } = request;
  return html`<span class="outcome"><span class="chip ${toneOf(request)}">${
    outcomeText(request)
  }</span>${
    faults.map((kind) =>
      html`
        <span class="chip fault">fault: ${kind.replaceAll("_", " ")}</span>
      `
    )
  }</span>`;
}

/** "201", "201, cut off", "connection reset", "caller hung up" */
function outcomeText({ outcome, status = 0 }: LoggedRequest): string {
  if (outcome === "answered") return String(status);
  if (outcome === "cut") return `${status}, cut off`;
  return outcome === "reset" ? "connection reset" : "caller hung up";
}

function toneOf({ outcome, status = 0 }: LoggedRequest): string {
  if (outcome !== "answered" || status >= 500) return "bad";
  return status >= 400 || status === 207 ? "odd" : "good";
}
