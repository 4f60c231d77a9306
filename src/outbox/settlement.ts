import { concernsAccount, type Receipt } from "../hubspot/receipts.ts";
import { jitter, jittered } from "./jitter.ts";

/** Delays between the attempts of one event. */
export interface RetrySchedule {
  /** Delay after each failed attempt, in milliseconds; when they are used up, the event is dead. */
  delaysMs: readonly number[];
}

/**
 * What becomes of an event in the outbox. Only attempts that say something about the event itself count. `dueAt` is in
 * milliseconds since 1970, 0 for at once and in the order of arrival.
 */
export type Settlement =
  | { state: "delivered"; attempts: number }
  | { state: "waiting"; attempts: number; dueAt: number }
  | { state: "dead"; attempts: number };

/** What a settlement is decided upon. */
export interface SettlementContext {
  /** Attempts that counted before this one. */
  attempts: number;
  /** The current time, in milliseconds since 1970. */
  now: number;
  /** A number from 0 up to, not including, 1. */
  random(): number;
  /** Delays between attempts. */
  schedule: RetrySchedule;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Eight attempts over about 27 hours, the ladder of the webhook senders that people know. */
export const defaultSchedule: Readonly<RetrySchedule> = {
  delaysMs: [
    5 * second,
    5 * minute,
    30 * minute,
    2 * hour,
    5 * hour,
    10 * hour,
    10 * hour,
  ],
};

/**
 * Longest that an answer of HubSpot's puts an event off, in milliseconds: its longest limit ends with the day. A header
 * may well say a thousand years.
 */
const longestStatedMs = 24 * hour;

/**
 * The latest time for which an event can be put off now, in milliseconds since 1970. What is due later was put off by a
 * clock that was ahead and has been set back since.
 */
export function latestDueAt(schedule: RetrySchedule, now: number): number {
  const longestMs = Math.max(0, ...schedule.delaysMs) * (1 + jitter);
  return now + Math.max(longestMs, longestStatedMs);
}

/** Decides what becomes of an event after an attempt. */
export function settle(receipt: Receipt, context: SettlementContext): Settlement {
  const { attempts, now, schedule } = context;
  if (receipt.outcome === "delivered" || receipt.outcome === "duplicate") {
    return { state: "delivered", attempts: attempts + 1 };
  }
  if (receipt.outcome === "rejected") return { state: "dead", attempts: attempts + 1 };
  // Neither says anything of the event, so it keeps its place before what came later. How long an outbox pauses where
  // the account is refused, `pauseAfter` says.
  if (receipt.code === "aborted" || concernsAccount(receipt)) {
    return { state: "waiting", attempts, dueAt: 0 };
  }
  const delay = schedule.delaysMs[attempts];
  if (delay === undefined) return { state: "dead", attempts: attempts + 1 };
  const asked = Math.max(now + jittered(delay, context.random()), receipt.retryAt ?? 0);
  const dueAt = Math.min(asked, latestDueAt(schedule, now));
  return { state: "waiting", attempts: attempts + 1, dueAt };
}
