/**
 * What becomes of each example payload of GitHub's, as a table to be checked by eye. After a change that is meant:
 *
 *     deno run -A tests/sources/github_table.ts
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import { githubActivities, type GitHubActivityOptions } from "../../src/sources/github.ts";
import { examples } from "./github_examples.ts";

/** Where the table is kept. */
export const tableFile: URL = new URL("./github_examples.md", import.meta.url);

/** A time that no example holds, so that what takes its time from the receipt can be told. */
const receivedAt = new Date("2100-01-01T00:00:00Z");

const headings = ["event", "action", "no.", "became", "of", "at", "id"];

if (import.meta.main) await writeFile(tableFile, await examplesTable());

/** Makes the table anew. */
export async function examplesTable(): Promise<string> {
  const byDefault = await rowsOf({});
  const withAll = await rowsOf({ types: ["*"], confidential: true, signOffs: true });
  const known = new Set(byDefault.map(keyOf));
  return [
    "# GitHub's example payloads, and what becomes of each",
    "",
    "Made by `deno run -A tests/sources/github_table.ts` from `@octokit/webhooks-examples`; a test holds it equal to the code.",
    "The number counts the examples of an event. A time of `received` is the delivery's: the payload has none.",
    "",
    `## By default (${examples.length} deliveries)`,
    "",
    ...table(byDefault),
    "",
    '## What `types: ["*"]`, `confidential` and `signOffs` change',
    "",
    ...table(withAll.filter((row) => !known.has(keyOf(row)))),
    "",
  ].join("\n");
}

type Row = readonly string[];

async function rowsOf(options: GitHubActivityOptions): Promise<Row[]> {
  const counts = new Map<string, number>();
  const rows: Row[] = [];
  for (const { event, payload } of examples) {
    const count = (counts.get(event) ?? 0) + 1;
    counts.set(event, count);
    const start = [event, actionOf(payload), `${count}`];
    const { activities, skipped } = await githubActivities({ event, payload, receivedAt }, options);
    for (const { type, actor, time, id } of activities) {
      const who = actor.login ?? actor.email ?? actor.name ?? "nobody";
      const when = time === receivedAt.toISOString() ? "received" : time;
      rows.push([...start, type, who, when, id]);
    }
    for (const { reason } of skipped) rows.push([...start, `skipped: ${reason}`, "", "", ""]);
  }
  return rows;
}

function actionOf(payload: unknown): string {
  return String(Reflect.get(Object(payload), "action") ?? "");
}

function keyOf(row: Row): string {
  return row.join(" ");
}

function table(rows: readonly Row[]): string[] {
  const all = [headings, ...rows];
  const widths = headings.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  const line = (row: Row) =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [line(headings), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
}
