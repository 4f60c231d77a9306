import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { createDeps } from "../transport/deps.ts";
import { ConnectionReset, WireResponse } from "./faults/broken_connection.ts";

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

type Handler = (request: Request) => Response | Promise<Response>;

/**
 * Serves a fetch handler over HTTP, on Deno, Node and Bun alike. Where the handler rejects with a
 * {@linkcode ConnectionReset}, or after the caller hung up, the connection is cut. Rejects with an `Error` that names
 * host and port where it cannot listen.
 */
export async function listen(
  handler: Handler,
  { port, host }: ListenOptions,
): Promise<Listener> {
  let closing: Promise<void> | undefined;
  const answer = getRequestListener(onWire(handler), { overrideGlobalObjects: false });
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

/** What is beneath a request, whatever version of HTTP it came by. */
interface Wire {
  incoming: { socket: { destroy(): unknown } };
  outgoing: {
    writeHead(status: number, headers: Record<string, string>): unknown;
    write(bytes: Uint8Array, done: () => void): unknown;
    end(): unknown;
  };
}

/** Does to the connection what faults ask for, and what no plain answer can express. */
function onWire(handler: Handler): (request: Request, wire: Wire) => Promise<Response> {
  return async (request, { incoming, outgoing }) => {
    try {
      const response = await handler(request);
      if (!(response instanceof WireResponse)) return response;
      await write(response, outgoing);
      if (response.isCut) incoming.socket.destroy();
      else outgoing.end();
    } catch (error) {
      if (!(error instanceof ConnectionReset) && !request.signal.aborted) throw error;
      incoming.socket.destroy();
    }
    return RESPONSE_ALREADY_SENT;
  };
}

function write(response: WireResponse, outgoing: Wire["outgoing"]): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  return new Promise((resolve) => outgoing.write(response.sent, () => resolve()));
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
