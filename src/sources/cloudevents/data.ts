import { decodeText, parseBody } from "../json_body.ts";

/** Whether data of a media type is JSON: any subtype `json`, or one that ends with `+json`. */
function isJson(mediaType: string): boolean {
  return /^[^/]+\/(?:json|[^/]*\+json)$/.test(mediaType);
}

/** Whether data of a media type can be read as text. */
function isText(mediaType: string): boolean {
  return mediaType.startsWith("text/") || /^application\/(?:xml|[^/]*\+xml)$/.test(mediaType);
}

/**
 * Reads data of a media type: JSON as JSON, text as text, and nothing of any other or of none, which only the sender
 * understands. Throws a `SourceError` `invalid_json` for what is not of its type.
 */
export function readData(bytes: Uint8Array, mediaType: string): unknown {
  if (bytes.length === 0) return undefined;
  if (isJson(mediaType)) return parseBody(bytes);
  return isText(mediaType) ? decodeText(bytes) : undefined;
}
