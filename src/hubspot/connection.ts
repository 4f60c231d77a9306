import type { Sending } from "../transport/attempt.ts";
import { withDeadline } from "../transport/deadline.ts";
import { createDeps, type Deps } from "../transport/deps.ts";
import type { Hooks } from "../transport/hooks.ts";
import { type RetryPolicy, type SendResult, sendWithRetry } from "../transport/retry.ts";
import { TransportError } from "../transport/transport_error.ts";
import { type AccessToken, isToken, type TokenContext } from "./access_token.ts";
import { type AccountLimiter, createAccountLimiter } from "./account_limiter.ts";
import { isBaseUrl } from "./endpoints.ts";
import { HubSpotError } from "./errors.ts";
import { readLimit } from "./rate_headers.ts";
import { hubSpotRetryPolicy, longestWaitMs } from "./retry_policy.ts";

/** How HubSpot's API is reached. */
export interface ConnectionOptions {
  /**
   * OAuth access token or private-app token, or a function that gives the current one, such as {@linkcode oauth}
   * makes. It is asked once more, with `rejected`, for a token that HubSpot answers 401 to.
   */
  accessToken: AccessToken;
  /** Address of HubSpot's API. Default: `https://api.hubapi.com`. */
  baseUrl?: string;
  /** Longest time for one attempt, in milliseconds. Default: 30,000. */
  timeoutMs?: number;
  /** Decides what follows each attempt. Default: {@linkcode hubSpotRetryPolicy} with its defaults. */
  retryPolicy?: RetryPolicy;
  /** The account's limits. Default: a {@linkcode createAccountLimiter} of its own. */
  limiter?: AccountLimiter;
  /** Told of every request, answer and retry. Default: nobody is. */
  hooks?: Hooks;
  /** Network, clock and randomness to use in place of the runtime's. Default: the runtime's. */
  deps?: Partial<Deps>;
}

/** A request to HubSpot, whose answer may be awaited for several attempts. */
export interface ApiRequest {
  /** What it is for, in a few fixed words, for hooks. */
  operation: string;
  /** HTTP method. */
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path and query, every part encoded. */
  path: string;
  /** The body, as JSON text. */
  body?: string;
  /** How many events it carries. Default: 0. */
  events?: number;
  /** Which of the account's limits it counts under. Default: `general`. */
  lane?: keyof AccountLimiter;
}

/** A HubSpot account as requests see it: one address, one token, one limiter. */
export class Connection {
  /** Network, clock and chance. */
  readonly deps: Deps;
  readonly #accessToken: AccessToken;
  readonly #baseUrl: string;
  readonly #timeoutMs: number;
  readonly #policy: RetryPolicy;
  readonly #limiter: AccountLimiter;
  readonly #hooks: Hooks | undefined;
  #requests = 0;

  /** Checks the options; throws `TypeError` or `RangeError` with the rule and what was found. */
  constructor(options: ConnectionOptions) {
    const { accessToken, baseUrl = "https://api.hubapi.com", timeoutMs = 30_000 } = options;
    if (typeof accessToken === "string" && !isToken(accessToken)) {
      const found = accessToken === "" ? "it is empty" : "it holds white space or other characters";
      throw new TypeError(`Cannot reach HubSpot: accessToken must be one word in ASCII: ${found}`);
    }
    if (!isBaseUrl(baseUrl)) {
      // Without its value, which may hold a password.
      throw new TypeError(
        "Cannot reach HubSpot: baseUrl must be an http(s) address without user, query or fragment",
      );
    }
    if (!(timeoutMs > 0)) {
      throw new RangeError(`Cannot reach HubSpot: timeoutMs must be above 0: ${timeoutMs}`);
    }
    this.deps = createDeps(options.deps);
    this.#accessToken = accessToken;
    this.#baseUrl = baseUrl.replace(/\/+$/, "");
    this.#timeoutMs = timeoutMs;
    this.#policy = options.retryPolicy ?? hubSpotRetryPolicy();
    this.#limiter = options.limiter ?? createAccountLimiter({ deps: this.deps });
    this.#hooks = options.hooks;
  }

  /**
   * Sends a request as well as it can be sent: within the account's limits, with retries, and once more with a fresh
   * token where HubSpot does not take the one it was given. Never throws.
   */
  async request(request: ApiRequest, signal?: AbortSignal): Promise<SendResult> {
    const number = ++this.#requests;
    let used = "";
    const send = () =>
      this.#send(request, { number, signal, token: async () => used = await this.#token(signal) });
    const result = await send();
    const { outcome } = result;
    if (outcome.kind === "error" || outcome.answer.status !== 401) return result;
    if (typeof this.#accessToken === "string") return result;
    const rejected = used;
    try {
      if (await this.#token(signal, { rejected }) === rejected) return result;
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      return { outcome: { kind: "error", error }, attempts: result.attempts };
    }
    return await send();
  }

  async #send(request: ApiRequest, call: Call): Promise<SendResult> {
    const { operation, method, path, body, events = 0, lane = "general" } = request;
    const sending: Sending = {
      request: call.number,
      operation,
      events,
      prepare: async () => ({
        url: this.#baseUrl + path,
        method,
        headers: {
          authorization: `Bearer ${await call.token()}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body }),
      }),
    };
    return await sendWithRetry(sending, {
      deps: this.deps,
      policy: this.#policy,
      timeoutMs: this.#timeoutMs,
      limiter: this.#limiter[lane],
      maxPauseMs: longestWaitMs,
      hooks: this.#hooks,
      signal: call.signal,
      // What HubSpot says of a limit that custom events are exempt from says nothing of theirs.
      ...(lane === "general" ? { readLimit } : {}),
    });
  }

  /** What a token function throws stays out of the message: it may hold a secret, and messages go to logs. */
  async #token(signal: AbortSignal | undefined, context?: TokenContext): Promise<string> {
    const accessToken = this.#accessToken;
    if (typeof accessToken === "string") return accessToken;
    const { deps } = this;
    const label = "Getting the access token";
    try {
      const act = async () => await accessToken(context);
      const token = await withDeadline(act, { label, deps, timeoutMs: this.#timeoutMs, signal });
      if (isToken(token)) return token;
    } catch (error) {
      if (error instanceof TransportError && error.code === "aborted") throw error;
      const cause = error instanceof TransportError ? error.cause ?? error : error;
      const reason = cause instanceof HubSpotError ? `: ${cause.message}` : "";
      throw new TransportError("no_token", `${label} failed${reason}`, { cause });
    }
    throw new TransportError("no_token", `${label} failed: it is no word in ASCII`);
  }
}

interface Call {
  number: number;
  signal: AbortSignal | undefined;
  token(): Promise<string>;
}
