import { keyOf } from "../src/hubspot/events.ts";
import { describeIssues } from "../src/validation/issues.ts";
import { redactAddresses } from "../src/validation/redact.ts";
import { readableLine } from "./log.ts";
import { showPerson } from "./person.ts";
import { describeFault, fixOf } from "./problems.ts";
import { describeReason } from "./reasons.ts";
import { describeCounts, describeStop, type Report, type Sent, type Unsent } from "./report.ts";

/** Most rows of a table. */
const mostRows = 100;

/** Longest table, in characters of up to three bytes: GitHub drops a summary of more than 1 MiB whole. */
const longestTable = 100_000;

/** Longest text of a cell, in characters. */
const longestText = 300;

/**
 * Writes the job summary: a heading, the counts, and a table each of what was sent and what was not, those that need
 * somebody first.
 *
 * It is one block of HTML without an empty line, because within such a block GitHub reads no Markdown: all that can
 * be done with a text in it is escaping.
 */
export function renderSummary(report: Report): string {
  const sent = report.sent.toSorted((a, b) => urgency(a) - urgency(b));
  return [
    `<h2>HubSpot timeline: ${escape(report.eventName)}</h2>`,
    `<p>${escape(describeCounts(report))}</p>`,
    ...(report.stopped === undefined
      ? []
      : [`<p>Not at its end: ${escape(describeStop(report))}</p>`]),
    ...table(
      ["Outcome", "Activity", "Subject", "Person", "Address from", "Detail"],
      sent,
      sentCells,
    ),
    ...table(["Skipped", "Subject", "Person", "Why"], report.skipped, skippedCells),
    "",
    "",
  ].join("\n");
}

function urgency({ receipt }: Sent): number {
  return receipt === undefined || fixOf(receipt) === undefined ? 1 : 0;
}

function sentCells({ activity, event, receipt }: Sent): string[] {
  const fix = receipt === undefined ? undefined : fixOf(receipt);
  const detail = receipt === undefined || fix === undefined
    ? `<code>${escape(keyOf(event).id)}</code>`
    : `${escape(describeFault(receipt))}<br>${escape(fix)}`;
  const { who, foundIn } = showPerson(activity, event);
  return [
    escape(receipt?.outcome ?? "would be sent"),
    `<code>${escape(activity.type)}</code>`,
    subjectCell(activity),
    escape(who),
    escape(foundIn),
    detail,
  ];
}

function skippedCells(unsent: Unsent): string[] {
  const { what, activity, issues = [] } = unsent;
  const broken = issues.length === 0 ? "" : `<br>${escape(describeIssues(issues))}`;
  return [
    `<code>${escape(what)}</code>`,
    activity === undefined ? "" : subjectCell(activity),
    activity === undefined ? "" : escape(showPerson(activity).who),
    escape(describeReason(unsent)) + broken,
  ];
}

function subjectCell({ subject: { title, url = "" } }: Sent["activity"]): string {
  const text = escape(title);
  if (!URL.canParse(url)) return text;
  // Written out anew, because an address may hold line breaks, which would end the block.
  const { protocol, href } = new URL(url);
  const isSafe = /^https?:$/.test(protocol) && !holdsAddress(href);
  return isSafe ? `<a href="${escapeMarkup(href)}">${text}</a>` : text;
}

/** Whether a link shows an e-mail address, which cannot be shortened in it: it would lead elsewhere. */
function holdsAddress(href: string): boolean {
  const readable = href.replaceAll(/%40/g, "@");
  return redactAddresses(readable) !== readable;
}

function table<T>(
  headings: readonly string[],
  items: readonly T[],
  cellsOf: (item: T) => string[],
): string[] {
  if (items.length === 0) return [];
  const rows: string[] = [];
  let length = 0;
  for (const item of items.slice(0, mostRows)) {
    const row = rowOf(cellsOf(item), "td");
    length += row.length;
    if (length > longestTable) break;
    rows.push(row);
  }
  const others = items.length - rows.length;
  return [
    "<table>",
    rowOf(headings, "th"),
    ...rows,
    "</table>",
    ...(others > 0 ? [`<p>and ${others} more</p>`] : []),
  ];
}

function rowOf(cells: readonly string[], tag: "td" | "th"): string {
  return `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
}

/** Makes text that others wrote plain text of a page that others may read. */
function escape(text: string): string {
  return escapeMarkup(readableLine(text, longestText));
}

const entities: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

function escapeMarkup(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities.get(character) ?? "");
}
