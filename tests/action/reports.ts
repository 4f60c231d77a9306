import type { Report, Sent, Unsent } from "../../action/report.ts";
import type { Receipt } from "../../src/hubspot/receipts.ts";

/** What became of an event, without what is the same for all. */
export type Outcome = Receipt extends infer R ? R extends Receipt ? Omit<R, "index" | "key"> : never
  : never;

/** A sent event with a title of choice and, unless it is a dry run, a receipt. */
export function sent(title: string, outcome?: Outcome): Sent {
  return {
    activity: {
      id: "id-1",
      type: "github.commit.pushed",
      time: "2026-02-02T10:00:00.000Z",
      actor: { email: "ada@example.com", emailSource: "payload", login: "ada" },
      subject: { title, url: "https://github.com/octo/hello/commit/1" },
      properties: {},
    },
    event: {
      eventName: "pe1_github_activity",
      uuid: "id-1",
      occurredAt: "2026-02-02T10:00:00.000Z",
      email: "ada@example.com",
      properties: { title },
    },
    ...(outcome === undefined ? {} : { receipt: { index: 0, ...outcome } }),
  };
}

/** A report of what was sent and skipped. */
export function reportOf(sent: readonly Sent[], skipped: readonly Unsent[] = []): Report {
  return {
    eventName: "push",
    dryRun: false,
    sent,
    skipped,
    lookups: { requests: 0, unresolved: 0, problems: [] },
  };
}

/** An outcome of each kind. */
export const outcomes = {
  delivered: { outcome: "delivered" },
  duplicate: { outcome: "duplicate" },
  rejected: {
    outcome: "rejected",
    code: "refused",
    message: "Property title is too long for ada@example.com",
    issues: [{ path: "properties.title", message: "at most 256" }],
    status: 400,
    correlationId: "c-1",
  },
  deferred: { outcome: "deferred", code: "unauthorized", message: "No such token", status: 401 },
} as const satisfies Record<string, Outcome>;
