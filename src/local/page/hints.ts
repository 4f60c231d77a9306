import { html } from "hono/html";
import type { LocalContact } from "../records.ts";
import type { Markup } from "../../page/markup.ts";

/** What to do while nothing has happened. */
export function firstEvent(origin: string): Markup {
  return html`
    <section class="panel hint">
      <h2>Nothing has happened yet</h2>
      <p>
        Point Hubline, or anything that speaks HubSpot's event APIs, at this address with any access
        token. The timeline fills as events arrive. To see one now, paste this into a terminal:
      </p>
      <pre tabindex="0">${sampleCommand(origin, {
        email: "ada@example.com",
        title: "Signed up for the newsletter",
      })}</pre>
    </section>
  `;
}

/** What to do while a contact has no events. */
export function emptyTimeline({ id }: LocalContact, origin: string): Markup {
  return html`
    <section class="panel hint">
      <h2>Nothing on this timeline yet</h2>
      <p>It fills as events for this contact arrive. To see one now, paste this into a terminal:</p>
      <pre tabindex="0">${sampleCommand(origin, {
        objectId: id,
        title: "Opened the pricing page",
      })}</pre>
    </section>
  `;
}

/** Only this page's own words go into a command that is pasted: never a stranger's, such as a contact's address. */
function sampleCommand(
  origin: string,
  { title, ...identity }: { title: string; email?: string; objectId?: string },
): string {
  const event = { eventName: "pe1_hello", ...identity, properties: { title } };
  return `curl ${origin}/events/2026-03/send \\
  -H 'Authorization: Bearer anything' \\
  -H 'Content-Type: application/json' \\
  -d '${JSON.stringify(event)}'`;
}
