import { Hono } from "hono";
import { argument } from "../argument.ts";
import type { Handler } from "./handler.ts";

/** Passes each event on to the address of the third argument before it answers, and keeps nothing. */
export const handler: Handler = new Hono().post("/events", async (context) => {
  const response = await fetch(`${argument(2)}/events/2026-03/send`, {
    method: "POST",
    headers: { authorization: "Bearer secret-token", "content-type": "application/json" },
    body: JSON.stringify(await context.req.json()),
  });
  await response.text();
  return context.json({ status: "accepted" }, 202);
});
