import { Hono } from "hono";
import * as v from "valibot";
import type { Handler } from "./handler.ts";

const event = v.strictObject({
  eventName: v.pipe(v.string(), v.nonEmpty()),
  email: v.pipe(v.string(), v.email()),
  properties: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
  uuid: v.optional(v.pipe(v.string(), v.nonEmpty())),
  occurredAt: v.optional(v.pipe(v.string(), v.isoTimestamp())),
});

/** What a request holds, as anybody would write it with Valibot. */
export const body = v.union([
  v.strictObject({ inputs: v.pipe(v.array(event), v.nonEmpty()) }),
  event,
]);

/** Parses events and validates them, and does nothing with them. */
export const handler: Handler = new Hono().post("/events", async (context) => {
  const parsed = v.safeParse(body, await context.req.json());
  if (parsed.success) return context.json({ status: "accepted" }, 202);
  return context.json({ issues: parsed.issues.map(({ message }) => message) }, 422);
});
