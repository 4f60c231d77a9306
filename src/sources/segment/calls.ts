import { type RawRequest, SourceError } from "../source.ts";
import { type CallKind, fieldsIn, isFields } from "./message.ts";

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
  /** Those that are read. */
  calls: Call[];
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

/** Reads a body as JSON; throws a `SourceError` `invalid_json`. */
export function readBody({ body }: RawRequest): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (cause) {
    throw new SourceError("invalid_json", "Cannot parse the body: not JSON in UTF-8", { cause });
  }
}

/** Takes a request apart; throws a `SourceError` where it is not even the shell of a call or a batch. */
export function callsOf(request: RawRequest): Calls {
  const body = readBody(request);
  if (!isFields(body)) throw invalid("", "Expected an object");
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
  // It goes into every message, so a large one would cost thousands of times its size.
  if (textOf(shared) === undefined) {
    throw invalid("context", `Expected at most ${limits.messageBytes} bytes for all messages`);
  }
  const list: readonly unknown[] = batch.slice(0, limits.batchMessages);
  const calls = list.map((message, index) => {
    const own = isFields(message) ? message : {};
    const fields = {
      ...own,
      sentAt: own.sentAt ?? sentAt,
      context: { ...shared.context, ...fieldsIn(own, "context") },
      integrations: { ...shared.integrations, ...fieldsIn(own, "integrations") },
    };
    return withContent({ path: `batch.${index}`, kind: typeOf(own), fields });
  });
  return { calls, isTooMany: batch.length > list.length, isSingle: false };
}

function typeOf({ type }: Readonly<Record<string, unknown>>): string {
  return typeof type === "string" ? type : "";
}

function withContent(call: Call): Call {
  const lasting = Object.entries(call.fields).filter(([name]) => !passing.has(name));
  const content = textOf(Object.fromEntries(lasting));
  return content === undefined ? call : { ...call, content };
}

/** A value as JSON, up to the size of a message; deep nesting can be too much for the runtime. */
function textOf(value: unknown): string | undefined {
  try {
    const text = JSON.stringify(value);
    return new TextEncoder().encode(text).byteLength <= limits.messageBytes ? text : undefined;
  } catch {
    return undefined;
  }
}

/** The error for something in the body that breaks a rule. */
export function invalid(path: string, rule: string): SourceError {
  const message = `Cannot read the request: ${path === "" ? "" : `${path}: `}${rule}`;
  return new SourceError("invalid_payload", message, { issues: [{ path, message: rule }] });
}
