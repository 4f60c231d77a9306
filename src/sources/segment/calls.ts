import { isRecord, parseBody } from "../json_body.ts";
import { type RawRequest, SourceError } from "../source.ts";
import { type CallKind, fieldsIn } from "./message.ts";

/** One call of a request. */
export interface Call {
  /** Where it is in the body, for messages: empty, or `batch.3`. */
  path: string;
  /** Its kind, as the address or the message says it; not checked yet. */
  kind: string;
  /** The message, with what the batch says of all its messages. */
  fields: Readonly<Record<string, unknown>>;
  /** The message as one text, without what changes when it is sent again; missing where it is too large. */
  content?: string;
}

/** The calls of a request. */
export interface Calls {
  /** Those that are read, each made when it is its turn: what a batch says of all its messages is not held for each. */
  calls: Iterable<Call>;
  /** Whether there were more of them than one request may hold. */
  isTooMany: boolean;
  /** Whether the request is one call and not a batch. */
  isSingle: boolean;
}

/** Segment's limits, in bytes and in messages (HTTP API, "Max request size" and "Errors"). */
export const limits = {
  /** Largest body. */
  bodyBytes: 500 * 1024,
  /** Largest message. */
  messageBytes: 32 * 1024,
  /** Most messages of a batch. */
  batchMessages: 2_500,
  /** Most that a batch says of all its messages, counted for each of them; ours, since Segment names none. */
  sharedBytes: 8 * 1024 * 1024,
} as const;

/** Every path of the API, and what kind of call it takes; the short ones are those of the browser and of phones. */
const kinds: ReadonlyMap<string, CallKind | "batch"> = new Map([
  ["track", "track"],
  ["t", "track"],
  ["page", "page"],
  ["p", "page"],
  ["screen", "screen"],
  ["s", "screen"],
  ["identify", "identify"],
  ["i", "identify"],
  ["group", "group"],
  ["g", "group"],
  ["alias", "alias"],
  ["a", "alias"],
  ["batch", "batch"],
  ["b", "batch"],
  ["import", "batch"],
]);

/** Paths below the route's own. */
export const paths: readonly string[] = [...kinds.keys()].map((name) => `/${name}`);

/** What a message says of its way here and not of what happened, so that it changes with each attempt. */
const passing: ReadonlySet<string> = new Set(["sentAt", "receivedAt", "writeKey", "_metadata"]);

/** Takes a request apart; throws a `SourceError` where it is not even the shell of a call or a batch. */
export function callsOf(request: RawRequest): Calls {
  const body = parseBody(request.body);
  if (!isRecord(body)) throw invalid("", "Expected an object");
  const kind = kindOf(request.url) ?? (Object.hasOwn(body, "batch") ? "batch" : undefined);
  if (kind === "batch") return batchOf(body);
  const call = { path: "", kind: kind ?? typeOf(body), fields: body };
  return { calls: [withContent(call)], isTooMany: false, isSingle: true };
}

/** The last part of the address says it, whatever the path of the route is. */
function kindOf(url: string): CallKind | "batch" | undefined {
  if (!URL.canParse(url)) return undefined;
  const [last = ""] = new URL(url).pathname.split("/").filter((part) => part !== "").slice(-1);
  return kinds.get(last);
}

function batchOf(body: Readonly<Record<string, unknown>>): Calls {
  const { batch, sentAt } = body;
  if (!Array.isArray(batch)) throw invalid("batch", "Expected a list of messages");
  const shared = {
    context: fieldsIn(body, "context"),
    integrations: fieldsIn(body, "integrations"),
  };
  const list: readonly unknown[] = batch.slice(0, limits.batchMessages);
  // It is read with every message: a kilobyte that was compressed to a few bytes would be read thousands of times.
  const each = Math.floor(limits.sharedBytes / Math.max(list.length, 1));
  const most = Math.min(limits.messageBytes, each);
  if (textOf(shared, most) === undefined) {
    throw invalid("context", `Expected at most ${most} bytes for all ${list.length} messages`);
  }
  return {
    calls: callsIn(list, { ...shared, sentAt }),
    isTooMany: batch.length > list.length,
    isSingle: false,
  };
}

/** What a batch says of all its messages. */
interface Shared {
  context: Readonly<Record<string, unknown>>;
  integrations: Readonly<Record<string, unknown>>;
  sentAt: unknown;
}

function* callsIn(list: readonly unknown[], shared: Shared): Generator<Call> {
  for (const [index, message] of list.entries()) {
    const own = isRecord(message) ? message : {};
    const fields = {
      ...own,
      sentAt: own.sentAt ?? shared.sentAt,
      context: { ...shared.context, ...fieldsIn(own, "context") },
      integrations: { ...shared.integrations, ...fieldsIn(own, "integrations") },
    };
    yield withContent({ path: `batch.${index}`, kind: typeOf(own), fields });
  }
}

function typeOf({ type }: Readonly<Record<string, unknown>>): string {
  return typeof type === "string" ? type : "";
}

function withContent(call: Call): Call {
  const lasting = Object.entries(call.fields).filter(([name]) => !passing.has(name));
  const content = textOf(Object.fromEntries(lasting), limits.messageBytes);
  return content === undefined ? call : { ...call, content };
}

/** A value as JSON, up to a number of bytes; deep nesting can be too much for the runtime. */
function textOf(value: unknown, mostBytes: number): string | undefined {
  try {
    const text = JSON.stringify(value);
    return new TextEncoder().encode(text).byteLength <= mostBytes ? text : undefined;
  } catch {
    return undefined;
  }
}

/** The error for something in the body that breaks a rule. */
export function invalid(path: string, rule: string): SourceError {
  const message = `Cannot read the request: ${path === "" ? "" : `${path}: `}${rule}`;
  return new SourceError("invalid_payload", message, { issues: [{ path, message: rule }] });
}
