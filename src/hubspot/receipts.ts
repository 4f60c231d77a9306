import type { Issue } from "../validation/issues.ts";
import type { EventKey } from "./events.ts";

/** What every receipt says. */
export interface ReceiptBase {
  /** Position of the event in the input, from 0. */
  index: number;
  /** What tells the event from others; missing where it was never accepted. */
  key?: EventKey;
}

/** HubSpot took the event. */
export interface DeliveredReceipt extends ReceiptBase {
  /** Tag of the union. */
  outcome: "delivered";
}

/** HubSpot already has an event with this id: as good as delivered. */
export interface DuplicateReceipt extends ReceiptBase {
  /** Tag of the union. */
  outcome: "duplicate";
}

/**
 * Why an event will never be taken as it is: it breaks a written rule, HubSpot or the contact policy refused it, or,
 * where only people that are in HubSpot already are wanted, its contact is not.
 */
export type RejectionCode = "invalid_event" | "contact_not_found" | "refused";

/** The event will never be taken as it is. */
export interface RejectedReceipt extends ReceiptBase {
  /** Tag of the union. */
  outcome: "rejected";
  /** Who refused it. */
  code: RejectionCode;
  /** In words. */
  message: string;
  /** Field by field, as far as is known. */
  issues: readonly Issue[];
  /** HTTP status of HubSpot's answer. */
  status?: number;
  /** HubSpot's category of the problem, such as `VALIDATION_ERROR`; there is no official list. */
  category?: string;
  /** HubSpot's id of the request, for its support. */
  correlationId?: string;
}

/**
 * Why an event was not taken now. `unauthorized`, `rate_limited` and `daily_limit` concern the whole account:
 * delivering others would meet the same. `forbidden` concerns a family of events, for which the token lacks the scope.
 */
export type DeferralCode =
  | "unauthorized"
  | "forbidden"
  | "rate_limited"
  | "daily_limit"
  | "network_error"
  | "timeout"
  | "server_error"
  | "unclear_answer"
  | "aborted";

/** The event was not taken now and can be sent again as it is. */
export interface DeferredReceipt extends ReceiptBase {
  /** Tag of the union. */
  outcome: "deferred";
  /** Why. */
  code: DeferralCode;
  /** In words. */
  message: string;
  /** When HubSpot said to try again, in milliseconds since 1970. */
  retryAt?: number;
  /** HTTP status of HubSpot's answer, if it gave one. */
  status?: number;
  /** HubSpot's category of the problem, such as `RATE_LIMITS`; there is no official list. */
  category?: string;
  /** HubSpot's id of the request, for its support. */
  correlationId?: string;
}

/** What became of one event. */
export type Receipt = DeliveredReceipt | DuplicateReceipt | RejectedReceipt | DeferredReceipt;

/** When to look again where the whole account is refused and HubSpot says nothing of when. */
export const accountRecheckMs = 60_000;

/** Whether a deferral concerns the whole account, so that nothing else would get through either. */
export function concernsAccount({ code }: Pick<DeferredReceipt, "code">): boolean {
  return accountWide.has(code);
}

const accountWide: ReadonlySet<DeferralCode> = new Set<DeferralCode>([
  "unauthorized",
  "rate_limited",
  "daily_limit",
]);
