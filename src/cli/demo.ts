import index from "@octokit/webhooks-examples/api.github.com/index.json" with { type: "json" };
import process from "node:process";
import * as v from "valibot";
import { signGitHub } from "../sources/github.ts";
import {
  demoContact,
  demoPeople,
  type DemoRequest,
  type GitHubExamples,
  gitHubRequests,
  hubSpotRequests,
} from "./demo_events.ts";
import { type House, openHouse } from "./house.ts";
import { ReceiptBook } from "./receipt_book.ts";
import { readSettings, SettingsError } from "./settings.ts";
import { closeOnSignal } from "./signals.ts";

const gitHubExamples: readonly GitHubExamples[] = index;

/** The part of the forwarder's answers that the table shows. */
const answerSchema = v.object({
  ids: v.optional(v.array(v.string()), []),
  skipped: v.optional(v.string()),
  error: v.optional(v.object({ message: v.string() })),
});

await demo();

async function demo(): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(`Cannot start:\n${error.message}`);
    process.exit(1);
  }
}

async function run(): Promise<void> {
  // Neither HubSpot nor GitHub, and no file, whatever the environment holds: these people exist in examples only.
  const {
    accessToken: _token,
    localFile: _file,
    databaseUrl: _url,
    rateLimits: _limits,
    ...settings
  } = readSettings(
    process.env,
  );
  const receipts = new ReceiptBook();
  const house = await openHouse({ ...settings, githubLookups: [], database: ":memory:" }, {
    config: { people: demoPeople },
    listeners: { onReceipt: (receipt) => receipts.add(receipt), onError: console.error },
    local: { contacts: [demoContact] },
  });
  closeOnSignal((graceMs) => house.close(graceMs));
  console.log(`\nSending to ${house.url}:\n`);
  const rows: string[][] = [];
  for (const request of [...hubSpotRequests, ...gitHubRequests(gitHubExamples)]) {
    const answer = await send(request, house);
    for (const id of answer.ids) {
      rows.push([request.label, String(answer.status), id, await receipts.next(id)]);
    }
    if (answer.ids.length === 0) rows.push([request.label, String(answer.status), "", answer.note]);
    console.log(`  ${answer.status} ${request.label}`);
  }
  console.log(`\n${table(["what was sent", "answer", "event id", "receipt"], rows)}\n`);
  console.log(`Look at the timelines: ${house.localUrl}/`);
  console.log("Ctrl+C ends the demonstration");
}

async function send(
  { path, gitHubEvent, body }: DemoRequest,
  { url, githubSecret = "", eventsToken = "" }: House,
): Promise<{ status: number; ids: string[]; note: string }> {
  const text = JSON.stringify(body);
  const response = await fetch(url + path, {
    method: "POST",
    body: text,
    headers: gitHubEvent === undefined
      ? { authorization: `Bearer ${eventsToken}`, "content-type": "application/json" }
      : {
        "content-type": "application/json",
        "x-github-event": gitHubEvent,
        "x-hub-signature-256": await signGitHub(githubSecret, text),
      },
  });
  const { ids, skipped, error } = v.parse(answerSchema, await response.json());
  const note = skipped === undefined ? error?.message ?? "" : `skipped: ${skipped}`;
  return { status: response.status, ids, note };
}

function table(head: readonly string[], rows: readonly string[][]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd();
  return [line(head), widths.map((width) => "─".repeat(width)).join("  "), ...rows.map(line)]
    .join("\n");
}
