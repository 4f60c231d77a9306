import * as v from "valibot";
import type { PropertyOption, PropertyType } from "./property.ts";

/** A text of at least one character. */
export const text: v.GenericSchema<unknown, string> = v.pipe(
  v.string("Give a string"),
  v.nonEmpty("Give at least one character"),
);

/** The options of an enumeration; what else HubSpot has in one, such as its place, is of no effect here. */
export const optionsSchema: v.GenericSchema<unknown, PropertyOption[]> = v.array(
  v.object({ label: v.string("Give a string"), value: text }, "Give label and value"),
  "Give an array of options",
);

/** Whether an enumeration has options: without one it takes no value. */
export function hasItsOptions(
  { type, options }: { type: PropertyType; options: readonly PropertyOption[] },
): boolean {
  return type !== "enumeration" || options.length > 0;
}

/** What is said where {@linkcode hasItsOptions} is not. */
export const noOptions = "Give an enumeration at least one option";

/** Whether no name comes twice. */
export function areUnique(items: readonly { name: string }[]): boolean {
  return new Set(items.map(({ name }) => name)).size === items.length;
}

/** What is said where {@linkcode areUnique} is not. */
export const notUnique = "Give each name once";
