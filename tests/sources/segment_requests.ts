import { receive, segment, type SegmentSourceOptions } from "../../src/sources/segment.ts";
import type { RawRequest } from "../../src/sources/source.ts";

export const writeKey = "a-write-key-of-ours";
export const receivedAt: Date = new Date("2026-11-22T12:00:00.000Z");

/** A request of Segment's server libraries; a text is sent as it is. */
export function request(path: string, body: unknown, key: string = writeKey): RawRequest {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return {
    method: "POST",
    url: `https://events.example.com/v1/${path}`,
    headers: new Headers({ authorization: `Basic ${btoa(`${key}:`)}` }),
    body: new TextEncoder().encode(text),
    receivedAt,
  };
}

/** What the source makes of one call. */
export async function read(
  path: string,
  body: unknown,
  own: Partial<SegmentSourceOptions> = {},
) {
  return await receive(segment({ writeKey, ...own }), request(path, body));
}

/** What it makes of a batch. */
export async function readBatch(
  batch: readonly unknown[],
  own: Partial<SegmentSourceOptions> = {},
) {
  return await read("batch", { batch }, own);
}

/** The one activity of one call. */
export async function readOne(
  path: string,
  body: unknown,
  own: Partial<SegmentSourceOptions> = {},
) {
  const { activities } = await read(path, body, own);
  const [activity] = activities;
  if (activities.length !== 1 || activity === undefined) {
    throw new Error(`Expected one activity, found ${activities.length}`);
  }
  return activity;
}
