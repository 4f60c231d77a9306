import { keyOf } from "../src/hubspot/events.ts";
import { describeIssues } from "../src/validation/issues.ts";
import { redactAddresses } from "../src/validation/redact.ts";
import { readableLine } from "./log.ts";
import { showPerson } from "./person.ts";
import { describeFault, describeProblem, problemsOf } from "./problems.ts";
import { describeReason } from "./reasons.ts";
import { describeCounts, describeStop, type Report, type Sent, type Unsent } from "./report.ts";

/** Most rows of a table. */
const mostRows = 100;

/** Longest table, in characters of up to three bytes: GitHub drops a summary of more than 1 MiB whole. */
const longestTable = 100_000;

/** Longest text of a cell, in characters. */
const longestText = 300;

/** Longest title, in characters: one that takes all the room leaves none for what became of it. */
const longestTitle = 100;

/** What is kept in one piece of a word that goes on: a table is as wide as its longest words. */
const longWord = /\S{20}(?=\S)/gu;

/** Where a browser may break a word. GitHub takes `<wbr>` out. */
const zeroWidthSpace = "&#8203;";

/** Most problems that are listed; of each event the table says what its own is. */
const mostProblems = 10;

/**
 * Writes the job summary: a heading, the counts, what went wrong and how to put it right, and a table each of what was
 * sent and what was not, those that need somebody first.
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
    ...problemList(report),
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
  return receipt === undefined || describeFault(receipt) === "" ? 1 : 0;
}

function problemList(report: Report): string[] {
  const problems = problemsOf(report);
  if (problems.length === 0) return [];
  const others = problems.length - mostProblems;
  return [
    "<ul>",
    ...problems.slice(0, mostProblems).map((problem) => {
      const { title, fix } = problem;
      const what = escape(describeProblem(problem));
      return `<li><strong>${escape(title)}</strong>: ${what}<br>${escape(fix)}</li>`;
    }),
    ...(others > 0 ? [`<li>and ${others} more</li>`] : []),
    "</ul>",
  ];
}

function sentCells({ activity, event, receipt }: Sent): string[] {
  const fault = receipt === undefined ? "" : describeFault(receipt);
  const detail = fault === "" ? code(keyOf(event).id) : escapeProse(fault);
  const { who, foundIn } = showPerson(activity, event);
  return [
    escape(receipt?.outcome ?? "would be sent"),
    code(activity.type),
    subjectCell(activity),
    escapeProse(who),
    escape(foundIn),
    detail,
  ];
}

function skippedCells(unsent: Unsent): string[] {
  const { what, activity, issues = [] } = unsent;
  const broken = issues.length === 0 ? "" : `<br>${escapeProse(describeIssues(issues))}`;
  return [
    code(what),
    activity === undefined ? "" : subjectCell(activity),
    activity === undefined ? "" : escapeProse(showPerson(activity).who),
    escape(describeReason(unsent)) + broken,
  ];
}

function subjectCell({ subject: { title, url = "" } }: Sent["activity"]): string {
  const text = escapeProse(title, longestTitle);
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

function code(text: string): string {
  return `<code>${escape(text)}</code>`;
}

/** Makes text that others wrote plain text of a page that others may read. */
function escape(text: string): string {
  return escapeMarkup(readableLine(text, longestText));
}

/** The same for texts of which nobody copies a name: long words in them may be broken. */
function escapeProse(text: string, longest = longestText): string {
  // What is readable has no line break, so that one can stand for where the browser may break.
  const broken = readableLine(text, longest).replaceAll(longWord, "$&\n");
  return escapeMarkup(broken).replaceAll("\n", zeroWidthSpace);
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
