import { edgeRows } from "./edge_rows.ts";
import type { Figure } from "./statistics.ts";

/** All that was measured, by name; `results.json` holds exactly this. */
export interface Results {
  /** What it was measured with. */
  measuredWith: string;
  /** The figures: ratios within one run, sizes and counts, which another machine repeats. One alone is a time. */
  figures: Record<string, Figure>;
}

/** How a figure is shown, and what it has to be. */
export interface Row {
  /** What it is. */
  title: string;
  /** What it is counted in. */
  unit: "bytes" | "×" | "%" | "s" | "";
  /** What is promised of it. Default: nothing. */
  wanted?: { least: number } | { most: number };
}

/** Figures of the client, in the order of the table. */
const clientRows: Readonly<Record<string, Row>> = {
  clientBytes: {
    title: "`createClient` with all that it needs, minified and compressed",
    unit: "bytes",
    wanted: { most: 10_000 },
  },
  familyOfBytes: { title: "`familyOf` alone", unit: "bytes" },
  existingContactsBytes: { title: "`existingContacts` alone", unit: "bytes" },
  compileRulesBytes: { title: "`compileRules` alone", unit: "bytes" },
  peerBytes: { title: "`@hubspot/api-client` for one event", unit: "bytes" },
  sendAllDeno: {
    title: "rate of `sendAll`, 100,000 events, to that of a bare loop with `fetch`; Deno",
    unit: "×",
    wanted: { least: 0.6 },
  },
  sendAllNode: { title: "the same on Node", unit: "×", wanted: { least: 0.6 } },
  memoryCapped: {
    title: "peak memory with 1,000,000 events to that with 100,000, in a heap of 64 MB",
    unit: "×",
    wanted: { most: 1.3 },
  },
  memoryFree: { title: "the same where V8 may let garbage lie", unit: "×" },
  limitAtOnce: {
    title: "share of 110 requests in 10 s that is used, answers at once",
    unit: "%",
    wanted: { least: 99 },
  },
  limit50: { title: "the same, answers after 50 ms", unit: "%", wanted: { least: 99 } },
  limitMixed: { title: "the same, answers after 20 to 300 ms", unit: "%", wanted: { least: 99 } },
  limitRefused: { title: "429s caused in these 30 minutes", unit: "", wanted: { most: 0 } },
  sendDeno: { title: "time of one `send` to that of `fetch` alone; Deno", unit: "×" },
  sendNode: { title: "the same on Node", unit: "×" },
  sendPeerNode: { title: "the same of `@hubspot/api-client`; Node", unit: "×" },
  startDeno: { title: "time to the first request to that with `fetch` alone; Deno", unit: "×" },
  startNode: { title: "the same on Node", unit: "×" },
  startPeerNode: { title: "the same with `@hubspot/api-client`; Node", unit: "×" },
  startBundledNode: { title: "the same with `createClient`, bundled; Node", unit: "×" },
  startPeerBundledNode: { title: "the same with `@hubspot/api-client`, bundled; Node", unit: "×" },
};

/** Every figure, in the order of the table. */
export const rows: Readonly<Record<string, Row>> = {
  ...clientRows,
  ...edgeRows,
  actionStart: {
    title:
      "time of a step of the Action, less that of its two requests alone, to an empty action with `@actions/core`",
    unit: "×",
    wanted: { most: 1.5 },
  },
  actionStartLean: {
    title: "the same to an empty action that is bundled with what it uses of `@actions/core` alone",
    unit: "×",
  },
};

/** Where the table stands in a document. */
const [blockStart, blockEnd] = ["<!-- bench:start -->", "<!-- bench:end -->"];

/** The documents with a table, by their paths: the README has the client's figures, which people choose it by. */
export function tablesOf({ measuredWith, figures }: Results): Record<string, Results> {
  const ofClient = Object.entries(figures).filter(([name]) => Object.hasOwn(clientRows, name));
  return {
    "README.md": { measuredWith, figures: Object.fromEntries(ofClient) },
    "bench/README.md": { measuredWith, figures },
  };
}

/** Writes the figures as a table in Markdown. */
export function tableOf({ measuredWith, figures }: Results): string {
  const lines = Object.entries(rows).flatMap(([name, row]) => {
    const figure = figures[name];
    if (figure === undefined) return [];
    const { title, unit, wanted } = row;
    const spread = figure.low === figure.high
      ? ""
      : `${shown(figure.low, unit)} to ${shown(figure.high, unit)}`;
    return [[title, shown(figure.value, unit), spread, promised(wanted, unit)]];
  });
  const cells = [["what", "measured", "middle half", "wanted"], ...lines];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...cells.map((line) => (line[column] ?? "").length))
  );
  const written = cells.map((line) =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`
  );
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [...written.slice(0, 1), rule, ...written.slice(1), "", `With ${measuredWith}.`].join(
    "\n",
  );
}

/** Puts the table between the two marks of a document. */
export function withTable(document: string, results: Results): string {
  const start = document.indexOf(blockStart);
  const end = document.indexOf(blockEnd);
  if (start === -1 || end < start) {
    throw new Error(`Cannot find the table's place: ${blockStart} and ${blockEnd} mark it`);
  }
  const before = document.slice(0, start + blockStart.length);
  return `${before}\n\n${tableOf(results)}\n\n${document.slice(end)}`;
}

/** Whether a figure is what is promised of it. */
export function isKept(name: string, { value }: Figure): boolean {
  const wanted = rows[name]?.wanted;
  if (wanted === undefined) return true;
  return "least" in wanted ? value >= wanted.least : value <= wanted.most;
}

function promised(wanted: Row["wanted"], unit: Row["unit"]): string {
  if (wanted === undefined) return "";
  return "least" in wanted
    ? `at least ${shown(wanted.least, unit)}`
    : `at most ${shown(wanted.most, unit)}`;
}

function shown(value: number, unit: Row["unit"]): string {
  if (unit === "bytes") return `${Math.round(value).toLocaleString("en-US")} bytes`;
  if (unit === "×") return value.toFixed(2);
  if (unit === "s") return `${value.toFixed(2)} s`;
  return unit === "%" ? `${value.toFixed(1)} %` : String(value);
}
