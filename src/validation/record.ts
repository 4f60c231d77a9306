import * as v from "valibot";
import { isRecord, type Members } from "./rules.ts";

/** Valibot drops these from a record without a word, and what was meant by them with it. */
export const droppedNames: readonly string[] = ["__proto__", "constructor", "prototype"];

/** What to say of what is none. */
export const openRecordMessage: string = `Expected an object, no name of which is ${
  droppedNames.join(" or ")
}`;

/**
 * Checks an object whose names are anybody's, such as properties or logins; a name that would be lost is refused. That
 * its values are what they are said to be is for whoever checks it next.
 */
export function openRecord<T>(): v.GenericSchema<unknown, Record<string, T>> {
  return v.custom<Record<string, T>>(isOpenRecord, openRecordMessage);
}

/** Checks an object whose names are anybody's, with a schema for each name and one for each value. */
export function record<T>(
  name: v.GenericSchema<string, string>,
  value: v.GenericSchema<unknown, T>,
): v.GenericSchema<unknown, Record<string, T>> {
  return v.pipe(
    v.custom<unknown>(
      isRecord,
      ({ input }) => `Expected an object of values, found ${kindOf(input)}`,
    ),
    openRecord<unknown>(),
    v.record(name, value),
  );
}

/** Whether a value is an object whose names may be anybody's, none of which would be lost. */
export function isOpenRecord(found: unknown): found is Members {
  return isRecord(found) && !Object.keys(found).some((name) => droppedNames.includes(name));
}

/** What was found is not said itself: it may be a secret in the wrong place. */
function kindOf(found: unknown): string {
  if (found === null) return "nothing";
  return Array.isArray(found) ? "a list" : `a ${typeof found}`;
}
