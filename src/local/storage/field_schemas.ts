import * as v from "valibot";

/** A text of at least one character. */
export const text: v.GenericSchema<unknown, string> = v.pipe(
  v.string("Give a string"),
  v.nonEmpty("Give at least one character"),
);

/** A moment, in the one form in which records have it. */
export const time: v.GenericSchema<unknown, string> = v.pipe(
  v.string("Give a string"),
  v.check(
    (value) => !Number.isNaN(Date.parse(value)) && new Date(value).toISOString() === value,
    "Give ISO 8601 in UTC, with milliseconds",
  ),
);

/** What kind of record events belong to. */
export const objectType: v.GenericSchema<
  unknown,
  "contacts" | "companies" | "deals" | "tickets" | "custom_objects"
> = v.picklist(
  ["contacts", "companies", "deals", "tickets", "custom_objects"],
  "Give contacts, companies, deals, tickets or custom_objects",
);

/** Whether no value comes twice. */
export function areDistinct(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}
