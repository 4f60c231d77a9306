import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type AccountFigures, type AccountOptions, liveThroughOutage } from "./account.ts";

/** Accounts of one kind. */
interface AccountClass {
  /** What they are called. */
  name: string;
  /** How many there are. */
  accounts: number;
  /** How one of them lives. */
  options: AccountOptions;
}

const outage = { fromHour: 34, hours: 24 };

/** A thousand accounts as a service with many small customers and few large ones has them. */
const classes: readonly AccountClass[] = [
  { name: "small", accounts: 900, options: { eventsPerDay: 50, days: 6, outage } },
  { name: "medium", accounts: 90, options: { eventsPerDay: 1_000, days: 6, outage } },
  { name: "large", accounts: 10, options: { eventsPerDay: 10_000, days: 6, outage } },
];

const daysOfMonth = 30;

/** How the figures came about: whoever reads them has to know. */
const method = [
  "Simulated: one account of each class, over six days: its events one by one at random times, three quarters of them by day; " +
  "the outbox over SQLite (in memory), its delivery, the client and its limiter as they are, Local HubSpot behind them; HubSpot refuses " +
  "every connection for 24 hours from the second morning on; a static access token; eight attempts over about 27 hours.",
  "Multiplied: one account's figures by the number of accounts of its class, a day's events by 30 for the month. Each account has an outbox, " +
  "a client and HubSpot's limits of its own, so that none waits for another.",
  "Left out: the way in over HTTP, and what a thousand of them on one machine take of its processor and disk.",
];

/** Lives through an outage with each class of accounts, prints a table and writes `scale.json`. */
export async function measureScale(): Promise<void> {
  const rows: (AccountClass & { one: AccountFigures })[] = [];
  for (const one of classes) {
    rows.push({ ...one, one: await liveThroughOutage(one.options) });
    console.log(`${one.name}: done`);
  }
  const sum = (pick: (row: (typeof rows)[number]) => number) =>
    rows.reduce((total, row) => total + row.accounts * pick(row), 0);
  const all = {
    accounts: sum(() => 1),
    eventsPerMonth: sum(({ options }) => daysOfMonth * options.eventsPerDay),
    backlogEvents: sum(({ one }) => one.backlogEvents),
    backlogBytes: sum(({ one }) => one.backlogBytes),
    drainedHours: Math.max(...rows.map(({ one }) => one.drainedHours)),
    dead: sum(({ one }) => one.dead),
    requestsInVain: sum(({ one }) => one.requestsInVain),
    peakEventsPer10Seconds: sum(({ one }) => one.peakEventsPer10Seconds),
    databaseBytesAfterMonth: sum(({ one, options }) =>
      Math.round(one.databaseBytes / one.events * options.eventsPerDay * daysOfMonth)
    ),
  };
  printTable([
    ["accounts", ...rows.map(({ name, accounts }) => `${accounts} ${name}`), "all (multiplied)"],
    ["events a day, each", ...rows.map(({ options }) => `${options.eventsPerDay}`), ""],
    line("backlog, events", ({ backlogEvents }) => `${backlogEvents}`, `${all.backlogEvents}`),
    line("backlog, MB", ({ backlogBytes }) => megabytes(backlogBytes), megabytes(all.backlogBytes)),
    line("half drained, h", ({ halfDrainedHours }) => halfDrainedHours.toFixed(1), ""),
    line("nine tenths, h", ({ mostDrainedHours }) => mostDrainedHours.toFixed(1), ""),
    line(
      "all drained, h",
      ({ drainedHours }) => drainedHours.toFixed(1),
      all.drainedHours.toFixed(1),
    ),
    line("dead letters", ({ dead }) => `${dead}`, `${all.dead}`),
    line("requests in vain", ({ requestsInVain }) => `${requestsInVain}`, `${all.requestsInVain}`),
    line(
      "peak, events in 10 s",
      (one) => `${one.peakEventsPer10Seconds}`,
      `${all.peakEventsPer10Seconds}`,
    ),
    line("peak, requests in 10 s", (one) => `${one.peakRequestsPer10Seconds}`, ""),
    ["events a month", ...rows.map(() => ""), `${all.eventsPerMonth}`],
    ["databases after a month, MB", ...rows.map(() => ""), megabytes(all.databaseBytesAfterMonth)],
  ]);
  for (const text of method) console.log(`\n${text}`);
  const path = fileURLToPath(new URL("scale.json", import.meta.url));
  await writeFile(path, `${JSON.stringify({ method, classes: rows, all }, undefined, 2)}\n`);

  function line(name: string, pick: (one: AccountFigures) => string, total: string): string[] {
    return [name, ...rows.map(({ one }) => pick(one)), total];
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}

function printTable(lines: readonly (readonly string[])[]): void {
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(...lines.map((cells) => cells[column]?.length ?? 0))
  );
  for (const cells of lines) {
    console.log(
      cells.map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)
      ).join("  "),
    );
  }
}
