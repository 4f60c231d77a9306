import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createDeps } from "../transport/deps.ts";

/** Where to listen. */
export interface ListenOptions {
  /** Port; 0 for any that is free. */
  port: number;
  /** Host name or address of the interface. */
  host: string;
}

/** A server that listens. */
export interface Listener {
  /** Where it answers, without a slash at the end. */
  url: string;
  /** The port it has. */
  port: number;
  /**
   * Stops: takes no new connections, lets requests in flight finish for `graceMs` milliseconds (default 5000), then
   * cuts them. Resolves when no connection is left.
   */
  close(graceMs?: number): Promise<void>;
}

const defaultGraceMs = 5000;

/**
 * Serves a fetch handler over HTTP, on Deno, Node and Bun alike. Rejects with an `Error` that names host and port
 * where it cannot listen.
 */
export async function listen(
  handler: (request: Request) => Response | Promise<Response>,
  { port, host }: ListenOptions,
): Promise<Listener> {
  let closing: Promise<void> | undefined;
  const answer = getRequestListener(handler, { overrideGlobalObjects: false });
  const server = createServer((incoming, outgoing) => {
    // A connection kept alive would outlast its last request: it goes as soon as that is answered.
    outgoing.on("close", () => closing && server.closeIdleConnections());
    if (closing) outgoing.setHeader("connection", "close");
    return answer(incoming, outgoing);
  });
  const bound = await bind(server, { port, host });
  return {
    url: `http://${urlHost(host)}:${bound}`,
    port: bound,
    close: (graceMs = defaultGraceMs) => closing ??= stop(server, graceMs),
  };
}

function bind(server: Server, { port, host }: ListenOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(cannotListen(error, { port, host })));
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function cannotListen(error: Error, { port, host }: ListenOptions): Error {
  const inUse = "code" in error && error.code === "EADDRINUSE";
  const reason = inUse ? "the port is in use, choose another or stop what has it" : error.message;
  return new Error(`Cannot listen on ${host}:${port}: ${reason}`, { cause: error });
}

async function stop(server: Server, graceMs: number): Promise<void> {
  const done = new AbortController();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = createDeps().sleep(graceMs, done.signal).then(() => {
    if (!done.signal.aborted) server.closeAllConnections();
  });
  await closed;
  done.abort();
  await cut;
}

/** A wildcard is no address to go to, and IPv6 goes in brackets. */
function urlHost(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
