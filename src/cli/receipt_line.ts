import type { Receipt } from "../hubspot/receipts.ts";
import { withIssues } from "../validation/issues.ts";
import { redactAddresses } from "../validation/redact.ts";

/** Puts a receipt into one line for people: the outcome, the event, and why where there is a why. */
export function describeReceipt(receipt: Receipt): string {
  const { key, outcome } = receipt;
  const event = key === undefined ? "event without an id" : `${key.type} ${key.id}`;
  const line = `${outcome.padEnd(9)} ${event}`;
  if (receipt.outcome === "delivered" || receipt.outcome === "duplicate") return oneLine(line);
  const issues = receipt.outcome === "rejected" ? receipt.issues : [];
  return oneLine(`${line}: ${withIssues(receipt.message, issues)}`);
}

/** What others wrote must not break out of its line or move the terminal's cursor; nor may it name anybody. */
function oneLine(text: string): string {
  return redactAddresses(text).replaceAll(/\p{Cc}+/gu, " ");
}
