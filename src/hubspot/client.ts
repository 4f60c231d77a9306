import { checkNumbers } from "../validation/numbers.ts";
import { connect, type ConnectionOptions } from "./connection.ts";
import type { ContactPolicy } from "./contacts.ts";
import { startDeliveries } from "./delivery.ts";
import { type ApiVersions, batchSizes, defaultVersions } from "./endpoints.ts";
import { HubSpotError } from "./errors.ts";
import type { EventFamily, HubSpotEvent } from "./events.ts";
import { makeOutgoing } from "./outgoing.ts";
import type { DeliveredReceipt, DuplicateReceipt, Receipt } from "./receipts.ts";
import { sendAll, type SendAllSettings } from "./send_all.ts";

/** Settings of a client. */
export interface ClientOptions extends ConnectionOptions {
  /** Version of each API. Default: timeline `v3`; app events and custom events `2026-03`. */
  versions?: Partial<ApiVersions>;
  /**
   * Whose contact an event goes on. `create`: HubSpot's, which is created where the address is unknown.
   * {@linkcode existingContacts}: only of people who are in HubSpot already. Default: `create`.
   */
  contacts?: "create" | ContactPolicy;
  /** Most events in one batch of each family. Default: 500 app events, 500 custom events, 100 timeline events. */
  batchSizes?: Partial<Record<EventFamily, number>>;
  /** Most bytes of a batch as JSON; a larger event goes alone. Default: 1,048,576. */
  batchBytes?: number;
  /** How long a batch waits for further events of an async iterable, in milliseconds. Default: 500. */
  lingerMs?: number;
  /** Most batches in flight at a time. Default: 6, as many connections as a Cloudflare Worker may have open. */
  concurrency?: number;
}

/** Settings of one call. */
export interface SendCallOptions {
  /**
   * Ends the call: nothing more is read, and what was read and not delivered is deferred with code `aborted`. Default:
   * none.
   */
  signal?: AbortSignal;
}

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
 * @throws {RangeError} If a number is out of its range.
 */
export function createClient(options: ClientOptions): Client {
  const settings = readOptions(options);
  return {
    send: (event, { signal } = {}) => send(event, settings, signal),
    sendAll: (events, { signal } = {}) => sendAll(events, settings, signal),
  };
}

async function send(
  input: HubSpotEvent,
  settings: SendAllSettings,
  signal: AbortSignal | undefined,
): Promise<DeliveredReceipt | DuplicateReceipt> {
  const made = makeOutgoing(input, 0, settings.connection);
  return await new Promise((resolve, reject) => {
    const tell = (receipt: Receipt, cause?: unknown) => {
      // Only what HubSpot has not got has a code that says why.
      if (!("code" in receipt)) return resolve(receipt);
      const message = `Cannot deliver the event: ${receipt.message}`;
      reject(new HubSpotError(receipt.code, message, { ...receipt, cause }));
    };
    if ("outcome" in made) tell(made);
    else startDeliveries(settings, { tell, signal })([made]).catch(reject);
  });
}

function readOptions(options: ClientOptions): SendAllSettings {
  const { contacts = "create", batchBytes = 1_048_576, lingerMs = 500, concurrency = 6 } = options;
  const connection = connect(options);
  const versions = { ...defaultVersions, ...options.versions };
  const events = { ...batchSizes, ...options.batchSizes };
  checkNumbers("make a client", {
    "batchSizes.timeline": events.timeline,
    "batchSizes.app": events.app,
    "batchSizes.custom": events.custom,
    batchBytes,
    concurrency,
  }, { least: 1, isWhole: true });
  checkNumbers("make a client", { lingerMs }, { least: 0 });
  return {
    connection,
    versions,
    contacts: contacts === "create" ? undefined : contacts,
    limits: { events, bytes: batchBytes },
    lingerMs,
    concurrency,
  };
}
