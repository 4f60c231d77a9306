import { createDeps, type Deps } from "../transport/deps.ts";
import type { RetryPolicy } from "../transport/retry.ts";
import { acceptEvent } from "./accept.ts";
import { type AccessToken, isToken } from "./access_token.ts";
import { Delivery, type DeliverySettings, type Numbered } from "./delivery.ts";
import { type ApiVersions, defaultVersions, endpointsOf, isBaseUrl } from "./endpoints.ts";
import { HubSpotError } from "./errors.ts";
import { parseEvent } from "./event_schemas.ts";
import { type EventFamily, familyOf, type HubSpotEvent } from "./events.ts";
import type { DeliveredReceipt, DuplicateReceipt, Receipt, RejectedReceipt } from "./receipts.ts";
import { hubSpotRetryPolicy } from "./retry_policy.ts";

/** Settings of a client. */
export interface ClientOptions {
  /** OAuth access token or private-app token, or a function that gives the current one. */
  accessToken: AccessToken;
  /** Address of HubSpot's API. Default: `https://api.hubapi.com`. */
  baseUrl?: string;
  /** Version of each event API. Default: timeline `v3`, app and custom events `2026-03`. */
  versions?: Partial<ApiVersions>;
  /** Longest time for one attempt, in milliseconds. Default: 30,000. */
  timeoutMs?: number;
  /** Decides what follows each attempt. Default: {@linkcode hubSpotRetryPolicy} with its defaults. */
  retryPolicy?: RetryPolicy;
  /** Network, clock and randomness to use in place of the runtime's. Default: the runtime's. */
  deps?: Partial<Deps>;
}

/** Settings of one call. */
export interface SendCallOptions {
  /** Ends the call; what was not delivered by then is deferred with code `aborted`. Default: none. */
  signal?: AbortSignal;
}

/**
 * Longest batch, in characters of JSON: one that a slow line carries well within the timeout, whatever its events hold.
 */
const batchLength = 1024 * 1024;

/** Sends events to HubSpot. */
export interface Client {
  /**
   * Sends one event.
   *
   * @throws {HubSpotError} If HubSpot does not take the event, or the event breaks a rule.
   */
  send(
    event: HubSpotEvent,
    options?: SendCallOptions,
  ): Promise<DeliveredReceipt | DuplicateReceipt>;
  /**
   * Sends any number of events, of all families mixed, in batches as large as HubSpot takes, and yields one
   * receipt for each, in the order in which they become known. Never throws for an event.
   */
  sendAll(
    events: Iterable<HubSpotEvent> | AsyncIterable<HubSpotEvent>,
    options?: SendCallOptions,
  ): AsyncGenerator<Receipt, void, undefined>;
}

/**
 * Makes a client for HubSpot's event APIs.
 *
 * @example
 * ```ts
 * import { createClient } from "@hubline/timeline";
 * import { createLocalHubSpot } from "@hubline/timeline/local";
 * import assert from "node:assert/strict";
 *
 * const hubspot = createLocalHubSpot(); // stands in for HubSpot here
 * const client = createClient({
 *   accessToken: "pat-na1-your-token",
 *   deps: { fetch: (url, init) => hubspot.fetch(new Request(url, init)) },
 * });
 * const receipt = await client.send({
 *   eventName: "pe123_signed_up",
 *   email: "ada@example.com",
 *   properties: { plan: "team" },
 * });
 * assert.equal(receipt.outcome, "delivered");
 * ```
 *
 * @throws {TypeError} If `accessToken` is no word in ASCII, or `baseUrl` is no http(s) address.
 * @throws {RangeError} If `timeoutMs` is not positive.
 */
export function createClient(options: ClientOptions): Client {
  const settings = readOptions(options);
  return {
    async send(event, call = {}) {
      const receipt = await sendOne(event, settings, call);
      if (receipt.outcome === "delivered" || receipt.outcome === "duplicate") return receipt;
      throw new HubSpotError(receipt);
    },
    sendAll: (events, call = {}) => sendMany(events, settings, call),
  };
}

async function sendOne(
  input: HubSpotEvent,
  settings: DeliverySettings,
  { signal }: SendCallOptions,
): Promise<Receipt> {
  const parsed = acceptInput(input, 0, settings);
  return "outcome" in parsed ? parsed : await new Delivery(settings, signal).single(parsed);
}

async function* sendMany(
  inputs: Iterable<HubSpotEvent> | AsyncIterable<HubSpotEvent>,
  settings: DeliverySettings,
  { signal }: SendCallOptions,
): AsyncGenerator<Receipt, void, undefined> {
  const delivery = new Delivery(settings, signal);
  const open = new Map<EventFamily, { batch: Numbered[]; length: number }>();
  let index = 0;
  for await (const input of inputs) {
    const parsed = acceptInput(input, index++, settings);
    if ("outcome" in parsed) {
      yield parsed;
      continue;
    }
    const family = familyOf(parsed.event);
    const { batchSize } = endpointsOf(family, settings.versions);
    const full = open.get(family);
    if (full !== undefined && full.length + parsed.json.length > batchLength) {
      open.delete(family);
      yield* delivery.batch(full.batch);
    }
    const { batch, length } = open.get(family) ?? { batch: [], length: 0 };
    batch.push(parsed);
    open.set(family, { batch, length: length + parsed.json.length });
    if (batch.length < batchSize) continue;
    open.delete(family);
    yield* delivery.batch(batch);
  }
  for (const { batch } of open.values()) yield* delivery.batch(batch);
}

/** Types do not hold at run time, so every event is checked before it gets its id. */
function acceptInput(
  input: HubSpotEvent,
  index: number,
  { deps }: DeliverySettings,
): Numbered | RejectedReceipt {
  const parsed = parseEvent(input);
  if (parsed.ok) {
    const event = acceptEvent(parsed.value, deps);
    return { index, event, json: JSON.stringify(event) };
  }
  const message = "The event breaks a rule of its API";
  return { outcome: "rejected", code: "invalid_event", index, message, issues: parsed.issues };
}

function readOptions(options: ClientOptions): DeliverySettings {
  const {
    accessToken,
    baseUrl = "https://api.hubapi.com",
    versions = {},
    timeoutMs = 30_000,
    retryPolicy: policy = hubSpotRetryPolicy(),
    deps = {},
  } = options;
  if (typeof accessToken === "string" && !isToken(accessToken)) {
    const found = accessToken === "" ? "it is empty" : "it holds white space or other characters";
    throw new TypeError(`Cannot make a client: accessToken must be one word in ASCII: ${found}`);
  }
  if (!isBaseUrl(baseUrl)) {
    // Without its value, which may hold a password.
    throw new TypeError(
      "Cannot make a client: baseUrl must be an http(s) address without user, query or fragment",
    );
  }
  if (!(timeoutMs > 0)) {
    throw new RangeError(`Cannot make a client: timeoutMs must be above 0: ${timeoutMs}`);
  }
  return {
    accessToken,
    baseUrl: baseUrl.replace(/\/+$/, ""),
    versions: { ...defaultVersions, ...versions },
    timeoutMs,
    policy,
    deps: createDeps(deps),
  };
}
