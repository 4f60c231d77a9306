import { html } from "hono/html";
import { foreign, type Markup } from "../../page/markup.ts";
import { addressOf, type PageQuery } from "./query.ts";

/** One way to look at fewer things. */
export interface Filter {
  /** What the address says. */
  only: string;
  /** What people read. */
  label: string;
  /** How many things it leaves. */
  count: number;
}

/** Filters that are always in sight; the others are a click away. */
const usual = 8;

/** Links that leave all things or some of them, the chosen one marked. */
export function filters(
  choices: readonly Filter[],
  { path, query, all }: { path: string; query: PageQuery; all: number },
): Markup | string {
  if (choices.length === 0) return "";
  const link = ({ only, label, count }: Filter, index: number) =>
    html`
      <li>
        <a id="filter-${index}" href="${addressOf(path, { search: query.search, only })}"
          aria-current="${only === query.only ? "true" : "false"}">${foreign(label)}
          <span>${count}</span></a>
      </li>
    `;
  const links = [{ only: "", label: "All", count: all }, ...choices].map(link);
  const rest = links.slice(usual);
  return html`
    <nav class="filters" aria-label="Filter">
      <ul>${links.slice(0, usual)}</ul>
      ${rest.length === 0 ? "" : html`
        <details id="more-filters" ${choices.slice(usual - 1).some(({ only }) =>
            only === query.only
          )
          ? "open"
          : ""}>
          <summary id="more-filters-summary">${rest.length} more</summary>
          <ul>${rest}</ul>
        </details>
      `}
    </nav>
  `;
}
