/**
 * The parts of Hubline that decide, and the tests that have to notice when one of them decides otherwise. Their own tests
 * and not the whole suite: what a file promises should stand in the tests of its room.
 */
export const scope: Readonly<Record<string, readonly string[]>> = {
  "src/transport/backoff.ts": ["transport/backoff"],
  "src/transport/retry.ts": ["transport/retry", "hubspot/client", "hubspot/faults"],
  "src/transport/retry_after.ts": ["transport/retry_after"],
  "src/transport/deadline.ts": ["transport/deadline", "transport/send_once"],
  "src/transport/sliding_window.ts": [
    "transport/sliding_window",
    "transport/slow_start",
    "transport/sliding_window_edges",
  ],
  "src/transport/read_capped.ts": ["transport/read_capped", "transport/read_text"],

  "src/hubspot/retry_policy.ts": ["hubspot/retry_policy"],
  "src/hubspot/verdicts.ts": ["hubspot/verdicts"],
  "src/hubspot/rate_headers.ts": ["hubspot/rate_headers"],
  "src/hubspot/account_limiter.ts": ["hubspot/account_limiter", "hubspot/limiter_usage"],
  "src/hubspot/retry_where_undone.ts": ["hubspot/retry_where_undone"],
  "src/hubspot/open_batches.ts": ["hubspot/open_batches"],
  "src/hubspot/outgoing.ts": ["hubspot/outgoing", "hubspot/unreadable_events"],
  "src/hubspot/accept.ts": ["hubspot/accept"],
  "src/hubspot/event_values.ts": ["hubspot/accept"],
  "src/hubspot/token_keeper.ts": [
    "hubspot/oauth",
    "hubspot/oauth_faults",
    "hubspot/oauth_rejected",
    "hubspot/oauth_revoked",
    "hubspot/oauth_store",
  ],

  "src/outbox/settlement.ts": ["outbox/settlement"],
  "src/outbox/pause.ts": ["outbox/pause"],
  "src/outbox/outage.ts": ["outbox/outage", "outbox/sqlite_contract"],
  "src/outbox/depth.ts": ["outbox/depth"],
  "src/outbox/delivery_round.ts": [
    "outbox/delivery_round",
    "outbox/sqlite_faults",
  ],
  "src/outbox/receipt_lot.ts": ["outbox/receipt_lot", "outbox/delivery_round"],
  "src/outbox/attempts.ts": ["outbox/attempts"],
  "src/outbox/group_commit.ts": ["outbox/group_commit"],

  "src/activity/id.ts": ["activity/id"],
  "src/activity/sha1.ts": ["activity/sha1"],
  "src/activity/identity.ts": ["activity/identity"],
  "src/activity/text.ts": ["activity/text"],
  "src/activity/trailers.ts": ["activity/trailers"],

  "src/sources/signature.ts": ["sources/signature"],
  "src/sources/timestamp_tolerance.ts": [
    "sources/standard_webhooks",
    "sources/hubspot_signature",
  ],
  "src/sources/standard_webhooks/verification.ts": ["sources/standard_webhooks"],
  "src/sources/hubspot_webhooks/signature.ts": [
    "sources/hubspot_signature",
    "sources/hubspot_webhooks",
  ],
  "src/edge/bearer.ts": ["edge/bearer"],
  "src/edge/idempotency_key.ts": ["edge/idempotency_key"],
  "src/edge/token_bucket.ts": ["edge/token_bucket"],

  "src/mapping/conditions.ts": ["mapping/conditions", "mapping/explain"],
  "src/mapping/filters.ts": ["mapping/template"],
  "src/mapping/template.ts": ["mapping/template"],
  "src/mapping/plan.ts": ["mapping/plan"],
  "src/mapping/rules.ts": ["mapping/rules", "mapping/explain"],
  "src/mapping/shorten.ts": ["mapping/template"],
  "src/mapping/people.ts": ["mapping/plan"],

  "src/validation/glob.ts": ["validation/glob"],
  "src/validation/email.ts": ["validation/email"],
  "src/validation/numbers.ts": ["validation/numbers"],
  "src/validation/redact.ts": ["validation/redact"],
};

/** The test files that judge a source, relative to the root of the repository. */
export function testsOf(file: string): string[] {
  return (scope[file] ?? []).map((name) => `tests/${name}.test.ts`);
}
