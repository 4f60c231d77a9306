import * as v from "valibot";
import { oneLine } from "../activity/text.ts";
import { redactAddresses } from "../validation/redact.ts";
import { LookupError } from "./lookup_error.ts";

const answer = v.object({
  data: v.nullish(v.unknown()),
  errors: v.optional(v.array(v.object({
    // Missing where the query itself is not understood, as by a server that is too old for a field.
    type: v.exactOptional(v.string()),
    message: v.fallback(v.string(), "no message"),
  }))),
});

const codes: ReadonlyMap<string, LookupError["code"]> = new Map<string, LookupError["code"]>([
  ["FORBIDDEN", "forbidden"],
  ["INSUFFICIENT_SCOPES", "forbidden"],
  ["NOT_FOUND", "not_found"],
  ["RATE_LIMIT", "rate_limited"],
  ["RATE_LIMITED", "rate_limited"],
]);

/** What GitHub asks for where it names no time, in milliseconds. */
const pauseMs = 60_000;

/** Longest part of GitHub's own message that goes into ours, in characters. */
const longestMessage = 200;

/**
 * Takes the data out of an answer by GraphQL, which says 200 to refusals as well and names them in `errors`, each for the field
 * that it is about. Throws a {@linkcode LookupError} where there is one.
 *
 * @see https://spec.graphql.org/October2021/#sec-Errors
 */
export function dataOf(found: unknown, { what, now }: { what: string; now: number }): unknown {
  const parsed = v.safeParse(answer, found);
  const asked = `Cannot ask GitHub for ${what}`;
  if (!parsed.success) {
    throw new LookupError("unexpected_answer", `${asked}: the answer is no GraphQL`);
  }
  const [error] = parsed.output.errors ?? [];
  if (error === undefined) return parsed.output.data;
  const code = codes.get(error.type ?? "") ?? "unexpected_answer";
  const message = redactAddresses(oneLine(error.message, longestMessage));
  throw new LookupError(
    code,
    `${asked}: ${message}`,
    code === "rate_limited" ? now + pauseMs : undefined,
  );
}
