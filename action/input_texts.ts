/**
 * Reads the inputs that are texts of several lines: YAML and templates. It is the one module that the bundle has in a
 * file of its own, loaded when there is such a text; so whoever imports it uses nothing but these functions.
 *
 * @module
 */
import * as v from "valibot";
import { type Config, ConfigError, configSchema, parseConfig } from "../src/mapping/config.ts";
import type { People } from "../src/mapping/mapping.ts";
import { compileTemplate, type Template } from "../src/mapping/template.ts";
import { readYaml } from "../src/mapping/yaml_text.ts";
import { type Issue, validate, type Validated } from "../src/validation/issues.ts";
import { record } from "../src/validation/record.ts";

/** A value of a property as the workflow gives it: ready, or to be filled in. */
export type GivenValue = number | boolean | Template;

/**
 * Reads a configuration, from the input of that name or from the file that an input names.
 *
 * @param input Name of the input, for the issues.
 * @param name What messages call the text.
 * @param activityTypes Types of GitHub's activities; handed over, because this module's bundle shall not hold them again.
 */
export function readConfig(
  text: string,
  { input, name, activityTypes }: {
    input: string;
    name: string;
    activityTypes: readonly string[];
  },
): Validated<Config> {
  try {
    return { ok: true, value: parseConfig(text, name, { activityTypes }) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { ok: false, issues: [{ path: input, message: error.message }] };
  }
}

/** Reads input `people`, a YAML object of addresses by login. */
export function readPeople(text: string): Validated<People> {
  const read = readObject("people", text);
  if (!read.ok) return read;
  // The one rule for addresses is the configuration's.
  const checked = validate(configSchema, { people: read.value });
  if (checked.ok) return { ok: true, value: checked.value.people ?? {} };
  return { ok: false, issues: checked.issues.map((issue) => within("people", issue)) };
}

const propertiesSchema = record(
  v.string(),
  v.union([v.string(), v.number(), v.boolean()], "Expected a text, a number, true or false"),
);

/** Reads input `properties`, a YAML object of flat values; a text may be a template. */
export function readProperties(text: string): Validated<ReadonlyMap<string, GivenValue>> {
  const read = readObject("properties", text);
  if (!read.ok) return read;
  const checked = validate(propertiesSchema, read.value);
  if (!checked.ok) {
    return { ok: false, issues: checked.issues.map((issue) => within("properties", issue)) };
  }
  const values = new Map<string, GivenValue>();
  const issues: Issue[] = [];
  for (const [name, value] of Object.entries(checked.value)) {
    const template = typeof value === "string" ? readTemplate(value) : value;
    if (template instanceof SyntaxError) {
      issues.push({ path: "properties", message: `${name}: ${template.message}` });
    } else values.set(name, template);
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: values };
}

/** Reads a template, or gives back why it cannot be read. */
export function readTemplate(text: string): Template | SyntaxError {
  try {
    return compileTemplate(text);
  } catch (error) {
    if (error instanceof SyntaxError) return error;
    throw error;
  }
}

function readObject(input: string, text: string): Validated<unknown> {
  const { value, problems, positionOf } = readYaml(text);
  if (problems.length === 0) return { ok: true, value: value ?? {} };
  return {
    ok: false,
    issues: problems.map(({ offset, message }) => {
      const { line, column } = positionOf(offset);
      return { path: input, message: `line ${line}, column ${column}: ${message}` };
    }),
  };
}

function within(input: string, { path, message }: Issue): Issue {
  const rest = path === input || path === "" ? "" : path.replace(`${input}.`, "");
  return { path: input, message: rest === "" ? message : `${rest}: ${message}` };
}
