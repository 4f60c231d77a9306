import { sha1 } from "./sha1.ts";

/**
 * Namespace of Hubline's activity ids, drawn once at random. It never changes: another one would give every
 * happening a second id, and so a second place on the timeline.
 */
const activities = "3d0f6a52-7c1e-4b8f-9a46-e15b0c9d2f73";

/**
 * Makes the id of an activity from the facts that tell it from every other: the same facts give the same id, in
 * any process and at any time. The parts go in as a JSON array, so that no two lists run into one text.
 */
export function activityId(parts: readonly string[]): Promise<string> {
  return uuidV5(activities, JSON.stringify(parts));
}

/**
 * Makes a UUID of version 5, the SHA-1 of a name within a namespace.
 *
 * Rejects with a `TypeError` where the namespace is no UUID.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9562#section-5.5
 */
export function uuidV5(namespace: string, name: string): Promise<string> {
  return new Promise((resolve) => resolve(namedUuid(namespace, name)));
}

const encoder = new TextEncoder();

function namedUuid(namespace: string, name: string): string {
  const prefix = uuidBytes(namespace);
  const text = encoder.encode(name);
  const hashed = new Uint8Array(prefix.length + text.length);
  hashed.set(prefix);
  hashed.set(text, prefix.length);
  const hex = Array.from(sha1(hashed).subarray(0, 16), withVersionAndVariant).join("");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join("-");
}

function withVersionAndVariant(byte: number, index: number): string {
  const marked = index === 6 ? (byte & 0x0f) | 0x50 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
  return marked.toString(16).padStart(2, "0");
}

function uuidBytes(uuid: string): Uint8Array {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(uuid)) {
    throw new TypeError(`Cannot make a UUID: namespace "${uuid}" is no UUID`);
  }
  const hex = uuid.replaceAll("-", "");
  return Uint8Array.from({ length: 16 }, (_, at) => parseInt(hex.slice(2 * at, 2 * at + 2), 16));
}
