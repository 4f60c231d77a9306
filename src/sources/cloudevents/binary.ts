import type { Issue, Validated } from "../../validation/issues.ts";
import { mediaTypeOf } from "../media_type.ts";
import type { RawRequest } from "../source.ts";
import { type CloudEvent, readAttributes } from "./attributes.ts";
import { readData } from "./data.ts";
import { attributePrefix } from "./mode.ts";

/**
 * Reads an event in binary mode: attributes are headers, and data is the body. Throws a `SourceError` `invalid_json` for a
 * body that is not the JSON that its content type says.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
 */
export function readBinary({ headers, body }: RawRequest): Validated<CloudEvent> {
  const contentType = headers.get("content-type");
  const found = new Map<string, string>();
  const issues: Issue[] = [];
  for (const [header, value] of headers) {
    if (!header.startsWith(attributePrefix)) continue;
    const decoded = decodeValue(value);
    if (decoded === undefined) {
      issues.push({ path: header, message: "Expected percent-encoded UTF-8" });
    } else found.set(header.slice(attributePrefix.length), decoded);
  }
  if (issues.length > 0) return { ok: false, issues };
  const read = readAttributes({
    ...Object.fromEntries(found),
    ...(contentType === null || contentType === "" ? {} : { datacontenttype: contentType }),
  });
  if (!read.ok) {
    return {
      ok: false,
      issues: read.issues.map(({ path, message }) => ({ path: headerOf(path), message })),
    };
  }
  const data = readData(body, mediaTypeOf(contentType));
  return { ok: true, value: { ...read.value, data } };
}

function headerOf(attribute: string): string {
  return attribute === "datacontenttype" ? "content-type" : `${attributePrefix}${attribute}`;
}

/**
 * Undoes quotes, which older senders put around values, and then one round of percent-encoding; nothing where that is no
 * UTF-8. A percent sign that begins no code stays: some senders, the JavaScript SDK among them, encode nothing.
 */
function decodeValue(value: string): string | undefined {
  const [, quoted] = /^"(.*)"$/s.exec(value) ?? [];
  const plain = quoted === undefined ? value : quoted.replace(/\\(.)/gs, "$1");
  try {
    return plain.replace(/(?:%[0-9a-f]{2})+/gi, decodeURIComponent);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
