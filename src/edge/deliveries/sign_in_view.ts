import { html } from "hono/html";
import type { Markup } from "../../page/markup.ts";
import { layout } from "./layout.ts";

/** The page that asks for the password. */
export function signInPage({ base, problem }: { base: string; problem?: string }): Markup {
  const main = html`
    <form class="panel sign-in" method="post" action="${base}/login">
      <h1>Deliveries</h1>
      <p>What came in, and what became of it.</p>
      ${problem === undefined
        ? ""
        : html`<p class="notice bad" role="alert" id="problem">${problem}</p>`}
      <label for="password">Password</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required
        autofocus ${problem === undefined ? "" : html`aria-describedby="problem"`}>
      <button>Sign in</button>
    </form>
  `;
  return layout({ title: "Sign in", base, main });
}

/** A page that says one thing. */
export function messagePage(
  { base, title, text }: { base: string; title: string; text: string },
): Markup {
  const main = html`
    <div class="panel message">
      <h1>${title}</h1>
      <p>${text}</p>
      <p><a href="${base}">All deliveries</a></p>
    </div>
  `;
  return layout({ title, base, main });
}
