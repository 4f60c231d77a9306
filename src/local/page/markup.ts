import { html } from "hono/html";

/** Markup in which every value from outside was escaped. */
export type Markup = ReturnType<typeof html>;

/** A stranger's text, kept from reordering the words around it (Unicode's bidirectional overrides). */
export function foreign(text: string): Markup {
  return html`<bdi>${text}</bdi>`;
}
