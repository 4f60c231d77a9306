import * as v from "valibot";

/** A schema that takes `null` for absent, since HubSpot writes the one or the other. */
export function withoutNulls<T>(
  schema: v.GenericSchema<unknown, T>,
): v.GenericSchema<unknown, T> {
  return v.pipe(v.unknown(), v.transform(dropNulls), schema);
}

function dropNulls(input: unknown): unknown {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return input;
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));
}
