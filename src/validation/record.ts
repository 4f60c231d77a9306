import * as v from "valibot";

/** Valibot drops these from a record without a word, and what was meant by them with it. */
const droppedNames = ["__proto__", "constructor", "prototype"];

/**
 * Checks an object whose names are anybody's, such as properties or logins; a name that would be lost is refused. That
 * its values are what they are said to be is for whoever checks it next.
 */
export function openRecord<T>(): v.GenericSchema<unknown, Record<string, T>> {
  return v.custom<Record<string, T>>(
    isOpenRecord,
    `Expected an object of values, none of them named ${droppedNames.join(" or ")}`,
  );
}

/** Checks an object whose names are anybody's, with a schema for each name and one for each value. */
export function record<T>(
  name: v.GenericSchema<string, string>,
  value: v.GenericSchema<unknown, T>,
): v.GenericSchema<unknown, Record<string, T>> {
  return v.pipe(openRecord<unknown>(), v.record(name, value));
}

function isOpenRecord(found: unknown): boolean {
  if (typeof found !== "object" || found === null || Array.isArray(found)) return false;
  return !droppedNames.some((name) => Object.hasOwn(found, name));
}
