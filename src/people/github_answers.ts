import * as v from "valibot";
import { oneLine } from "../activity/text.ts";
import { parseRetryAfter } from "../transport/retry_after.ts";
import type { HttpAnswer } from "../transport/send_once.ts";
import { redactAddresses } from "../validation/redact.ts";
import type { LookupFailure } from "./resolver.ts";

/** What an answer of GitHub's means for whoever asked. */
export type Verdict =
  | { kind: "ok" }
  | { kind: "redirect"; location: string }
  | { kind: "failed"; code: LookupFailure | "not_found"; found: string; canRetry?: boolean };

/** No more requests before a time. */
export interface Pause {
  /** Why. */
  code: "rate_limited" | "unauthorized";
  /** Milliseconds since 1970. */
  until: number;
  /** Whether it is for REST and GraphQL alike; else only for the one that was asked, which has a limit of its own. */
  isForAll: boolean;
}

/** What GitHub asks for where it names no time, in milliseconds. */
const leastPauseMs = 60_000;

/** GitHub counts by the hour; whatever an answer says, no pause is longer, in milliseconds. */
const longestPauseMs = 3_600_000;

/** Longest part of GitHub's own message that goes into ours, in characters. */
const longestMessage = 200;

const errorBody = v.object({ message: v.string() });

/**
 * Says what an answer's status means. Pure.
 *
 * @see https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api
 */
export function judge(answer: HttpAnswer): Verdict {
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return { kind: "ok" };
  const location = headers.get("location");
  if ([301, 302, 307, 308].includes(status) && location !== null) {
    return { kind: "redirect", location };
  }
  const found = describe(answer);
  if (isRateLimit(answer)) return { kind: "failed", code: "rate_limited", found };
  if (status === 401) return { kind: "failed", code: "unauthorized", found };
  if (status === 403) return { kind: "failed", code: "forbidden", found };
  // 409 is said of a repository without a commit, 451 of what a court had taken down.
  if ([404, 409, 410, 451].includes(status)) return { kind: "failed", code: "not_found", found };
  if (status >= 500) return { kind: "failed", code: "unavailable", found, canRetry: true };
  return { kind: "failed", code: "unexpected_answer", found };
}

/**
 * Says until when an answer wants no further requests: it was over a limit, used up the last of one, or refused the token. Pure.
 *
 * @param now The current time, in milliseconds since 1970.
 * @see https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
export function pauseAfter(answer: HttpAnswer, now: number): Pause | undefined {
  const { status, headers } = answer;
  const isUsedUp = headers.get("x-ratelimit-remaining") === "0";
  if (isRateLimit(answer)) {
    const retryAfter = parseRetryAfter(headers.get("retry-after"), now);
    const wait = retryAfter ?? (isUsedUp ? msToReset(headers, now) : undefined) ?? leastPauseMs;
    return pause("rate_limited", now + Math.min(wait, longestPauseMs), !isUsedUp);
  }
  // Every request with such a token costs time and brings nothing, and GitHub locks out whoever goes on.
  if (status === 401) return pause("unauthorized", now + leastPauseMs, true);
  if (!isUsedUp) return undefined;
  const wait = msToReset(headers, now) ?? leastPauseMs;
  return pause("rate_limited", now + Math.min(wait, longestPauseMs), false);
}

function pause(code: Pause["code"], until: number, isForAll: boolean): Pause {
  return { code, until, isForAll };
}

/** GitHub says 403 both to what is forbidden and to what is too much; headers or words tell them apart. */
function isRateLimit({ status, headers, text }: HttpAnswer): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  return headers.get("x-ratelimit-remaining") === "0" || headers.has("retry-after") ||
    /rate limit/i.test(messageOf(text) ?? "");
}

/** The reset is in seconds since 1970. */
function msToReset(headers: Headers, now: number): number | undefined {
  const reset = headers.get("x-ratelimit-reset") ?? "";
  return /^\d{1,12}$/.test(reset) ? Math.max(0, Number(reset) * 1000 - now) : undefined;
}

function describe({ status, text }: HttpAnswer): string {
  const message = messageOf(text);
  return message === undefined ? `status ${status}` : `status ${status}, ${message}`;
}

function messageOf(text: string): string | undefined {
  const parsed = v.safeParse(errorBody, parseJson(text));
  if (!parsed.success) return undefined;
  return redactAddresses(oneLine(parsed.output.message, longestMessage));
}

/** Parses JSON; gives nothing for what is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
