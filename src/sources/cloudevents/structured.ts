import type { Validated } from "../../validation/issues.ts";
import { isRecord } from "../json_body.ts";
import { mediaTypeOf } from "../media_type.ts";
import { decodeBase64 } from "../signature.ts";
import { SourceError } from "../source.ts";
import { type CloudEvent, readAttributes, refuse } from "./attributes.ts";
import { readData } from "./data.ts";

/**
 * Reads an event in the JSON format: attributes and data are members of one object.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
 */
export function readStructured(found: unknown): Validated<CloudEvent> {
  if (!isRecord(found)) return refuse("", "Expected a CloudEvent, an object");
  const read = readAttributes(found);
  if (!read.ok) return read;
  const base64 = memberOf(found, "data_base64");
  const data = memberOf(found, "data");
  if (base64 === undefined || base64 === null) return { ok: true, value: { ...read.value, data } };
  if (data !== undefined) return refuse("data_base64", "Expected data or data_base64, found both");
  const bytes = typeof base64 === "string" ? decodeBase64(base64) : undefined;
  if (bytes === undefined) return refuse("data_base64", "Expected Base64");
  const { datacontenttype } = read.value.attributes;
  try {
    // The JSON format takes data without a type for JSON.
    const decoded = readData(bytes, mediaTypeOf(datacontenttype ?? "application/json"));
    return { ok: true, value: { ...read.value, data: decoded } };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    if (!datacontenttype) return { ok: true, value: { ...read.value, data: undefined } };
    return refuse("data_base64", "Expected what datacontenttype says, found something else");
  }
}

function memberOf(found: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(found, name) ? found[name] : undefined;
}
