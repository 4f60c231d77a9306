import { html } from "hono/html";
import type { EventKey } from "../../hubspot/events.ts";
import type { JournalCounts } from "../../outbox/journal.ts";
import type { Markup } from "../../page/markup.ts";
import { tokenField } from "./layout.ts";
import { writeKey } from "./query.ts";
import { counted } from "./words.ts";

/** What the forms are made of. */
export interface DeadLetterParts {
  /** Path of the page. */
  base: string;
  /** Stands in every form. */
  formToken: string;
  /** How the outbox stands. */
  counts: Pick<JournalCounts, "dead">;
}

/** What can be done with the chosen dead letters, and with all of them. */
export function deadLettersForm({ base, formToken, counts: { dead } }: DeadLetterParts): Markup {
  return html`
    <form class="panel acts" id="chosen" method="post" action="${base}/replay">
      ${tokenField(formToken)}
      <p>Those that are chosen above:</p>
      <button id="replay-chosen">Replay</button>
      <button id="drop-chosen" class="bad" formaction="${base}/drop">Drop for good</button>
    </form>
    <form class="panel acts" method="post" action="${base}/replay">
      ${tokenField(formToken)}
      <input type="hidden" name="all" value="yes">
      <p>All ${counted(dead, "dead letter")}, whatever is shown above:</p>
      <button id="replay-all">Replay all</button>
    </form>
    <form class="panel acts" method="post" action="${base}/drop">
      ${tokenField(formToken)}
      <input type="hidden" name="all" value="yes">
      <label><input type="checkbox" name="sure" value="yes" id="sure" required> All of them may go for good</label>
      <button id="drop-all" class="bad">Drop all</button>
    </form>
  `;
}

/** What can be done with one dead letter. */
export function deadLetterForm(
  { base, formToken, key }: { base: string; formToken: string; key: EventKey },
): Markup {
  return html`
    <form class="acts" method="post" action="${base}/replay">
      ${tokenField(formToken)}
      <input type="hidden" name="key" value="${writeKey(key)}">
      <button>Replay</button>
      <button class="bad" formaction="${base}/drop">Drop for good</button>
    </form>
  `;
}
