import { type Client, createClient } from "../src/hubspot/client.ts";
import { existingContacts } from "../src/hubspot/contacts.ts";
import type { Receipt } from "../src/hubspot/receipts.ts";
import { hubSpotRetryPolicy } from "../src/hubspot/retry_policy.ts";
import type { Deps } from "../src/transport/deps.ts";
import type { RetryInfo } from "../src/transport/hooks.ts";
import type { Deadline } from "./deadline.ts";
import type { Inputs } from "./inputs.ts";
import type { Sent, Unsent } from "./report.ts";

/** What {@linkcode createDelivery} needs to know. */
export interface DeliverOptions extends Pick<Inputs, "createContacts" | "hubSpotUrl" | "retries"> {
  /** HubSpot access token. */
  accessToken: string;
  /** When it has to be done. */
  deadline: Deadline;
  /** Told before each wait for another attempt. */
  onRetry(retry: RetryInfo): void;
  /** Network, clock and chance. */
  deps: Deps;
}

/** What became of events. */
export interface Delivery {
  /** Those that HubSpot took or that went wrong, each with its receipt, in order. */
  sent: Sent[];
  /** Those for people who are no contacts and are not to become any. */
  unknown: Unsent[];
}

/** Longest time for one request, in milliseconds. */
const longestRequestMs = 30_000;

/** What becomes of events that the client did not get to before the time was over. */
const notReached = {
  outcome: "deferred",
  code: "aborted",
  message: "The step's time was over before this event's turn",
} as const;

/** Makes ready to send events and put each receipt to its own. What is not done in time is deferred. */
export function createDelivery(
  { accessToken, createContacts, hubSpotUrl, retries, deadline, onRetry, deps }: DeliverOptions,
): (planned: readonly Sent[]) => Promise<Delivery> {
  const client = createClient({
    accessToken,
    baseUrl: hubSpotUrl,
    contacts: createContacts ? "create" : existingContacts(),
    timeoutMs: Math.max(1, Math.min(longestRequestMs, deadline.leftMs())),
    retryPolicy: hubSpotRetryPolicy({ maxAttempts: retries + 1, budgetMs: deadline.leftMs() }),
    hooks: { onRetry },
    deps,
  });
  return (planned) => deliver(planned, { client, deadline });
}

async function deliver(
  planned: readonly Sent[],
  { client, deadline }: { client: Client; deadline: Deadline },
): Promise<Delivery> {
  const receipts = new Map<number, Receipt>();
  const events = planned.map(({ event }) => event);
  for await (const receipt of client.sendAll(events, { signal: deadline.signal })) {
    receipts.set(receipt.index, receipt);
  }
  const delivery: Delivery = { sent: [], unknown: [] };
  for (const [index, { activity, event }] of planned.entries()) {
    const receipt = receipts.get(index) ?? { index, ...notReached };
    if (receipt.outcome === "rejected" && receipt.code === "contact_not_found") {
      delivery.unknown.push({ reason: "unknown_contact", what: activity.type, activity });
    } else delivery.sent.push({ activity, event, receipt });
  }
  return delivery;
}
