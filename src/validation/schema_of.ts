import * as v from "valibot";
import type { Fault, Fields, FieldsRule, Members, Rule } from "./rules.ts";

/** What the first part of such a schema says of it, for whoever describes it. */
export interface FieldsSchema {
  /** Schemas of the fields that have to be there. */
  needed: Schemas;
  /** Schemas of the fields that may be there. */
  others: Schemas;
}

/** Schemas of an object's fields, by name. */
export type Schemas = Readonly<Record<string, v.GenericSchema<unknown, unknown>>>;

/** Makes a schema of Valibot that takes what a rule takes, and says the same of what it does not take. */
export function schemaOf<T>(rule: Rule<T> | FieldsRule<T>): v.GenericSchema<unknown, T> {
  const whole = v.custom<T>(rule.fits, ({ input }) => rule.messageFor(input));
  const told = "needed" in rule
    ? { needed: schemasOf(rule.needed), others: schemasOf(rule.others) }
    : {};
  return v.pipe(
    Object.assign(whole, told),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed || !isMembers(dataset.value)) return;
      for (const fault of rule.faultsIn(dataset.value)) addIssue(issueFor(dataset.value, fault));
    }),
  );
}

function schemasOf(fields: Fields): Schemas {
  return Object.fromEntries(
    Object.entries(fields).map(([name, rule]) => [name, schemaOf(rule)]),
  );
}

function issueFor(
  members: Members,
  { path, message }: Fault,
): { message: string; path?: [v.IssuePathItem, ...v.IssuePathItem[]] } {
  let input: unknown = members;
  const items = path.map((key): v.IssuePathItem => {
    const item = {
      type: "unknown",
      origin: "value",
      input,
      key,
      value: memberOf(input, key),
    } as const;
    input = item.value;
    return item;
  });
  const [first, ...rest] = items;
  return first === undefined ? { message } : { message, path: [first, ...rest] };
}

function memberOf(value: unknown, key: string): unknown {
  return isMembers(value) ? value[key] : undefined;
}

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null;
}
