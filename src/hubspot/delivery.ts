import type { Deps } from "../transport/deps.ts";
import { type RetryPolicy, type SendResult, sendWithRetry } from "../transport/retry.ts";
import { TransportError } from "../transport/send_once.ts";
import { type ApiVersions, endpointsOf } from "./endpoints.ts";
import { type AcceptedEvent, type EventFamily, familyOf, keyOf } from "./events.ts";
import type { Receipt } from "./receipts.ts";
import { judgeBatch, judgeSingle, type Verdict } from "./verdicts.ts";

/** Gives the access token for one request. */
export type AccessToken = string | (() => string | Promise<string>);

/** How and where events are delivered; every setting filled in. */
export interface DeliverySettings {
  /** Token of each request. */
  accessToken: AccessToken;
  /** Address of HubSpot's API, without a slash at its end. */
  baseUrl: string;
  /** Version of each event API. */
  versions: ApiVersions;
  /** Longest time for one attempt, in milliseconds. */
  timeoutMs: number;
  /** Decides what follows each attempt. */
  policy: RetryPolicy;
  /** Network, clock and chance. */
  deps: Deps;
}

/** An accepted event with its position in the caller's input. */
export interface Numbered {
  /** Position in the input, from 0. */
  index: number;
  /** The event. */
  event: AcceptedEvent;
}

/** Sends one event on its own. */
export async function deliverSingle(
  { index, event }: Numbered,
  settings: DeliverySettings,
  signal?: AbortSignal,
): Promise<Receipt> {
  const path = endpointsOf(familyOf(event), settings.versions).single;
  const verdict = judgeSingle(await post(path, event, { settings, signal }));
  return { index, key: keyOf(event), ...verdict };
}

/**
 * Sends events of one family together and yields a receipt for each. A batch that HubSpot refuses whole is
 * halved until the events at fault stand alone, so that they take no other down with them.
 */
export async function* deliverBatch(
  batch: readonly Numbered[],
  settings: DeliverySettings,
  signal?: AbortSignal,
): AsyncGenerator<Receipt, void, undefined> {
  const [first] = batch;
  if (first === undefined) return;
  if (batch.length === 1) return yield await deliverSingle(first, settings, signal);
  const family: EventFamily = familyOf(first.event);
  const path = endpointsOf(family, settings.versions).batch;
  const body = { inputs: batch.map(({ event }) => event) };
  const judged = judgeBatch(family, await post(path, body, { settings, signal }));
  switch (judged.kind) {
    case "all":
      for (const { index, event } of batch) yield { index, key: keyOf(event), ...judged.verdict };
      return;
    case "taken":
      // An event that the answer does not name is sent alone: under its id that is safe, and it tells.
      for (const one of batch) {
        const key = keyOf(one.event);
        if (judged.ids.has(key.id)) yield { index: one.index, key, ...delivered };
        else yield await deliverSingle(one, settings, signal);
      }
      return;
    case "split": {
      const middle = Math.ceil(batch.length / 2);
      yield* deliverBatch(batch.slice(0, middle), settings, signal);
      yield* deliverBatch(batch.slice(middle), settings, signal);
    }
  }
}

const delivered: Verdict = { outcome: "delivered" };

async function post(
  path: string,
  body: AcceptedEvent | { inputs: AcceptedEvent[] },
  { settings, signal }: { settings: DeliverySettings; signal: AbortSignal | undefined },
): Promise<SendResult> {
  const { accessToken, baseUrl, deps, policy, timeoutMs } = settings;
  let token: string;
  try {
    token = typeof accessToken === "string" ? accessToken : await accessToken();
  } catch (cause) {
    const error = new TransportError("network_error", "Cannot get an access token", { cause });
    return { outcome: { kind: "error", error }, attempts: 0 };
  }
  return await sendWithRetry({
    url: baseUrl + path,
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  }, { deps, policy, timeoutMs, signal });
}
