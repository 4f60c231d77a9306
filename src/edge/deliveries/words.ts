import type { EventAssociation, EventFamily } from "../../hubspot/events.ts";
import type { Attempt, JournalEntry } from "../../outbox/journal.ts";
import type { DeliveryState } from "../../outbox/outbox.ts";
import { withIssues } from "../../validation/issues.ts";
import { redactAddresses } from "../../validation/redact.ts";

/** What a state is called. */
export const stateNames: Readonly<Record<DeliveryState, string>> = {
  waiting: "Waiting",
  delivered: "Delivered",
  dead: "Dead letter",
};

/** What a family is called. */
export const familyNames: Readonly<Record<EventFamily, string>> = {
  timeline: "Timeline event",
  app: "App event",
  custom: "Custom event",
};

/** What each code of a receipt means, for somebody who has not read our code. */
const codeWords: ReadonlyMap<string, string> = new Map([
  ["invalid_event", "It breaks a written rule of its API"],
  ["contact_not_found", "Its contact is not in HubSpot, and nobody new was to be created"],
  ["refused", "HubSpot refused it"],
  ["unauthorized", "HubSpot did not take the access token"],
  ["forbidden", "The access token lacks the scope for events of this kind"],
  ["rate_limited", "HubSpot's rate limit was reached"],
  ["daily_limit", "The account's daily limit was reached"],
  ["network_error", "HubSpot could not be reached"],
  ["timeout", "HubSpot took too long to answer"],
  ["server_error", "HubSpot had a fault of its own"],
  ["unclear_answer", "HubSpot's answer could not be read"],
  ["aborted", "The attempt was cut short"],
]);

/** What an attempt came to, in a sentence; no address stands in it. */
export function attemptWords({ outcome, code, message, issues = [], status }: Attempt): string {
  if (outcome === "delivered") return "HubSpot took it";
  if (outcome === "duplicate") return "HubSpot had it already";
  const words = codeWords.get(code ?? "") ?? "It was not taken";
  const said = withIssues(message ?? "", issues);
  const answered = status === undefined ? "" : ` (HTTP ${status})`;
  return `${words}${answered}${said === "" ? "" : `: ${redactAddresses(said)}`}`;
}

/** Why an event is no further, in a sentence; nothing for one that is delivered or was never tried. */
export function reasonWords({ state, attempts, history }: JournalEntry): string | undefined {
  const latest = history.at(-1);
  if (state === "delivered" || latest === undefined) return undefined;
  const words = attemptWords(latest);
  if (state === "waiting" || latest.outcome === "rejected") return words;
  return `Given up after ${counted(attempts, "attempt")}. ${words}`;
}

/** Whose timeline an event is for, with the address shortened. */
export function contactWords({ email, objectId, utk }: EventAssociation): string {
  if (email !== undefined) return redactAddresses(email);
  if (objectId !== undefined) return `Record ${objectId}`;
  // A cookie's value tells one visitor from others; its beginning is enough for that.
  if (utk !== undefined) return `Cookie ${utk.slice(0, 6)}…`;
  return "Unknown";
}

/** "1 attempt", "2 attempts" */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

/** "42 ms", "1.2 s", "3 min", "5 h", "2 d" */
export function durationWords(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 3_600_000) return `${Math.floor(ms / 60_000)} min`;
  if (ms < 86_400_000) return `${Math.floor(ms / 3_600_000)} h`;
  return `${Math.floor(ms / 86_400_000)} d`;
}

/** Time from an event's arrival to its end, or until now where it waits. */
export function takenWords(entry: JournalEntry, now: number): string {
  const { state, receivedAt, settledAt = now } = entry;
  const time = durationWords(settledAt - receivedAt);
  return state === "waiting" ? `${time} so far` : time;
}

const moments = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  timeZone: "UTC",
});

/** "22 Nov, 14:05:09 UTC" */
export function momentWords(milliseconds: number): string {
  return `${moments.format(new Date(milliseconds))} UTC`;
}
