/**
 * Serves a handler of `handlers` with the server that the runtime's users have: `Deno.serve`, or Hono's for Node. Takes the
 * handler's name; its first line is the port.
 *
 * @module
 */
import { argument } from "./argument.ts";
import type { Handler } from "./handlers/handler.ts";

const { handler }: { handler: Handler } = await import(`./handlers/${argument(0)}.ts`);
const fetch = (request: Request) => handler.fetch(request);

if ("Deno" in globalThis) {
  Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: ({ port }) => tell(port) }, fetch);
} else {
  const { serve } = await import("@hono/node-server");
  serve({ fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => tell(port));
}

function tell(port: number): void {
  console.log(String(port));
}
