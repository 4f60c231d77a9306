import { createServer, type IncomingMessage } from "node:http";
import type { Fetch, FetchInit } from "../../src/transport/deps.ts";

/** The token that the stand-in takes. */
export const token = "pat-na1-5f0c9a2e";

/** The one event definition that the stand-in knows. */
export const eventName = "pe1_github_activity";

/** A request with events, as the stand-in got it. */
export interface Seen {
  path: string;
  authorization: string;
  events: SeenEvent[];
}

/** An event as it arrived. */
export interface SeenEvent {
  uuid: string;
  eventName: string;
  email?: string;
  objectId?: string;
  occurredAt: string;
  properties: Record<string, string>;
}

/** What a stand-in is to be like. */
export interface StandInOptions {
  /** Addresses that are no contact's; every other is one. */
  strangers?: readonly string[];
  /** Whether the token lacks the scope for contacts. */
  lacksContactScope?: boolean;
  /** Answers before the stand-in does, where it answers. */
  override?: (path: string) => Response | Promise<Response> | undefined;
}

/** A stand-in for the APIs of custom events and of contacts: it takes each event's id once. */
export interface StandIn {
  /** All requests with events, in order. */
  seen: Seen[];
  /** The addresses that were looked up with each request. */
  lookups: string[][];
  /** Answers in place of the network. */
  fetch: Fetch;
}

/** The id of the contact with an address. */
export function contactId(email: string): string {
  return `contact-${email}`;
}

/** Makes a stand-in that has taken nothing yet. */
export function createStandIn(
  { strangers = [], lacksContactScope = false, override }: StandInOptions = {},
): StandIn {
  const seen: Seen[] = [];
  const lookups: string[][] = [];
  const taken = new Set<string>();

  function lookUp(body: string): Response {
    if (lacksContactScope) {
      return problem(403, "This app hasn't been granted all required scopes");
    }
    const inputs: { id: string }[] = JSON.parse(body).inputs;
    const emails = inputs.map(({ id }) => id);
    lookups.push(emails);
    const known = emails.filter((email) => !strangers.includes(email));
    return Response.json({
      status: "COMPLETE",
      results: known.map((email) => ({ id: contactId(email), properties: { email } })),
    }, { status: known.length === emails.length ? 200 : 207 });
  }

  function take(path: string, authorization: string, body: string): Response {
    const parsed = JSON.parse(body);
    const events: SeenEvent[] = parsed.inputs ?? [parsed];
    seen.push({ path, authorization, events });
    if (!/^\/events\/2026-03\/send(\/batch)?$/.test(path)) return problem(404, "No such path");
    if (events.some((event) => event.eventName !== eventName)) {
      return problem(400, "No event definition for mona@example.com's <b>account</b>");
    }
    if (events.some(({ uuid }) => taken.has(uuid))) return problem(409, "Already there");
    for (const { uuid } of events) taken.add(uuid);
    return new Response(null, { status: 204 });
  }

  return {
    seen,
    lookups,
    fetch(url, { headers: { authorization = "" }, body = "" }) {
      const { pathname } = new URL(url);
      const own = override?.(pathname);
      if (own !== undefined) return Promise.resolve(own);
      if (authorization !== `Bearer ${token}`) {
        return Promise.resolve(problem(401, "The token is not valid"));
      }
      const isLookup = pathname === "/crm/objects/2026-03/contacts/batch/read";
      return Promise.resolve(isLookup ? lookUp(body) : take(pathname, authorization, body));
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
export async function listen(fetch: Fetch): Promise<Server> {
  const targets: string[] = [];
  const answered = async (request: IncomingMessage) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    // A proxy is asked for whole addresses, a server for paths.
    const target = new URL(request.url ?? "/", `http://${request.headers.host}`);
    targets.push(target.href);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const { signal } = new AbortController();
    const init: FetchInit = { method: request.method ?? "", headers, redirect: "manual", signal };
    return await fetch(target.href, body === "" ? init : { ...init, body });
  };
  const server = createServer(async (request, response) => {
    const answer = await answered(request);
    const text = await answer.text();
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(answer.status === 204 ? undefined : text);
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

function problem(status: number, message: string): Response {
  return Response.json({ status: "error", message, correlationId: "c-1" }, { status });
}
