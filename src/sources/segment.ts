/**
 * Segment's HTTP tracking API, so that what already tells Segment what people do can tell their HubSpot timeline: every
 * client library of Segment works with its host changed and nothing else.
 *
 * ```ts
 * import { segment } from "@hubline/timeline/sources/segment";
 * import assert from "node:assert/strict";
 *
 * const source = segment({ writeKey: "a-write-key-of-your-own" });
 *
 * const request = {
 *   method: "POST",
 *   url: "https://events.example.com/v1/track",
 *   headers: new Headers({ authorization: `Basic ${btoa("a-write-key-of-your-own:")}` }),
 *   body: new TextEncoder().encode(JSON.stringify({
 *     userId: "97980cfea0067",
 *     event: "Order Completed",
 *     properties: { orderId: "50314b8e", total: 27.5 },
 *     context: { traits: { email: "ada@example.com" } },
 *     messageId: "022bb90c-bbac-11e4-8dfc-aa07a5b093db",
 *   })),
 *   receivedAt: new Date(),
 * };
 * await source.verify(request);
 * const { activities } = await source.parse(request);
 *
 * assert.equal(activities[0]?.type, "segment.track.Order Completed");
 * assert.equal(activities[0]?.actor.email, "ada@example.com");
 * assert.deepEqual(activities[0]?.properties, { order_id: "50314b8e", total: 27.5 });
 * ```
 *
 * With the forwarder's route at `/v1`, the one line to change is:
 *
 * | client | line |
 * |---|---|
 * | `@segment/analytics-node` | `new Analytics({ writeKey, host: "https://events.example.com" })` |
 * | `@segment/analytics-next` | `AnalyticsBrowser.load({ writeKey }, { integrations: { "Segment.io": { apiHost: "events.example.com/v1" } } })` |
 * | Python | `segment.analytics.host = "https://events.example.com"` |
 * | Java | `Analytics.builder(writeKey).endpoint("https://events.example.com")` |
 * | Swift, Kotlin | `apiHost` of the configuration: `"events.example.com/v1"` |
 *
 * The write key is one that you make up: each of its holders can send events for any contact, and one in a web page is
 * known to all its visitors. The browser's library reads its settings from Segment's CDN unless they are given to it
 * as `cdnSettings`: `{ writeKey, cdnSettings: { integrations: { "Segment.io": { apiKey: writeKey } } } }`.
 *
 * `track`, `page` and `screen` become activities `segment.track.{event}`, `segment.page.{name}`, `segment.screen.{name}`.
 * `identify`, `group` and `alias` say who somebody is; they are no events, unless `include` asks for them. The contact is
 * the address in `context.traits.email`, `traits.email`, `properties.email` or `userId`, or else the one that an earlier
 * `identify` told of the same `userId` (or `anonymousId`, where there is no `userId`), joined by `alias`. HubSpot's cookie
 * can be passed on as `hubspotutk` of `context` or `properties`.
 *
 * @see https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/
 * @module
 */
import type { Activity, Skipped } from "../activity/activity.ts";
import { type FactKind, readCall, skippedFor } from "./segment/activities.ts";
import { type AddressBook, addressBookInMemory } from "./segment/address_book.ts";
import { callsOf, invalid, limits, paths } from "./segment/calls.ts";
import { Notes } from "./segment/contact.ts";
import { admitKey, checkedKeys, verifyKey } from "./segment/write_key.ts";
import type { Parsed, RawRequest, Source } from "./source.ts";

export type * from "../activity/activity.ts";
export type { Issue } from "../validation/issues.ts";
export type * from "../validation/json.ts";
export type { FactKind } from "./segment/activities.ts";
export {
  type AddressBook,
  addressBookInMemory,
  type AddressEntry,
  type MemoryAddressBookOptions,
} from "./segment/address_book.ts";
export * from "./source.ts";

/** What {@linkcode segment} needs to know. */
export interface SegmentSourceOptions {
  /**
   * The write key that clients send. Several where several clients have their own, or while one is being changed. ASCII
   * without white space and colons.
   */
  writeKey: string | readonly string[];
  /** Remembers the addresses that `identify` tells. Default: 100,000 of them, as long as the process lasts. */
  addresses?: AddressBook;
  /** Calls about people that go on the timeline as well. Default: none. */
  include?: readonly FactKind[];
}

/**
 * Makes the source for Segment's client libraries. It takes what Segment takes: 500 KiB a request, 32 KiB a message,
 * 2,500 messages a batch. A message of a batch that breaks a rule is skipped, and the others go on.
 *
 * Throws a `TypeError` or `RangeError` for options that break their rule.
 */
export function segment(options: SegmentSourceOptions): Source {
  const keys = checkedKeys(options.writeKey);
  const { addresses = addressBookInMemory() } = options;
  const include: ReadonlySet<string> = new Set(options.include);
  return {
    name: "segment",
    maxBodyBytes: limits.bodyBytes,
    paths,
    success: { status: 200, body: { success: true } },
    isForBrowsers: true,
    mayBeCompressed: true,
    admit: (headers) => admitKey(headers, keys),
    // deno-lint-ignore require-await -- an error must come as a rejection, as from every other source
    verify: async (request) => verifyKey(request, keys),
    parse: (request) => parse(request, { addresses, include }),
  };
}

async function parse(
  request: RawRequest,
  { addresses, include }: { addresses: AddressBook; include: ReadonlySet<string> },
): Promise<Parsed> {
  const { calls, isTooMany, isSingle } = callsOf(request);
  const notes = new Notes(addresses);
  const activities: Activity[] = [];
  const skipped: Skipped[] = [];
  // One after the other: what an `identify` tells counts for the calls behind it.
  for (const call of calls) {
    const outcome = await readCall(call, { notes, include, receivedAt: request.receivedAt });
    if ("activity" in outcome) activities.push(outcome.activity);
    else if ("skipped" in outcome) skipped.push(outcome.skipped);
    else if (isSingle) throw invalid(outcome.invalid.path, outcome.invalid.message);
    else skipped.push(skippedFor(call, outcome.invalid));
  }
  if (isTooMany) skipped.push({ reason: "too_many", what: "segment.batch" });
  await notes.save();
  return { activities, skipped };
}
