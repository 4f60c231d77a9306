import { html } from "hono/html";
import type { ActiveFault } from "../faults/fault.ts";
import { counted } from "./contact_list.ts";
import { type Choice, effects, frequencies, scopes } from "./fault_choices.ts";
import { effectText, whenText } from "./fault_text.ts";
import { layout } from "./layout.ts";
import { foreign, type Markup } from "../../page/markup.ts";

/** Where faults are switched on and off, and everything is forgotten. */
export function controlsPage(faults: readonly ActiveFault[]): Markup {
  return layout({
    title: "Controls",
    place: "controls",
    faults: faults.length,
    count: faults.length,
    noun: "fault",
    script: "/controls.js",
    lead: html`${faultForm()}`,
    main: html`${activeFaults(faults)} ${account()}`,
  });
}

function faultForm(): Markup {
  return html`
    <div class="about">
      <div>
        <h1>Controls</h1>
        <p>See how your code bears what HubSpot and the net between can do to it.</p>
      </div>
    </div>
    <noscript><p class="panel hint">The controls need JavaScript; /_local/faults does not.</p></noscript>
    <form class="panel form" id="fault-form">
      <h2>Make something go wrong</h2>
      <p>
        <label for="fault-what">What</label>
        <select id="fault-what" name="what">${effects.map(({ group, choices }) =>
          html`<optgroup label="${group}">${choices.map(option)}</optgroup>`
        )}</select>
      </p>
      <p>
        <label for="fault-scope">To which requests</label>
        <select id="fault-scope" name="scope">${scopes.map(option)}</select>
      </p>
      <p>
        <label for="fault-often">How often</label>
        <select id="fault-often" name="often">${frequencies.map(option)}</select>
      </p>
      <p><button id="fault-add" type="submit" class="primary">Switch on</button></p>
    </form>
    <p id="problem" class="trouble" role="alert"></p>
  `;
}

function option({ label, value }: Choice<unknown>): Markup {
  return html`<option value="${JSON.stringify(value)}">${label}</option>`;
}

function activeFaults(faults: readonly ActiveFault[]): Markup {
  if (faults.length === 0) {
    return html`
      <section class="panel hint">
        <h2>Nothing goes wrong</h2>
        <p>No fault is switched on.</p>
      </section>
    `;
  }
  return html`
    <section class="panel faults" aria-labelledby="faults-on">
      <h2 id="faults-on">Switched on</h2>
      <ul>${faults.map(faultView)}</ul>
      <p><button id="faults-off" type="button" data-method="DELETE" data-path="/_local/faults">Switch all off</button></p>
    </section>
  `;
}

function faultView({ id, what, when, matched, struck }: ActiveFault): Markup {
  return html`
    <li>
      <div>
        <strong id="${id}">${foreign(effectText(what))}</strong>
        <p>${foreign(whenText(when))} · struck ${struck} of ${counted(matched, "request")}</p>
      </div>
      <button id="${id}-off" type="button" data-method="DELETE"
        data-path="/_local/faults/${id}"
        aria-describedby="${id}">Switch off</button>
    </li>
  `;
}

function account(): Markup {
  return html`
    <section class="panel account" aria-labelledby="account">
      <h2 id="account">The account</h2>
      <p>
        <button id="reset" type="button" data-method="POST" data-path="/_local/reset"
          data-confirm="Forget all contacts, events, requests and faults?">Reset</button>
        <span class="note">Back to how it was when it was new.</span>
      </p>
      <p>
        <a id="export" class="button" href="/_local/export" download="local-hubspot.json">Export</a>
        <span class="note">Contacts, events and declarations as JSON, without tokens.</span>
      </p>
      <p>
        <button id="import" type="button">Import</button>
        <span class="note">What was exported, in place of all that is there.</span>
      </p>
    </section>
  `;
}
