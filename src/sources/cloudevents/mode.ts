import { mediaTypeOf } from "../media_type.ts";

/** How a request carries events: one as its body, a list of them, or one with its attributes in headers. */
export type ContentMode = "structured" | "batched" | "binary";

/** Prefix of the headers that hold attributes. */
export const attributePrefix = "ce-";

/**
 * Tells how a request carries events; nothing where it carries none, or in a format other than JSON. A structured event may
 * have its attributes in headers, too, so the content type decides.
 */
export function modeOf(headers: Headers): ContentMode | undefined {
  const mediaType = mediaTypeOf(headers.get("content-type"));
  if (mediaType === "application/cloudevents+json") return "structured";
  if (mediaType === "application/cloudevents-batch+json") return "batched";
  if (mediaType.startsWith("application/cloudevents")) return undefined;
  const attributes = ["specversion", "id", "source", "type"];
  return attributes.some((name) => headers.has(`${attributePrefix}${name}`)) ? "binary" : undefined;
}
