import { accountRecheckMs, concernsAccount, type Receipt } from "../hubspot/receipts.ts";
import type { Pause } from "./journal.ts";

/** However soon HubSpot wants to be asked again, an outbox that hears of its account's limits takes a breath. */
const shortestMs = 1_000;

/** The pause that a receipt asks for: nothing else would get through either, so trying would only burn requests. */
export function pauseAfter(receipt: Receipt, now: number): Pause | undefined {
  if (receipt.outcome !== "deferred" || !concernsAccount(receipt)) return undefined;
  const { code, message, retryAt = now + accountRecheckMs } = receipt;
  return { from: now, until: Math.max(retryAt, now + shortestMs), code, message };
}

/** Whether a pause holds. A clock that is set back must not stretch it. */
export function isPaused(pause: Pause | undefined, now: number): pause is Pause {
  return pause !== undefined && now >= pause.from && now < pause.until;
}
