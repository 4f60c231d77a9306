import type { Receipt } from "../hubspot/receipts.ts";
import type { Attempt } from "./journal.ts";

/** Attempts that are kept of one event: more than a schedule has, so that those which did not count find room too. */
const longestHistory = 20;

/** Longest message that is kept, in characters: HubSpot's own text comes in it. */
const longestMessage = 1_000;

/** Issues that are kept of one attempt. */
const mostIssues = 10;

/** What the journal keeps of a receipt. */
export function attemptOf(receipt: Receipt, at: number): Attempt {
  if (receipt.outcome === "delivered" || receipt.outcome === "duplicate") {
    return { at, outcome: receipt.outcome };
  }
  const { outcome, code, message, status, correlationId } = receipt;
  return {
    at,
    outcome,
    code,
    message: message.slice(0, longestMessage),
    ...(status === undefined ? {} : { status }),
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(receipt.outcome === "rejected" && receipt.issues.length > 0
      ? { issues: receipt.issues.slice(0, mostIssues) }
      : {}),
  };
}

/** Puts an attempt behind those before it; the oldest are forgotten. */
export function withAttempt(history: readonly Attempt[], attempt: Attempt): Attempt[] {
  return [...history, attempt].slice(-longestHistory);
}

/** Reads stored attempts. Nothing that happens to a file may stop its events, so what cannot be read is none. */
export function readHistory(text: string): Attempt[] {
  try {
    const history = JSON.parse(text);
    return Array.isArray(history) ? history : [];
  } catch {
    return [];
  }
}
