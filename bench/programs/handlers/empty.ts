import { Hono } from "hono";
import type { Handler } from "./handler.ts";

/** Answers and does nothing: what Hono and the server need to start. */
export const handler: Handler = new Hono().all("*", (context) => context.json({ status: "ok" }));
