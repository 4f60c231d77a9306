import * as v from "valibot";
import { type Issue, validate, type Validated } from "../../validation/issues.ts";
import { readTimestamp } from "../payload/time.ts";

/** Value of an extension attribute. */
export type ExtensionValue = string | number | boolean;

/** The attributes of a CloudEvent: all that it says beside its data. */
export interface Attributes {
  /** Unique within `source`. */
  id: string;
  /** URI reference of where it happened. */
  source: string;
  /** What happened. */
  type: string;
  /** What it happened to. */
  subject?: string | null | undefined;
  /** When, RFC 3339. */
  time?: string | null | undefined;
  /** Address of the schema of the data. */
  dataschema?: string | null | undefined;
  /** Media type of the data. */
  datacontenttype?: string | null | undefined;
}

/** A CloudEvent, whichever way it came. */
export interface CloudEvent {
  /** The attributes that the specification names. */
  attributes: Attributes;
  /** Every other attribute. */
  extensions: ReadonlyMap<string, ExtensionValue>;
  /** The data as JSON or text; nothing where there is none, or none that can be read. */
  data: unknown;
}

/** Longest text of an attribute, in characters. */
const longestAttribute = 2_048;

/** Most extension attributes that are read. */
const mostExtensions = 50;

const text = v.pipe(
  v.string("Expected a text"),
  v.nonEmpty("Expected a text, found an empty one"),
  v.maxLength(longestAttribute, `Expected at most ${longestAttribute} characters`),
);

const known: v.GenericSchema<unknown, Attributes & { specversion: string }> = v.object({
  specversion: v.literal("1.0", 'Expected "1.0": other versions of CloudEvents are not taken'),
  id: text,
  source: text,
  type: text,
  subject: v.nullish(text),
  time: v.nullish(
    v.pipe(
      text,
      v.check(
        (time) => readTimestamp(time) !== undefined,
        "Expected a time as RFC 3339 has it, like 2026-11-20T10:00:00Z",
      ),
    ),
  ),
  dataschema: v.nullish(text),
  datacontenttype: v.nullish(text),
});

const knownNames: ReadonlySet<string> = new Set([
  "specversion",
  "id",
  "source",
  "type",
  "subject",
  "time",
  "dataschema",
  "datacontenttype",
  "data",
  "data_base64",
]);

/** Checks the attributes of an event, those that are required above all. */
export function readAttributes(
  found: Readonly<Record<string, unknown>>,
): Validated<Omit<CloudEvent, "data">> {
  const checked = validate(known, found);
  if (!checked.ok) return checked;
  const { specversion: _, ...attributes } = checked.value;
  return { ok: true, value: { attributes, extensions: extensionsOf(found) } };
}

/** The event as the JSON format writes it, which is what paths lead through. */
export function documentOf({ attributes, extensions, data }: CloudEvent): Record<string, unknown> {
  return { ...Object.fromEntries(extensions), ...attributes, data };
}

/** An issue with the whole of an event. */
export function refuse(path: string, message: string): { ok: false; issues: Issue[] } {
  return { ok: false, issues: [{ path, message }] };
}

/** What an attribute may neither be called nor hold is left out: it harms nobody. */
function extensionsOf(found: Readonly<Record<string, unknown>>): Map<string, ExtensionValue> {
  const extensions = new Map<string, ExtensionValue>();
  for (const [name, value] of Object.entries(found)) {
    if (extensions.size === mostExtensions) break;
    if (knownNames.has(name) || !/^[a-z0-9]{1,100}$/.test(name)) continue;
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
      extensions.set(name, value);
    }
  }
  return extensions;
}
