import * as v from "valibot";
import { validate } from "../../src/validation/issues.ts";
import type { Shipment } from "./shipments.ts";

/** What an answer says of a shipment. */
export interface Reading {
  /** Events that are acknowledged, by place in the shipment, and the id of each; empty where none is told. */
  acknowledged: ReadonlyMap<number, string>;
  /** Whether all are: else the shipment is sent again. */
  isComplete: boolean;
  /** What no sender would have to put up with: an event that was refused or left out; missing where nothing is. */
  complaint?: string;
}

/** An answer, as far as it arrived. */
export interface ArrivedAnswer {
  /** HTTP status. */
  status: number;
  /** The body, or the part of it that came before the connection broke. */
  text: string;
  /** Whether that is all of it. */
  isWhole: boolean;
}

const nothing: Reading = { acknowledged: new Map(), isComplete: false };

const idsSchema = v.looseObject({ ids: v.array(v.string()) });
const lineSchema = v.looseObject({
  line: v.number(),
  outcome: v.picklist(["accepted", "failed", "rejected"]),
  id: v.exactOptional(v.string()),
});

/** Reads what an answer acknowledges. */
export function readAnswer(
  { way, events }: Pick<Shipment, "way" | "events">,
  { status, text, isWhole }: ArrivedAnswer,
): Reading {
  if (isPassing(way, status)) return nothing;
  if (way === "lines" && status === 200) return readLines(text, events.length);
  const isTaken = status === (way === "segment" ? 200 : 202);
  // The status alone says that all is safe; Segment's clients are told no ids at all.
  const ids = isTaken && (way === "segment" || !isWhole) ? events.map(() => "") : readIds(text);
  if (isTaken && ids?.length === events.length) {
    return { acknowledged: new Map(ids.entries()), isComplete: true };
  }
  return { ...nothing, complaint: `${way} was answered with ${status}: ${text.slice(0, 500)}` };
}

function readIds(text: string): string[] | undefined {
  const answer = validate(idsSchema, parse(text));
  return answer.ok ? answer.value.ids : undefined;
}

/** Whether a status says that the request may be taken another time. 401 says it of a signature whose time is off. */
function isPassing(way: Shipment["way"], status: number): boolean {
  return status >= 500 || (way === "webhook" && status === 401);
}

/** Each line that arrived whole counts, whatever became of the connection after it. */
function readLines(text: string, expected: number): Reading {
  const acknowledged = new Map<number, string>();
  for (const line of text.split("\n").slice(0, -1)) {
    const answer = validate(lineSchema, parse(line));
    // The line that says why nothing further was read has no number.
    if (!answer.ok) continue;
    const { line: number, outcome, id = "" } = answer.value;
    if (outcome === "rejected") return { ...nothing, complaint: `A line was refused: ${line}` };
    if (outcome === "accepted") acknowledged.set(number - 1, id);
  }
  return { acknowledged, isComplete: acknowledged.size === expected };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
