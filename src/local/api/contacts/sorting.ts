import * as v from "valibot";
import type { LocalContact } from "../../records.ts";
import { orRequired, text } from "../fields.ts";
import { compare } from "./comparing.ts";
import { propertiesOf } from "./record.ts";

/** By which property a search is in order, and which end is first. */
export interface Sort {
  /** Name of the property. */
  propertyName: string;
  /** Which way. */
  direction: "ASCENDING" | "DESCENDING";
}

/** HubSpot takes an object, or the name with a minus before it for descending; one alone decides. */
export const sortsSchema: v.GenericSchema<unknown, Sort[]> = v.optional(
  v.pipe(
    v.array(
      v.union([
        v.pipe(text, v.transform(readName)),
        v.object({
          propertyName: text,
          direction: v.optional(
            v.picklist(["ASCENDING", "DESCENDING"], "Give ASCENDING or DESCENDING"),
            "ASCENDING",
          ),
        }, orRequired("Give a property's name")),
      ], "Give a property's name, or propertyName and direction"),
      "Give an array",
    ),
    v.maxLength(1, "Give at most one"),
  ),
  [],
);

function readName(name: string): Sort {
  return name.startsWith("-")
    ? { propertyName: name.slice(1), direction: "DESCENDING" }
    : { propertyName: name, direction: "ASCENDING" };
}

/** Contacts in order of a property, and those without it at the end. */
export function inOrder(
  [sort]: readonly Sort[],
  contacts: readonly LocalContact[],
): LocalContact[] {
  if (sort === undefined) return [...contacts];
  const sign = sort.direction === "ASCENDING" ? 1 : -1;
  const keyed = contacts.map((contact) => ({
    contact,
    value: propertiesOf(contact).get(sort.propertyName),
  }));
  keyed.sort(({ value: a }, { value: b }) => {
    if (a === undefined || b === undefined) {
      return Number(a === undefined) - Number(b === undefined);
    }
    return sign * compare(a, b);
  });
  return keyed.map(({ contact }) => contact);
}
