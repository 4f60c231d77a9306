import { uuidV5 } from "../activity/id.ts";
import type { HubSpotEvent } from "../hubspot/events.ts";

/** An event, and where it stands in its request. */
export interface PlacedEvent {
  /** Position, from 0; of a line its number. */
  position: number;
  /** The event as it came. */
  event: HubSpotEvent;
}

/** What the header of that name says. */
export type ReadKey = { ok: true; key?: string } | { ok: false; message: string };

/** Namespace of the ids, drawn once at random; another one would make each repeat a new event. */
const namespace = "9b1c5f0e-6a83-4d27-b0de-74f21c3a8e65";

/**
 * Reads the `Idempotency-Key` of a request: a text in quotes, as the draft has it, or the same without, as many clients
 * send it.
 *
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header
 */
export function readIdempotencyKey(headers: Headers): ReadKey {
  const text = headers.get("idempotency-key")?.trim();
  if (text === undefined) return { ok: true };
  const quoted = /^"((?:[ !#-[\]-~]|\\["\\])*)"$/.exec(text)?.[1];
  const key = quoted?.replaceAll(/\\(["\\])/g, "$1") ?? text;
  if (quoted === undefined && !/^[!#-~]+$/.test(text) || key === "" || key.length > 255) {
    const message = "Expected an Idempotency-Key of 1 to 255 printable ASCII characters in quotes";
    return { ok: false, message };
  }
  return { ok: true, key };
}

/**
 * Makes an id for each event from the key of its request, its position and what it says, so that a repeat of the request
 * brings the same events.
 *
 * The draft has a server refuse another body under the same key, for which it must remember bodies, and not every outbox
 * remembers anything. What an event says is therefore part of its id: under a key that is used again, another body is
 * other events. They are taken, and nothing that was acknowledged is lost as a supposed repeat.
 */
export function idsFromKey(key: string, events: readonly PlacedEvent[]): Promise<string[]> {
  return Promise.all(
    events.map(({ position, event }) => uuidV5(namespace, JSON.stringify([key, position, event]))),
  );
}
