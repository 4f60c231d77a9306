import { withDeadline } from "../transport/deadline.ts";
import type { Deps } from "../transport/deps.ts";
import { type RetryPolicy, type SendResult, sendWithRetry } from "../transport/retry.ts";
import { TransportError } from "../transport/transport_error.ts";
import { type AccessToken, isToken } from "./access_token.ts";
import { type ApiVersions, endpointsOf } from "./endpoints.ts";
import { type AcceptedEvent, type EventFamily, familyOf, keyOf } from "./events.ts";
import { accountRecheckMs, concernsAccount, type Receipt } from "./receipts.ts";
import { delivered, judgeBatch, judgeSingle, type Verdict } from "./verdicts.ts";

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
  /** The event as JSON, which is what is sent. */
  json: string;
}

/** The deliveries of one call. Once HubSpot refuses the whole account, nothing more is sent until it may pass. */
export class Delivery {
  readonly #settings: DeliverySettings;
  readonly #signal: AbortSignal | undefined;
  #refusal: { verdict: Verdict; until: number } | undefined;

  constructor(settings: DeliverySettings, signal?: AbortSignal) {
    this.#settings = settings;
    this.#signal = signal;
  }

  /** Sends one event on its own. */
  async single(one: Numbered): Promise<Receipt> {
    const refusal = this.#currentRefusal();
    if (refusal !== undefined) return receiptOf(one, refusal);
    const path = endpointsOf(familyOf(one.event), this.#settings.versions).single;
    return receiptOf(one, this.#noted(judgeSingle(await this.#post(path, one.json))));
  }

  /**
   * Sends events of one family together and yields a receipt for each. A batch that HubSpot refuses whole is halved
   * until the events at fault stand alone, so that they take no other down with them.
   */
  async *batch(batch: readonly Numbered[]): AsyncGenerator<Receipt, void, undefined> {
    const [first] = batch;
    if (first === undefined) return;
    if (batch.length === 1) return yield await this.single(first);
    const refusal = this.#currentRefusal();
    if (refusal !== undefined) return yield* batch.map((one) => receiptOf(one, refusal));
    const family: EventFamily = familyOf(first.event);
    const path = endpointsOf(family, this.#settings.versions).batch;
    const body = `{"inputs":[${batch.map(({ json }) => json).join(",")}]}`;
    const judged = judgeBatch(family, await this.#post(path, body));
    if (judged.kind === "all") {
      const verdict = this.#noted(judged.verdict);
      yield* batch.map((one) => receiptOf(one, verdict));
    } else if (judged.kind === "taken") {
      yield* this.#believed(batch, judged.ids);
    } else {
      const middle = Math.ceil(batch.length / 2);
      yield* this.batch(batch.slice(0, middle));
      yield* this.batch(batch.slice(middle));
    }
  }

  /**
   * An event that the answer does not name is sent alone: under its id that is safe, and it tells. So is one whose id
   * another type's event in the batch has too, because the answer may mean that one.
   */
  async *#believed(
    batch: readonly Numbered[],
    ids: ReadonlySet<string>,
  ): AsyncGenerator<Receipt, void, undefined> {
    const counts = new Map<string, number>();
    for (const { event } of batch) {
      const { id } = keyOf(event);
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    for (const one of batch) {
      const { id } = keyOf(one.event);
      const isNamed = ids.has(id) && counts.get(id) === 1;
      yield isNamed ? receiptOf(one, delivered) : await this.single(one);
    }
  }

  #currentRefusal(): Verdict | undefined {
    const { now } = this.#settings.deps;
    return this.#refusal !== undefined && now() < this.#refusal.until
      ? this.#refusal.verdict
      : undefined;
  }

  #noted(verdict: Verdict): Verdict {
    if (verdict.outcome === "deferred" && concernsAccount(verdict)) {
      const until = verdict.retryAt ?? this.#settings.deps.now() + accountRecheckMs;
      this.#refusal = { verdict, until };
    }
    return verdict;
  }

  async #post(path: string, body: string): Promise<SendResult> {
    const { baseUrl, deps, policy, timeoutMs } = this.#settings;
    const signal = this.#signal;
    const token = await this.#token();
    if (token instanceof TransportError) {
      return { outcome: { kind: "error", error: token }, attempts: 0 };
    }
    return await sendWithRetry({
      url: baseUrl + path,
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body,
    }, { deps, policy, timeoutMs, signal });
  }

  /** What a token function throws stays here: it may hold a secret, and messages go to logs. */
  async #token(): Promise<string | TransportError> {
    const { accessToken, deps, timeoutMs } = this.#settings;
    if (typeof accessToken === "string") return accessToken;
    const label = "Getting the access token";
    try {
      const token = await withDeadline(async () => await accessToken(), {
        label,
        deps,
        timeoutMs,
        signal: this.#signal,
      });
      if (isToken(token)) return token;
      return new TransportError("no_token", `${label} failed: it is no word in ASCII`);
    } catch (error) {
      if (error instanceof TransportError && error.code === "aborted") return error;
      const cause = error instanceof TransportError ? error.cause ?? error : error;
      return new TransportError("no_token", `${label} failed`, { cause });
    }
  }
}

function receiptOf({ index, event }: Numbered, verdict: Verdict): Receipt {
  return { index, key: keyOf(event), ...verdict };
}
