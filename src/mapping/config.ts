import * as v from "valibot";
import { isMap, LineCounter, type Node, parseDocument } from "yaml";
import { isEmail } from "../validation/email.ts";
import { validate } from "../validation/issues.ts";
import { record } from "../validation/record.ts";
import type { People } from "./mapping.ts";
import { type Rule, ruleSchema } from "./rules.ts";

/** What a configuration file (`hubline.yml`) says; the forwarder and the Action read the same. */
export interface Config {
  /** E-mail addresses by login. */
  people?: People;
  /** Mapping rules, the first that matches decides. */
  rules?: readonly Rule[];
}

/** Thrown for a configuration file that cannot be used; the message names file, line and column. */
export class ConfigError extends Error {
  /** Name of the class, for messages and logs. */
  override readonly name = "ConfigError";
}

/** Schema of a {@linkcode Config}. */
export const configSchema: v.GenericSchema<unknown, Config> = v.pipe(
  v.unknown(),
  v.check((value) => !Array.isArray(value), "Expected people and rules, found a list"),
  v.strictObject({
    people: v.exactOptional(record(
      v.string(),
      v.pipe(
        v.string(),
        v.check(isEmail, (issue) => `Expected an e-mail address, found ${issue.received}`),
      ),
    )),
    rules: v.exactOptional(v.array(ruleSchema)),
  }),
);

/**
 * Reads a configuration from YAML or JSON text.
 *
 * @param text The file's text.
 * @param name The file's name, for messages.
 * @throws {ConfigError} If it cannot be used: `hubline.yml:3:5: rules.0.send.eventName: …`.
 */
export function parseConfig(text: string, name: string): Config {
  const lines = new LineCounter();
  // A hundred aliases would be enough to fill the memory ("billion laughs"); nobody needs one here.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: "1.2" });
  const [broken] = document.errors;
  if (broken !== undefined) throw new ConfigError(at(broken.pos[0], broken.message));
  const validated = validate(configSchema, toValue());
  if (validated.ok) return validated.value;
  const [first, ...others] = validated.issues.map(({ path, message }) =>
    at(offsetOf(path), path === "" ? message : `${path}: ${message}`)
  );
  throw new ConfigError([first, ...others].join("\n"));

  function toValue(): unknown {
    try {
      return document.toJS({ maxAliasCount: 0 }) ?? {};
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new ConfigError(`Cannot read ${name}: ${message}`, { cause });
    }
  }

  function at(offset: number, message: string): string {
    const { line, col } = lines.linePos(offset);
    return `Cannot read ${name}:${line}:${col}: ${message}`;
  }

  /** Where the field stands, or the innermost thing around it that is there. */
  function offsetOf(path: string): number {
    const keys = path === "" ? [] : path.split(".");
    for (let length = keys.length; length > 0; length--) {
      const node = document.getIn(keys.slice(0, length), true) as Node | undefined;
      const offset = node?.range?.[0];
      if (offset !== undefined) return offset;
    }
    return isMap(document.contents) ? document.contents.range?.[0] ?? 0 : 0;
  }
}
