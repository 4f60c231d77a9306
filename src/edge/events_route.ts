import { parseEvent } from "../hubspot/event_schemas.ts";
import { mediaTypeOf } from "../sources/media_type.ts";
import type { Issue } from "../validation/issues.ts";
import { type AcceptAnswerOptions, acceptEvents, type AcceptOptions } from "./accept_events.ts";
import { type Answer, errorAnswer } from "./answers.ts";
import { refuseStranger } from "./bearer.ts";
import { type BodyContext, discardBody, readBody } from "./body.ts";
import { handleEventLines } from "./event_lines.ts";
import { idsFromKey, type PlacedEvent, readIdempotencyKey } from "./idempotency_key.ts";
import { readWait } from "./preferences.ts";
import { readJson } from "./read_json.ts";
import type { RateLimit } from "./token_bucket.ts";

/** Settings of the route that takes HubSpot's own events. */
export interface EventsRouteOptions {
  /** Token that every request must carry as `Authorization: Bearer …`. */
  token: string;
  /** Largest body, in bytes; JSON lines are a stream, and have no end that they must keep. Default: 1 MiB. */
  maxBodyBytes?: number;
  /** How many requests are taken; over it, the answer is 429 with `Retry-After`. Default: as many as come. */
  rateLimit?: RateLimit;
}

/** What the handler of events is given of its host. */
export interface EventsContext extends AcceptOptions {
  /** Reads the body. */
  body: BodyContext;
}

const defaultMaxBodyBytes = 1024 * 1024;

/** Media types of JSON lines; none is registered, and these are the ones in use. */
const jsonLines: ReadonlySet<string> = new Set([
  "application/x-ndjson",
  "application/ndjson",
  "application/jsonl",
  "application/x-jsonlines",
]);

/** Most refused events that one answer names. */
const mostRefused = 100;

/** One event of a request that was refused. */
interface RefusedEvent {
  /** Position in `inputs`, from 0. */
  index: number;
  /** What is wrong with it. */
  issues: Issue[];
}

/**
 * Takes one event, `{"inputs": [...]}`, or JSON lines. Bad events are named to the sender, and the good ones are taken.
 */
export async function handleEvents(
  request: Request,
  route: EventsRouteOptions,
  context: EventsContext,
): Promise<Answer> {
  const refusal = refuseStranger(request, route.token);
  if (refusal !== undefined) return refusal;
  const idempotency = readIdempotencyKey(request.headers);
  if (!idempotency.ok) {
    discardBody(request);
    return errorAnswer("invalid_idempotency_key", idempotency.message);
  }
  const { key } = idempotency;
  if (jsonLines.has(mediaTypeOf(request.headers.get("content-type")))) {
    return handleEventLines(request, { ...context, key });
  }
  const { maxBodyBytes: maxBytes = defaultMaxBodyBytes } = route;
  const json = readJson(
    await readBody(request, { ...context.body, maxBytes, mayBeCompressed: true }),
  );
  if (!json.ok) return errorAnswer("invalid_json", `Cannot read the body: ${json.message}`);
  const inputs = inputsOf(json.value);
  const accept: TakeOptions = { ...context, key, waitSeconds: readWait(request.headers) };
  if (inputs === undefined) return takeOne(json.value, accept);
  if (!Array.isArray(inputs) || inputs.length === 0) {
    const issues = [{ path: "inputs", message: "Expected a list of at least one event" }];
    return errorAnswer("invalid_event", "No event was taken: inputs is no list of events", {
      issues,
    });
  }
  const events: PlacedEvent[] = [];
  const refused: RefusedEvent[] = [];
  for (const [index, input] of inputs.entries()) {
    const parsed = parseEvent(input);
    if (parsed.ok) events.push({ position: index, event: parsed.value });
    else refused.push({ index, issues: parsed.issues });
  }
  if (events.length === 0) return refuseAll(refused);
  const also = refused.length === 0 ? {} : { rejected: refused.slice(0, mostRefused) };
  return await take(events, { ...accept, also });
}

/** How events of one request are taken. */
interface TakeOptions extends AcceptAnswerOptions {
  /** The request's `Idempotency-Key`; missing where it has none. */
  key: string | undefined;
}

async function take(placed: readonly PlacedEvent[], options: TakeOptions): Promise<Answer> {
  const { key } = options;
  const uuids = key === undefined ? undefined : await idsFromKey(key, placed);
  return await acceptEvents(placed.map(({ event }) => event), { ...options, uuids });
}

async function takeOne(input: unknown, options: TakeOptions): Promise<Answer> {
  const parsed = parseEvent(input);
  if (parsed.ok) return await take([{ position: 0, event: parsed.value }], options);
  return errorAnswer("invalid_event", "The event was not taken: it breaks a rule of its API", {
    issues: parsed.issues,
  });
}

function refuseAll(refused: readonly RefusedEvent[]): Answer {
  const issues = refused.flatMap(({ index, issues }) =>
    issues.map(({ path, message }) => ({
      path: ["inputs", index, ...(path === "" ? [] : [path])].join("."),
      message,
    }))
  );
  return errorAnswer("invalid_event", "No event was taken: each breaks a rule of its API", {
    issues,
  });
}

function inputsOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, "inputs")
    ? Reflect.get(value, "inputs")
    : undefined;
}
