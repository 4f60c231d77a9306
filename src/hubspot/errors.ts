import { type Issue, withIssues } from "../validation/issues.ts";
import type { DeferralCode, RejectionCode } from "./receipts.ts";

/**
 * Why HubSpot did not do what was asked: what receipts say, and of requests that are about no event `not_found`,
 * `conflict` (it is there already), and `grant_revoked` (the account's user took the app's permission back).
 */
export type HubSpotErrorCode =
  | RejectionCode
  | DeferralCode
  | "not_found"
  | "conflict"
  | "grant_revoked";

/** What is known of a {@linkcode HubSpotError} besides its code. */
export interface HubSpotErrorDetails {
  /** HTTP status of HubSpot's answer, if it gave one. */
  status?: number | undefined;
  /** HubSpot's category of the problem, such as `VALIDATION_ERROR`; there is no official list. */
  category?: string | undefined;
  /** HubSpot's id of the request, for its support. */
  correlationId?: string | undefined;
  /** Field by field, where something was refused. Default: none. */
  issues?: readonly Issue[] | undefined;
  /** When HubSpot said to try again, in milliseconds since 1970. */
  retryAt?: number | undefined;
  /** What was thrown below. */
  cause?: unknown;
}

/** Thrown where HubSpot did not do what was asked. It holds no token and no event. */
export class HubSpotError extends Error {
  /** Name of the class, for messages and logs. */
  override readonly name: string = "HubSpotError";
  // `declare`, because fields that the constructor gives their values would be written out in every bundle.
  /** Why, for programs; stable. */
  declare readonly code: HubSpotErrorCode;
  /** Whether the same can be tried again later with a chance. */
  declare readonly retryable: boolean;
  /** HTTP status of HubSpot's answer, if it gave one. */
  declare readonly status: number | undefined;
  /** HubSpot's category of the problem; there is no official list. */
  declare readonly category: string | undefined;
  /** HubSpot's id of the request, for its support. */
  declare readonly correlationId: string | undefined;
  /** Field by field, where something was refused. */
  declare readonly issues: readonly Issue[];
  /** When HubSpot said to try again, in milliseconds since 1970. */
  declare readonly retryAt: number | undefined;

  /** Makes the error. */
  constructor(code: HubSpotErrorCode, message: string, details: HubSpotErrorDetails = {}) {
    const { issues = [], cause } = details;
    super(withIssues(message, issues), cause === undefined ? {} : { cause });
    this.code = code;
    this.retryable = !lasting.has(code);
    this.status = details.status;
    this.category = details.category;
    this.correlationId = details.correlationId;
    this.issues = issues;
    this.retryAt = details.retryAt;
  }
}

/** The same request would meet the same again. */
const lasting: ReadonlySet<HubSpotErrorCode> = new Set<HubSpotErrorCode>([
  "invalid_event",
  "contact_not_found",
  "refused",
  "not_found",
  "conflict",
  "grant_revoked",
]);
