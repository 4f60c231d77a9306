import { html } from "hono/html";

/** Markup in which every value from outside was escaped. */
export type Markup = ReturnType<typeof html>;

/** A stranger's text, kept from reordering the words around it (Unicode's bidirectional overrides). */
export function foreign(text: string): Markup {
  return html`<bdi>${text}</bdi>`;
}

/** A stranger's address or path: where it does not fit, it breaks after a sign before it breaks within a word. */
export function foreignAddress(text: string): Markup {
  const parts = text.split(/(?<=[@./_?&=-])(?=[^@./_?&=-])/);
  return html`<bdi>${parts.map((part, index) => index === 0 ? part : html`<wbr>${part}`)}</bdi>`;
}
