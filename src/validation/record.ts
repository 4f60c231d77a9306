import * as v from "valibot";

/** Valibot drops these from a record without a word, and what was meant by them with it. */
const droppedNames = ["__proto__", "constructor", "prototype"];

/** Checks an object whose names are anybody's, such as properties or logins; a name that would be lost is refused. */
export function record<T>(
  name: v.GenericSchema<string, string>,
  value: v.GenericSchema<unknown, T>,
): v.GenericSchema<unknown, Record<string, T>> {
  return v.pipe(
    v.custom<Record<string, unknown>>(
      isOpenRecord,
      ({ input }) => `Expected an object of values, ${problemOf(input)}`,
    ),
    v.record(name, value),
  );
}

function isOpenRecord(found: unknown): boolean {
  return isObject(found) && droppedNames.every((name) => !Object.hasOwn(found, name));
}

function isObject(found: unknown): found is object {
  return typeof found === "object" && found !== null && !Array.isArray(found);
}

/** What was found is not said itself: it may be a secret in the wrong place. */
function problemOf(found: unknown): string {
  if (isObject(found)) return `none of them named ${droppedNames.join(" or ")}`;
  if (found === null) return "found nothing";
  return Array.isArray(found) ? "found a list" : `found a ${typeof found}`;
}
