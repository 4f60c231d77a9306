import * as v from "valibot";
import { type Issue, validate } from "../../validation/issues.ts";
import { detailsOf, jsonAnswer } from "../api/answers.ts";
import type { Exchange } from "./exchange.ts";
import type { FaultEffect, MissingResultsFault, PartialBatchFault } from "./fault.ts";

const partialBatch = /^\/integrators\/timeline\/v3\/events\/batch\/create\/?$/;
const batchWithResults = /^\/integrators\/timeline\/[^/]+\/events\/batch(?:\/create)?\/?$/;

/** Whether a fault can be of a request to this path. */
export function concerns({ kind }: FaultEffect, path: string): boolean {
  if (kind === "partial_batch") return partialBatch.test(path);
  return kind !== "missing_results" || batchWithResults.test(path);
}

const batchSchema = v.looseObject({ inputs: v.array(v.unknown()) });
const answerSchema = v.looseObject({
  results: v.array(v.unknown()),
  errors: v.exactOptional(v.array(v.unknown())),
});
const errorSchema = v.looseObject({ message: v.string() });
const withIdSchema = v.looseObject({ id: v.union([v.string(), v.number()]) });

/** Carries a batch out without the chosen events, and answers 207 with an error for each of them. */
export async function strikePartialBatch(
  { inputs: places }: PartialBatchFault,
  exchange: Exchange,
): Promise<Response> {
  const batch = readBatch(exchange);
  const chosen = new Set(places.filter((place) => place < (batch?.inputs.length ?? 0)));
  if (batch === undefined || chosen.size === 0) return await exchange.carryOut();
  // The API takes nothing in place of an event, and names the other ones by the places that they have.
  const inputs = batch.inputs.map((input, place) => chosen.has(place) ? null : input);
  const response = await exchange.carryOut(encoded({ ...batch, inputs }));
  const answer = await readAnswer(response);
  if (answer === undefined) return response;
  const errors = answer.errors?.map((error) => {
    const place = placeOf(error);
    return place !== undefined && chosen.has(place) ? refusal(place) : error;
  });
  return remade(response, response.status, { ...answer, errors });
}

/** Leaves the chosen events out of the `results`, and out of what is carried out where they are not taken. */
export async function strikeMissingResults(
  { inputs: places, taken = true }: MissingResultsFault,
  exchange: Exchange,
): Promise<Response> {
  const batch = readBatch(exchange);
  if (batch === undefined) return await exchange.carryOut();
  const chosen = places === "all" ? [...batch.inputs.keys()] : places;
  if (!taken) return await carryOutWithout(chosen, { batch, exchange });
  const response = await exchange.carryOut();
  const answer = await readAnswer(response);
  if (answer === undefined) return response;
  const left = new Set(chosen.map((place) => idOf(batch.inputs[place])));
  const results = places === "all"
    ? []
    : answer.results.filter((result) => !left.has(idOf(result)));
  return remade(response, response.status, { ...answer, results });
}

interface Batch {
  inputs: unknown[];
}

function readBatch({ request }: Exchange): Batch | undefined {
  const parsed = validate(batchSchema, parseJson(new TextDecoder().decode(request.body)));
  return parsed.ok ? parsed.value : undefined;
}

async function carryOutWithout(
  places: readonly number[],
  { batch, exchange }: { batch: Batch; exchange: Exchange },
): Promise<Response> {
  const left = new Set(places);
  const inputs = batch.inputs.filter((_, place) => !left.has(place));
  if (inputs.length > 0) {
    return await exchange.carryOut(encoded({ ...batch, inputs }));
  }
  // The API takes no batch without events.
  const now = new Date(exchange.deps.now()).toISOString();
  const status = partialBatch.test(exchange.request.path) ? 201 : 200;
  return jsonAnswer(status, { status: "COMPLETE", results: [], startedAt: now, completedAt: now });
}

async function readAnswer(
  response: Response,
): Promise<{ results: unknown[]; errors?: unknown[] } | undefined> {
  if (!response.ok) return undefined;
  const parsed = validate(answerSchema, parseJson(await response.clone().text()));
  return parsed.ok ? parsed.value : undefined;
}

function remade(response: Response, status: number, body: unknown): Response {
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  return Response.json(body, { status, headers });
}

/** An input's id, as the API answers it; nothing else ties a result to its input. */
function idOf(value: unknown): string | undefined {
  const parsed = validate(withIdSchema, value);
  return parsed.ok ? String(parsed.value.id) : undefined;
}

/** The place in the batch that an error of the API's is about. */
function placeOf(error: unknown): number | undefined {
  const parsed = validate(errorSchema, error);
  const [, place] = parsed.ok
    ? /^Invalid event at inputs\.(\d+):/.exec(parsed.value.message) ?? []
    : [];
  return place === undefined ? undefined : Number(place);
}

function refusal(place: number): unknown {
  const issues: Issue[] = [{ path: `inputs.${place}`, message: "Refused, as a fault demanded" }];
  return {
    status: "error",
    category: "VALIDATION_ERROR",
    message: `Invalid event at inputs.${place}: refused, as a fault demanded`,
    context: {},
    links: {},
    errors: detailsOf(issues),
  };
}

function encoded(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
