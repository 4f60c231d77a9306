import { html } from "hono/html";
import type { LocalEvent } from "../records.ts";
import { type CardContext, cardView } from "./card_view.ts";
import { monthOf } from "./dates.ts";
import type { Markup } from "../../page/markup.ts";

/** Events as cards, by month, in the order in which they come. */
export function timeline(
  events: readonly LocalEvent[],
  contextOf: (event: LocalEvent) => CardContext,
): Markup {
  const months = Map.groupBy(events, ({ time }) => monthOf(time));
  return html`${
    [...months].map(([month, items]) =>
      html`
        <h2 class="month">${month}</h2>
        <ol class="cards">${items.map((event) =>
          html`<li>${cardView(event, contextOf(event))}</li>`
        )}</ol>
      `
    )
  }`;
}

/** Sorts what happened last to the front. */
export function latestFirst(a: LocalEvent, b: LocalEvent): number {
  if (a.time === b.time) return b.sequence - a.sequence;
  // Times are all in the same form, and texts are compared many times faster than dates are read.
  if (a.time.length === b.time.length) return a.time < b.time ? 1 : -1;
  return Date.parse(b.time) - Date.parse(a.time);
}
