import * as v from "valibot";
import type { HttpAnswer } from "../transport/send_once.ts";
import type { Issue } from "../validation/issues.ts";

/** What HubSpot says about a request that it did not carry out. HubSpot calls every field optional. */
export interface Problem {
  /** HTTP status. */
  status: number;
  /** In words. */
  message: string;
  /** `VALIDATION_ERROR`, `CONFLICT` and the like; there is no official list. */
  category?: string;
  /** Which limit a 429 is about: `DAILY`, `TEN_SECONDLY_ROLLING`, `SECONDLY`. */
  policyName?: string;
  /** HubSpot's id of the request. */
  correlationId?: string;
  /** Field by field, as far as it says. */
  issues: Issue[];
}

/** Longest text of HubSpot's that goes on into our messages, in characters. */
const messageLength = 500;

const problemSchema = v.object({
  message: v.fallback(v.optional(v.string()), undefined),
  category: v.fallback(v.optional(v.string()), undefined),
  policyName: v.fallback(v.optional(v.string()), undefined),
  correlationId: v.fallback(v.optional(v.string()), undefined),
  errors: v.fallback(
    v.optional(v.array(v.object({ message: v.string(), in: v.optional(v.string()) }))),
    undefined,
  ),
});

const resultsSchema = v.object({ results: v.array(v.object({ id: v.optional(v.string()) })) });

/** Reads an answer that is no success. An HTML page, a cut or an empty body is read as far as it goes. */
export function readProblem(answer: HttpAnswer): Problem {
  const parsed = v.safeParse(problemSchema, parseJson(answer.text));
  const body = parsed.success ? parsed.output : {};
  const { message, category, policyName, errors } = body;
  // An error page in HTML has it in a header only.
  const correlationId = body.correlationId ??
    answer.headers.get("x-hubspot-correlation-id") ?? undefined;
  return {
    status: answer.status,
    message: (message ?? `HubSpot answered ${answer.status} without an explanation`)
      .slice(0, messageLength),
    ...(category === undefined ? {} : { category }),
    ...(policyName === undefined ? {} : { policyName }),
    ...(correlationId === undefined ? {} : { correlationId }),
    issues: (errors ?? []).map((error) => ({
      path: error.in ?? "",
      message: error.message.slice(0, messageLength),
    })),
  };
}

/**
 * Reads which events a batch's answer names as taken.
 *
 * @returns Their ids; undefined where the answer is not readable as a batch's.
 */
export function readResultIds(answer: HttpAnswer): Set<string> | undefined {
  const parsed = v.safeParse(resultsSchema, parseJson(answer.text));
  if (!parsed.success) return undefined;
  return new Set(parsed.output.results.flatMap(({ id }) => id === undefined ? [] : [id]));
}

/** Reads JSON from outside; undefined for what is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
