import { parseEvent } from "../hubspot/event_schemas.ts";
import type { HubSpotEvent } from "../hubspot/events.ts";
import type { Receipt } from "../hubspot/receipts.ts";
import type { Issue } from "../validation/issues.ts";
import { type AcceptOptions, keepEvents } from "./accept_events.ts";
import { type Answer, type ErrorCode, linesAnswer } from "./answers.ts";
import { type BodyContext, inTime } from "./body.ts";
import { BodyError } from "./body_error.ts";
import { type BodyReader, openBody } from "./body_reader.ts";
import { idsFromKey } from "./idempotency_key.ts";
import { type Line, LineSplitter } from "./line_splitter.ts";
import { readJson } from "./read_json.ts";

/** Why something was not taken. */
export interface LineError {
  /** What is wrong, for programs. */
  code: ErrorCode;
  /** What is wrong, in words. */
  message: string;
}

/**
 * One line of the answer to JSON lines: what became of the line of that number, or, at the end and without a number,
 * why the rest of the body was not read. A blank line gets no answer.
 *
 * - `accepted`: durable, and delivered where there is a receipt;
 * - `rejected`: it will never be taken as it is;
 * - `failed`: not now; send it again, with this id;
 * - `ended`: nothing further was read.
 */
export type LineAnswer =
  | { line: number; outcome: "accepted"; id: string; receipt?: Receipt }
  | { line: number; outcome: "rejected"; issues: readonly Issue[]; id?: string; receipt?: Receipt }
  | { line: number; outcome: "failed"; id: string; error: LineError; receipt?: Receipt }
  | { outcome: "ended"; error: LineError };

/** How the events of one body are taken. */
export interface LinesOptions extends AcceptOptions {
  /** Reads the body. */
  body: BodyContext;
  /** The request's `Idempotency-Key`; missing where it has none. */
  key?: string | undefined;
}

/** Longest line, in bytes. */
const maxLineBytes = 1024 * 1024;

/** Most events that are made durable together. */
const mostTogether = 500;

/**
 * Takes events as JSON lines, a stream of any length in the memory of one piece of it. Answers go back while the body
 * comes: each as soon as its event is durable. Nothing more is read while nobody reads the answers.
 */
export function handleEventLines(
  request: Request,
  options: LinesOptions,
): Answer {
  const body = openBody(request, { mayBeCompressed: true });
  const counts = { accepted: 0, rejected: 0, failed: 0 };
  const { promise: ended, resolve: end } = Promise.withResolvers<string>();
  const cut = new AbortController();
  const answers = answerLines(body, { ...options, signal: cut.signal });
  const lines = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const next = await answers.next();
      if (next.done) {
        controller.close();
        return end(describe(counts));
      }
      for (const { outcome } of next.value) if (outcome !== "ended") counts[outcome]++;
      controller.enqueue(write(next.value));
    },
    async cancel() {
      cut.abort();
      // First of all, because a read that waits would keep the generator from ending.
      body.cancel();
      await answers.return();
      end(`${describe(counts)}, answer cut`);
    },
  }, { highWaterMark: 0 });
  return linesAnswer(lines, ended);
}

/** Gives no empty lot. Never throws: what goes wrong is the last line of the answer. */
async function* answerLines(
  body: BodyReader,
  options: LinesOptions & { signal: AbortSignal },
): AsyncGenerator<LineAnswer[], void, undefined> {
  const { hold } = options.body;
  const splitter = new LineSplitter(maxLineBytes);
  try {
    for (;;) {
      const piece = await inTime(body.read(), options.body);
      // A body that was let go of seems to end, and its last line may be half a line.
      if (options.signal.aborted) return;
      if (piece === undefined) break;
      hold.resize(splitter.heldBytes + piece.byteLength);
      for (const lot of lotsOf(splitter.push(piece))) yield await answerLot(lot, options);
      hold.resize(splitter.heldBytes);
    }
    for (const lot of lotsOf(splitter.end())) yield await answerLot(lot, options);
  } catch (error) {
    yield [{ outcome: "ended", error: explain(error, options) }];
  } finally {
    body.cancel();
  }
}

function explain(error: unknown, { onError }: AcceptOptions): LineError {
  if (error instanceof BodyError) return { code: error.code, message: error.message };
  onError(error);
  return {
    code: "internal_error",
    message: "The request could not be handled: the fault is ours",
  };
}

/** What is in the lines, some hundreds at a time; blank ones drop out. */
function* lotsOf(lines: Iterable<Line>): Generator<ReadLine[], void, undefined> {
  let lot: ReadLine[] = [];
  for (const line of lines) {
    lot.push(...readLine(line));
    if (lot.length === mostTogether) {
      yield lot;
      lot = [];
    }
  }
  if (lot.length > 0) yield lot;
}

type ReadLine = { line: number; event: HubSpotEvent } | { line: number; issues: readonly Issue[] };

/** Makes the good lines of a lot durable, and answers all of it in order. */
async function answerLot(
  lot: readonly ReadLine[],
  options: LinesOptions,
): Promise<LineAnswer[]> {
  const events = lot.flatMap((one) => "event" in one ? [one] : []);
  if (events.length === 0) return lot.map(rejected);
  const { key } = options;
  const uuids = key === undefined
    ? undefined
    : await idsFromKey(key, events.map(({ line, event }) => ({ position: line, event })));
  const { ids, failure, receipts } = await keepEvents(
    events.map(({ event }) => event),
    { ...options, uuids },
  );
  let index = 0;
  return lot.map((one) => {
    if (!("event" in one)) return rejected(one);
    const [id, receipt] = [ids[index] ?? "", receipts?.[index]];
    index++;
    if (failure === undefined) return answerKept(one.line, { id, receipt });
    const { code, message } = failure;
    return { line: one.line, outcome: "failed", id, error: { code, message } };
  });
}

function readLine({ number: line, bytes }: Line): ReadLine[] {
  if (bytes === undefined) {
    const message = `Expected a line of at most ${maxLineBytes} bytes`;
    return [{ line, issues: [{ path: "", message }] }];
  }
  const json = readJson(bytes);
  if (!json.ok) {
    return json.isBlank ? [] : [{ line, issues: [{ path: "", message: json.message }] }];
  }
  const parsed = parseEvent(json.value);
  return [parsed.ok ? { line, event: parsed.value } : { line, issues: parsed.issues }];
}

function rejected(read: ReadLine): LineAnswer {
  return { line: read.line, outcome: "rejected", issues: "issues" in read ? read.issues : [] };
}

function answerKept(
  line: number,
  { id, receipt }: { id: string; receipt: Receipt | undefined },
): LineAnswer {
  if (receipt === undefined) return { line, outcome: "accepted", id };
  if (receipt.outcome === "rejected") {
    return { line, outcome: "rejected", id, issues: receipt.issues, receipt };
  }
  if (receipt.outcome === "deferred") {
    const error: LineError = { code: "not_delivered", message: receipt.message };
    return { line, outcome: "failed", id, error, receipt };
  }
  return { line, outcome: "accepted", id, receipt };
}

const encoder = new TextEncoder();

function write(answers: readonly LineAnswer[]): Uint8Array<ArrayBuffer> {
  return encoder.encode(answers.map((answer) => `${JSON.stringify(answer)}\n`).join(""));
}

function describe(counts: Readonly<Record<"accepted" | "rejected" | "failed", number>>): string {
  return Object.entries(counts).filter(([name, count]) => count > 0 || name === "accepted")
    .map(([name, count]) => `${name} ${count}`).join(", ");
}
