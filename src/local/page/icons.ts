import { html } from "hono/html";
import type { EventFamily } from "../../hubspot/events.ts";
import type { Markup } from "../../page/markup.ts";

/** The pictures there are, each drawn in strokes on a square of 24. */
const strokes = {
  comment: "M5 5h14v10h-7l-4 4v-4H5z",
  commit: "M3 12h6m6 0h6M12 9a3 3 0 1 0 0 6a3 3 0 1 0 0-6z",
  custom: "M13 3L5 14h6l-1 7l8-11h-6z",
  fork:
    "M8.3 5a2.3 2.3 0 1 1-4.6 0a2.3 2.3 0 1 1 4.6 0zM20.3 5a2.3 2.3 0 1 1-4.6 0a2.3 2.3 0 1 1 4.6 0zM14.3 19a2.3 2.3 0 1 1-4.6 0a2.3 2.3 0 1 1 4.6 0zM6 7.3c0 3.2 2 4.2 6 4.2s6-1 6-4.2M12 11.5v5.2",
  issue: "M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16zM12 11a1 1 0 1 0 0 2a1 1 0 1 0 0-2z",
  merge:
    "M9.3 5a2.3 2.3 0 1 1-4.6 0a2.3 2.3 0 1 1 4.6 0zM9.3 19a2.3 2.3 0 1 1-4.6 0a2.3 2.3 0 1 1 4.6 0zM19.3 12a2.3 2.3 0 1 1-4.6 0a2.3 2.3 0 1 1 4.6 0zM7 7.3v9.4M7 7.3c.4 3.2 3 4.7 7.7 4.7",
  release: "M4 4h8l8 8l-8 8l-8-8zM8 8h.01",
  review: "M4 12l5 5L20 6",
  star: "M12 4l2.5 5.2l5.5.7l-4 3.9l1 5.6l-5-2.7l-5 2.7l1-5.6l-4-3.9l5.5-.7z",
  app: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z",
  timeline: "M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16zM12 8v4l3 2",
};

/** Name of a picture. */
export type IconName = keyof typeof strokes;

/** The first that an activity's name speaks of decides: a review comment is a comment. */
const byWord: readonly [RegExp, IconName][] = [
  [/comment/, "comment"],
  [/review/, "review"],
  [/pull_request|merge/, "merge"],
  [/push|commit/, "commit"],
  [/issue/, "issue"],
  [/star|watch/, "star"],
  [/fork/, "fork"],
  [/release/, "release"],
];

/** Picks a picture by what was done, or else by the event's family. */
export function iconOf(family: EventFamily, activity: string | undefined): IconName {
  return byWord.find(([word]) => activity !== undefined && word.test(activity))?.[1] ?? family;
}

/** Draws a picture; it only decorates, so it is hidden from readers of text. */
export function icon(name: IconName): Markup {
  return html`
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <path d="${strokes[name]}" />
    </svg>
  `;
}
