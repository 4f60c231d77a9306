import { type Issue, withIssues } from "../validation/issues.ts";
import type { DeferralCode, DeferredReceipt, RejectedReceipt, RejectionCode } from "./receipts.ts";

/** Thrown by {@linkcode Client.send} for an event that was not delivered. It holds no token and no event. */
export class HubSpotError extends Error {
  /** Name of the class, for messages and logs. */
  override readonly name = "HubSpotError";
  /** Why, for programs; stable. */
  readonly code: RejectionCode | DeferralCode;
  /** Whether the same event can be sent again later. */
  readonly retryable: boolean;
  /** HTTP status of HubSpot's answer, if it gave one. */
  readonly status: number | undefined;
  /** HubSpot's id of the request, for its support. */
  readonly correlationId: string | undefined;
  /** Field by field, where an event was refused. */
  readonly issues: readonly Issue[];
  /** When HubSpot said to try again, in milliseconds since 1970. */
  readonly retryAt: number | undefined;

  /** Makes the error from the receipt that tells the same. */
  constructor(receipt: RejectedReceipt | DeferredReceipt) {
    const fields = receipt.outcome === "rejected" ? receipt.issues : [];
    super(`Cannot deliver the event: ${withIssues(receipt.message, fields)}`);
    this.code = receipt.code;
    this.retryable = receipt.outcome === "deferred";
    this.status = receipt.status;
    this.correlationId = receipt.correlationId;
    this.issues = fields;
    this.retryAt = receipt.outcome === "deferred" ? receipt.retryAt : undefined;
  }
}
