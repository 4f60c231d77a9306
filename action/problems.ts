import type {
  DeferralCode,
  DeferredReceipt,
  Receipt,
  RejectedReceipt,
  RejectionCode,
} from "../src/hubspot/receipts.ts";
import { withIssues } from "../src/validation/issues.ts";
import { isInvalid, type Report } from "./report.ts";

/** Events that did not arrive for one and the same reason. */
export interface Problem {
  /** In a few words. */
  title: string;
  /** What was said about it. */
  message: string;
  /** What to do. */
  fix: string;
  /** How many events it concerns. */
  count: number;
}

const later = "run the job again later: every event keeps its id, so none shows twice";

const fixes: Readonly<Record<RejectionCode | DeferralCode, string>> = {
  invalid_event:
    "Change what makes this event: a rule in input config or config-file, or inputs email and properties",
  contact_not_found: "Add the person to HubSpot's contacts, or set create-contacts: true",
  refused:
    "Compare input event-name, or the event and property names of the rule, with the event " +
    "definition in HubSpot",
  unauthorized: "Put a current access token of the HubSpot account that owns the event into the " +
    "secret behind input hubspot-token",
  forbidden: "Give the app behind input hubspot-token the scope for these events; custom events " +
    "need analytics.behavioral_events.send",
  rate_limited: `HubSpot's limit is used up; ${later}`,
  daily_limit: `HubSpot's limit for the day is used up; ${later}`,
  network_error:
    "Check input hubspot-api-url and that the runner can reach it; behind a proxy set " +
    "HTTPS_PROXY and NODE_USE_ENV_PROXY=1 on the step",
  timeout: `HubSpot took too long; ${later}`,
  server_error: `HubSpot has trouble; ${later}`,
  unclear_answer: "Check that input hubspot-api-url is the address of HubSpot's API",
  aborted:
    "Raise input timeout, or run the job again: every event keeps its id, so none shows twice",
};

/** How the client begins what it says of a look-up that failed. */
const lookupPrefix = "Cannot look up contacts:";

/** And how it ends: with advice for programs, in place of which the fix here names inputs. */
const lookupAdvice = /; give the token the scope \S+, or let events create contacts$/;

/** A token without this scope can still send, so there are two ways out. */
const contactsFix =
  "Give the app behind input hubspot-token the scope crm.objects.contacts.read, by which " +
  "only people who are contacts already get events, or set create-contacts: true, by which every address " +
  "becomes a contact";

function fixFor({ code, message }: RejectedReceipt | DeferredReceipt): string {
  return code === "forbidden" && message.startsWith(lookupPrefix) ? contactsFix : fixes[code];
}

/** Says in words what happened to how many events; what to do about it follows. */
export function describeProblem({ message, count }: Problem): string {
  const times = count === 1 ? "" : ` (${count} events)`;
  // HubSpot ends some of its messages with a stop.
  return `${message.replace(/\.$/, "")}${times}`;
}

/** Says in words why an event did not arrive; empty where it did. */
export function describeFault(receipt: Receipt): string {
  if (!isFault(receipt)) return "";
  const issues = receipt.outcome === "rejected" ? receipt.issues : [];
  const status = receipt.status === undefined ? "" : ` (status ${receipt.status})`;
  const reference = receipt.correlationId === undefined
    ? ""
    : ` [correlation id ${receipt.correlationId}]`;
  return withIssues(messageOf(receipt), issues) + status + reference;
}

function messageOf({ message }: RejectedReceipt | DeferredReceipt): string {
  return message.startsWith(lookupPrefix) ? message.replace(lookupAdvice, "") : message;
}

/**
 * Gathers why events did not arrive, one problem for each reason. An event that breaks HubSpot's rules before it is
 * sent is one of them: a rule that never makes a usable event must not pass in silence.
 */
export function problemsOf({ sent, skipped }: Report): Problem[] {
  const problems = new Map<string, Problem>();
  for (const { receipt } of sent) {
    if (receipt === undefined || !isFault(receipt)) continue;
    const issues = receipt.outcome === "rejected" ? receipt.issues : [];
    add(titleOf(receipt), withIssues(messageOf(receipt), issues), fixFor(receipt));
  }
  for (const unsent of skipped.filter(isInvalid)) {
    const message = withIssues("The event breaks a rule of its API", unsent.issues ?? []);
    add("Event not sent", `${unsent.what}: ${message}`, fixes.invalid_event);
  }
  return [...problems.values()];

  function add(title: string, message: string, fix: string): void {
    const key = JSON.stringify([title, message]);
    const count = (problems.get(key)?.count ?? 0) + 1;
    problems.set(key, { title, message, fix, count });
  }
}

function titleOf({ outcome, code }: RejectedReceipt | DeferredReceipt): string {
  return `Event ${outcome}: ${code.replaceAll("_", " ")}`;
}

function isFault(receipt: Receipt): receipt is RejectedReceipt | DeferredReceipt {
  return receipt.outcome === "rejected" || receipt.outcome === "deferred";
}
