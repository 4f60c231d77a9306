import type { Issue } from "../../validation/issues.ts";
import { readTime } from "../time.ts";

/** What values a property takes. */
export type PropertyType = "string" | "number" | "date" | "datetime" | "enumeration" | "bool";

/** One value that an enumeration takes. */
export interface PropertyOption {
  /** What people read. */
  label: string;
  /** What is sent. */
  value: string;
}

/** A token of a template, or a property of an event type or definition. */
export interface PropertyDefinition {
  /** Name by which values are sent. */
  name: string;
  /** What people read. */
  label: string;
  /** What values it takes. */
  type: PropertyType;
  /** What an enumeration takes. */
  options: readonly PropertyOption[];
}

/** Whether a value is one that the property takes. */
type Check = (value: string, property: PropertyDefinition) => boolean;

/** How values of one kind of property are checked, by type. */
export type ValueChecks = Readonly<Record<PropertyType, { takes: Check; rule: string }>>;

const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const milliseconds = /^-?\d{1,15}$/;
const day = /^\d{4}-\d{2}-\d{2}$/;
const dayMs = 24 * 60 * 60 * 1000;

const common = {
  string: { takes: () => true, rule: "Give a string" },
  number: { takes: (value: string) => decimal.test(value), rule: "Give a number" },
  bool: {
    takes: (value: string) => value === "true" || value === "false",
    rule: "Give true or false",
  },
};

const isMilliseconds: Check = (value) => milliseconds.test(value);

/**
 * Tokens of templates and properties of app events: a date is milliseconds since 1970.
 *
 * @see https://developers.hubspot.com/docs/api/crm/timeline
 */
export const timelineChecks: ValueChecks = {
  ...common,
  date: { takes: isMilliseconds, rule: "Give a date in milliseconds since 1970" },
  datetime: { takes: isMilliseconds, rule: "Give a time in milliseconds since 1970" },
  enumeration: {
    takes: (value, { options }) => options.some((option) => option.value === value),
    rule: "Give one of the options",
  },
};

/**
 * Properties of custom events: times also as ISO 8601, dates at midnight UTC, several options with `;` between them.
 *
 * @see https://developers.hubspot.com/docs/api-reference/latest/events/define-events/guide
 */
export const customChecks: ValueChecks = {
  ...common,
  date: { takes: isMidnight, rule: "Give a day as ISO 8601, or midnight UTC in milliseconds" },
  datetime: {
    takes: (value) => readTime(value) !== undefined,
    rule: "Give ISO 8601 with a zone, or milliseconds since 1970",
  },
  enumeration: {
    takes: (value, { options }) =>
      value.split(";").every((part) => options.some((option) => option.value === part)),
    rule: "Give options, with ; between them",
  },
};

/** Where values are and what they are called, for messages. */
export interface ValueWords {
  /** Name of the field that holds the values. */
  field: "tokens" | "properties";
  /** What has the properties. */
  owner: string;
}

/** Finds names that are not declared, and values that their properties do not take. An empty value is no value. */
export function checkValues(
  values: Readonly<Record<string, string>>,
  { properties, checks, words }: {
    properties: readonly PropertyDefinition[];
    checks: ValueChecks;
    words: ValueWords;
  },
): Issue[] {
  const byName = new Map(properties.map((property) => [property.name, property]));
  return Object.entries(values).flatMap(([name, value]) => {
    const path = `${words.field}.${name}`;
    const property = byName.get(name);
    if (property === undefined) {
      return [{ path, message: `No such name is declared: ${words.owner} has ${listed(byName)}` }];
    }
    const { takes, rule } = checks[property.type];
    if (value === "" || takes(value, property)) return [];
    const options = property.options.map((option) => option.value).join(", ");
    return [{ path, message: property.type === "enumeration" ? `${rule}: ${options}` : rule }];
  });
}

function listed(byName: ReadonlyMap<string, unknown>): string {
  return byName.size === 0 ? "none" : [...byName.keys()].join(", ");
}

function isMidnight(value: string): boolean {
  const time = readTime(day.test(value) ? `${value}T00:00Z` : value);
  return time !== undefined && Date.parse(time) % dayMs === 0;
}
