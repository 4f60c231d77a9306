import type { ActionsCore } from "../host.ts";
import { logLine } from "../log.ts";
import type { Pipeline } from "../pipeline.ts";
import { mergeResults, type Results, type Stop } from "../report.ts";
import { type Bookmark, PastError, readPast, type ReadPastOptions } from "./read.ts";

/** How far a backfill came. */
export interface Backfilled {
  /** What became of all that was read. */
  results: Results;
  /** Where the next run goes on; missing where everything was read. */
  resume?: Bookmark;
  /** Why it stopped before the end. */
  stopped?: Stop;
}

/** Time that has to be left for another page, in milliseconds. */
const leastLeftMs = 20_000;

/** What of looking people up says that the rest of a page should be tried again later. */
const exhausted: ReadonlySet<string> = new Set(["rate_limited", "timeout"]);

/**
 * Goes through the past of a repository page by page, and sends each before it reads the next: whatever ends it, what
 * was said to be sent is sent, and the next run goes on from there. A page whose people could not all be looked up is
 * gone through again; what was sent of it keeps its ids.
 */
export async function backfill(
  core: ActionsCore,
  pipeline: Pipeline,
  options: ReadPastOptions,
): Promise<Backfilled> {
  const parts: Results[] = [];
  try {
    for await (const page of readPast(options)) {
      const results = await pipeline(page);
      parts.push(results);
      announcePage(core, page.at, results);
      const stopped = reasonToStop(results, options);
      const resume = stopped?.isAgain === true ? page.at : page.next;
      if (stopped === undefined || resume === undefined) continue;
      return { results: mergeResults(parts), resume, stopped: { ...stopped, isPause: true } };
    }
    return { results: mergeResults(parts) };
  } catch (error) {
    if (!(error instanceof PastError)) throw error;
    const { at, message, isPause } = error;
    const results = mergeResults(parts);
    // A run that could read nothing is no pause on the way: whoever repeats it until it is through would never learn.
    const stopped = { message, isPause: isPause && parts.length > 0 };
    return { results, ...(at === "" ? {} : { resume: at }), stopped };
  }
}

function reasonToStop(
  { lookups, sent }: Results,
  { deadline }: ReadPastOptions,
): { message: string; isAgain: boolean } | undefined {
  const problem = lookups.problems.find(({ code }) => exhausted.has(code));
  if (problem !== undefined) return { message: problem.message, isAgain: true };
  const deferred = sent.find(({ receipt }) => receipt?.outcome === "deferred");
  if (deferred !== undefined) {
    return { message: "HubSpot did not take all events of a page", isAgain: true };
  }
  if (deadline.leftMs() >= leastLeftMs) return undefined;
  return { message: "The step's time is nearly over; input timeout gives it more", isAgain: false };
}

function announcePage(core: ActionsCore, at: Bookmark, { sent, skipped }: Results): void {
  const [name = "", position] = at.split(":");
  const page = /^\d+$/.test(position ?? "") ? ` page ${position}` : "";
  const what = `${name.replaceAll("_", " ")}${page}`;
  core.info(logLine(`backfill, ${what}: ${sent.length} events, ${skipped.length} skipped`));
}
