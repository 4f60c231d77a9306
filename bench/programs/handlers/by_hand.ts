import { type Context, Hono } from "hono";
import { bearerAuth } from "hono/bearer-auth";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import { body } from "./bare.ts";
import { eventsToken, type Handler } from "./handler.ts";

/** One event as HubSpot is sent it. */
export interface EventByHand {
  /** Made where the sender gave none. */
  uuid: string;
  /** Now, where the sender gave none. */
  occurredAt: string;
}

/**
 * A handler as anybody would write it with what Hono brings along: it looks at the token and the size, parses,
 * validates, gives events their ids and times, and keeps them with `keep` before it answers.
 */
export function handlerByHand(keep: (events: EventByHand[]) => void | Promise<void>): Handler {
  return new Hono()
    .use(bearerAuth({ token: eventsToken }))
    .use(bodyLimit({ maxSize: 1024 * 1024 }))
    .post("/events", async (context: Context) => {
      const parsed = v.safeParse(body, await context.req.json());
      if (!parsed.success) {
        return context.json({ issues: parsed.issues.map(({ message }) => message) }, 422);
      }
      const inputs = "inputs" in parsed.output ? parsed.output.inputs : [parsed.output];
      const events = inputs.map((event) => ({
        ...event,
        uuid: event.uuid ?? crypto.randomUUID(),
        occurredAt: event.occurredAt ?? new Date().toISOString(),
      }));
      await keep(events);
      return context.json({ ids: events.map(({ uuid }) => uuid) }, 202);
    });
}
