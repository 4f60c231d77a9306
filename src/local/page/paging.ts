import { html } from "hono/html";
import type { Markup } from "../../page/markup.ts";
import { addressOf, type PageQuery } from "./query.ts";

/** One page of many things. */
export interface Part<T> {
  /** The things on it. */
  items: readonly T[];
  /** Which page it is, from 1. */
  page: number;
  /** How many pages there are. */
  pages: number;
}

/** Takes one page of things; past the last there is the last. */
export function partOf<T>(
  all: readonly T[],
  { page, size }: { page: number; size: number },
): Part<T> {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const own = Math.min(page, pages);
  return { items: all.slice((own - 1) * size, own * size), page: own, pages };
}

/** Links to the pages before and after; nothing where all is on one. */
export function pager(
  { page, pages }: Part<unknown>,
  { path, query }: { path: string; query: PageQuery },
): Markup | string {
  if (pages === 1) return "";
  const to = (number: number) => addressOf(path, { ...query, page: number });
  return html`
    <nav class="pager" aria-label="Pages">
      ${page > 1
        ? html`<a id="newer" rel="prev" href="${to(page - 1)}">Newer</a>`
        : html`<span></span>`}
      <span>Page ${page} of ${pages}</span>
      ${page < pages
        ? html`<a id="older" rel="next" href="${to(page + 1)}">Older</a>`
        : html`<span></span>`}
    </nav>
  `;
}
