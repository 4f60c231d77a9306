import * as v from "valibot";
import { oneLine } from "../activity/text.ts";
import { isEmail } from "../validation/email.ts";
import { record } from "../validation/record.ts";
import { closedObject } from "./closed_object.ts";
import { describeFound } from "./found.ts";
import type { People } from "./mapping.ts";
import { suggestion } from "../activity/nearest.ts";
import { ruleSchema } from "./rule_schema.ts";
import type { Rule } from "./rules.ts";
import type { SourceOptions } from "./source_options.ts";
import { sourceOptionEntries } from "./source_options_schema.ts";
import { strangeTypes } from "./strange_types.ts";
import { readYaml, type TextProblem } from "./yaml_text.ts";

/** What a configuration file (`hubline.yml`) says; the forwarder and the Action read the same. */
export interface Config extends SourceOptions {
  /** Address of the JSON Schema by which editors complete a JSON file; it changes nothing. */
  $schema?: string;
  /** E-mail addresses by login. */
  people?: People;
  /** Mapping rules, the first that takes an activity decides. */
  rules?: readonly Rule[];
}

/** Thrown for a configuration file that cannot be used; the message names file, line and column. */
export class ConfigError extends Error {
  /** Name of the class, for messages and logs. */
  override readonly name = "ConfigError";
}

/** Schema of a {@linkcode Config}. */
export const configSchema: v.GenericSchema<unknown, Config> = closedObject({
  $schema: v.exactOptional(v.string()),
  people: v.exactOptional(record(
    v.string(),
    v.pipe(
      v.string(({ input }) => `Expected an e-mail address, found ${describeFound(input)}`),
      v.check(isEmail, ({ input }) => `Expected an e-mail address, found ${describeFound(input)}`),
    ),
  )),
  rules: v.exactOptional(
    v.array(ruleSchema, ({ input }) => `Expected a list of rules, found ${describeFound(input)}`),
  ),
  ...sourceOptionEntries,
});

/** Most problems that an error names: a list of people in another form breaks a rule on each of its lines. */
const mostNamed = 20;

/** Longest text of one problem, in characters. */
const longestMessage = 500;

/** What is known of the world that a configuration is for. */
export interface ParseConfigOptions {
  /**
   * Types of the activities that GitHub's source makes, so that a pattern under `github.types`, or in a rule for one of
   * GitHub's types, that fits none is told where it stands. Default: any pattern is taken.
   */
  activityTypes?: readonly string[];
}

/**
 * Reads a configuration from YAML or JSON text.
 *
 * @param text The file's text.
 * @param name The file's name, for messages.
 * @throws {ConfigError} If it cannot be used: `hubline.yml:3:5: rules.0.send.eventName: …`. All that is wrong is told at
 * once, a line for each, in the order of the file.
 */
export function parseConfig(
  text: string,
  name: string,
  { activityTypes }: ParseConfigOptions = {},
): Config {
  const yaml = readYaml(text);
  if (yaml.problems.length > 0) throw new ConfigError(describe(yaml.problems));
  const value = yaml.value ?? {};
  const parsed = v.safeParse(configSchema, value);
  const wrongTypes = activityTypes === undefined ? [] : typeProblems(value, activityTypes);
  if (parsed.success && wrongTypes.length === 0) return parsed.output;
  const broken = (parsed.issues ?? []).map((issue): TextProblem => {
    const path = (issue.path ?? []).map(({ key }) => String(key));
    const part = issue.path?.at(-1)?.origin === "key" ? "key" : "value";
    const message = path.length === 0 ? issue.message : `${path.join(".")}: ${issue.message}`;
    return { offset: yaml.offsetOf(path, part), message };
  });
  throw new ConfigError(describe([...broken, ...wrongTypes]));

  function typeProblems(value: unknown, known: readonly string[]): TextProblem[] {
    return strangeTypes(value, known).map(({ path, pattern }): TextProblem => {
      const message =
        `${path.join(".")}: Expected an activity type, or a pattern like github.pull_request.*, ` +
        `found ${describeFound(pattern)}, which fits none${suggestion(pattern, known)}`;
      return { offset: yaml.offsetOf(path, "value"), message };
    });
  }

  function describe(problems: readonly TextProblem[]): string {
    const sorted = problems.toSorted((one, other) => one.offset - other.offset);
    const named = sorted.slice(0, mostNamed).map(({ offset, message }) => {
      const { line, column } = yaml.positionOf(offset);
      return `Cannot read ${name}:${line}:${column}: ${oneLine(message, longestMessage)}`;
    });
    const others = sorted.length - named.length;
    return [...named, ...(others === 0 ? [] : [`… and ${others} more in ${name}`])].join("\n");
  }
}
