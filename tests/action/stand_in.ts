import { createServer, type IncomingMessage } from "node:http";
import type { Fetch } from "../../src/transport/deps.ts";

/** The token that the stand-in takes. */
export const token = "pat-na1-5f0c9a2e";

/** The one event definition that the stand-in knows. */
export const eventName = "pe1_github_activity";

/** A request as the stand-in got it. */
export interface Seen {
  path: string;
  authorization: string;
  events: { uuid: string; eventName: string; email: string; occurredAt: string }[];
}

/** A stand-in for the custom-event API: it takes each id once. */
export interface StandIn {
  /** All requests, in order. */
  seen: Seen[];
  /** Answers as HubSpot does. */
  answer(path: string, authorization: string, body: string): { status: number; body: string };
  /** Answers in place of the network. */
  fetch: Fetch;
}

/** Makes a stand-in that has taken nothing yet. */
export function createStandIn(): StandIn {
  const seen: Seen[] = [];
  const taken = new Set<string>();
  const answer: StandIn["answer"] = (path, authorization, body) => {
    const parsed = JSON.parse(body);
    const events: Seen["events"] = parsed.inputs ?? [parsed];
    seen.push({ path, authorization, events });
    if (!/^\/events\/2026-03\/send(\/batch)?$/.test(path)) return problem(404, "No such path");
    if (authorization !== `Bearer ${token}`) return problem(401, "The token is not valid");
    if (events.some((event) => event.eventName !== eventName)) {
      return problem(400, "No event definition for mona@example.com's <b>account</b>");
    }
    if (events.some(({ uuid }) => taken.has(uuid))) return problem(409, "Already there");
    for (const { uuid } of events) taken.add(uuid);
    return { status: 204, body: "" };
  };
  return {
    seen,
    answer,
    fetch(url, { headers, body }) {
      const { pathname } = new URL(url);
      const answered = answer(pathname, headers.authorization ?? "", body ?? "");
      const { status } = answered;
      return Promise.resolve(new Response(status === 204 ? null : answered.body, { status }));
    },
  };
}

/** A stand-in that listens. */
export interface Server {
  /** Its address. */
  url: string;
  /** Hosts and paths of the requests, as they were asked for. */
  targets: string[];
  /** Stops listening. */
  close(): Promise<void>;
}

/** Lets a stand-in listen on this machine; as a proxy it answers for every host. */
export async function listen(standIn: StandIn): Promise<Server> {
  const targets: string[] = [];
  const answered = async (request: IncomingMessage) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    // A proxy is asked for whole addresses, a server for paths.
    const target = new URL(request.url ?? "/", `http://${request.headers.host}`);
    targets.push(target.href);
    return standIn.answer(target.pathname, request.headers.authorization ?? "", body);
  };
  const server = createServer(async (request, response) => {
    const { status, body } = await answered(request);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(status === 204 ? undefined : body);
  });
  // A tunnel for plain HTTP: what comes through it are requests again.
  server.on("connect", (_, socket) => {
    socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    server.emit("connection", socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    targets,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function problem(status: number, message: string): { status: number; body: string } {
  return { status, body: JSON.stringify({ status: "error", message, correlationId: "c-1" }) };
}
