import type { EventOrigin } from "./outbox.ts";

/** Longest text that is kept beside an event, in characters; what is longer is left out. */
const longestOrigin = 1_000;

/** Leaves out what is too long to be kept beside an event. */
export function withoutLong({ path, trace }: EventOrigin): EventOrigin {
  return {
    ...(path === undefined || path.length > longestOrigin ? {} : { path }),
    ...(trace === undefined || trace.length > longestOrigin ? {} : { trace }),
  };
}
