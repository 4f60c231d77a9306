import { withDeadline } from "../transport/deadline.ts";
import { createDeps, type Deps } from "../transport/deps.ts";
import type { Hooks } from "../transport/hooks.ts";
import {
  type RetryPolicy,
  type SendResult,
  sendWithRetry,
  type Tried,
} from "../transport/retry.ts";
import { TransportError } from "../transport/transport_error.ts";
import { checkNumbers } from "../validation/numbers.ts";
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
  /** Makes another retry policy of the connection's. Default: the connection's. */
  adaptPolicy?: (policy: RetryPolicy) => RetryPolicy;
  /** How many events it carries. Default: 0. */
  events?: number;
  /** Which of the account's limits it counts under. Default: `general`. */
  lane?: keyof AccountLimiter;
}

/** A HubSpot account as requests see it: one address, one token, one limiter. */
export interface Connection {
  /** Network, clock and chance. */
  readonly deps: Deps;
  /**
   * Sends a request as well as it can be sent: within the account's limits, with retries, and once more with a fresh
   * token where HubSpot does not take the one it was given. Never rejects.
   */
  request(request: ApiRequest, signal?: AbortSignal): Promise<SendResult>;
}

/**
 * Makes a connection; nothing is sent yet.
 *
 * @throws {TypeError} If `accessToken` is no word in ASCII, or `baseUrl` is no http(s) address.
 * @throws {RangeError} If `timeoutMs` is below 1.
 */
export function connect(options: ConnectionOptions): Connection {
  const {
    accessToken,
    baseUrl = "https://api.hubapi.com",
    timeoutMs = 30_000,
    retryPolicy: policy = hubSpotRetryPolicy(),
    hooks,
  } = options;
  if (typeof accessToken !== "function" && !isToken(accessToken)) {
    // Without its value, which is a secret.
    throw new TypeError("Cannot reach HubSpot: accessToken must be one word in ASCII");
  }
  if (!isBaseUrl(baseUrl)) {
    // Without its value, which may hold a password.
    throw new TypeError(
      "Cannot reach HubSpot: baseUrl must be an http(s) address without user, query or fragment",
    );
  }
  checkNumbers("reach HubSpot", { timeoutMs }, { least: 1 });
  const origin = baseUrl.replace(/\/+$/, "");
  const deps = createDeps(options.deps);
  const limiter = options.limiter ?? createAccountLimiter({ deps });
  let requests = 0;
  return { deps, request };

  async function request(asked: ApiRequest, signal?: AbortSignal): Promise<SendResult> {
    const call: Call = { number: ++requests, token: "", signal, attempts: 0 };
    const result = await send(asked, call);
    const { outcome } = result;
    if (outcome.kind === "error" || outcome.answer.status !== 401) return result;
    const rejected = call.token;
    const token = await currentToken(signal, { rejected }).catch((error: TransportError) => error);
    if (token === rejected) return result;
    if (typeof token === "string") return await send(asked, call);
    return { ...result, outcome: { kind: "error", error: token } };
  }

  async function send(
    { operation, method, path, body, events = 0, lane = "general", adaptPolicy }: ApiRequest,
    call: Call,
  ): Promise<SendResult> {
    const { number, signal } = call;
    const prepare = async () => {
      call.token = await currentToken(signal);
      return {
        url: origin + path,
        method,
        headers: {
          authorization: `Bearer ${call.token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body }),
      };
    };
    const result = await sendWithRetry({ request: number, operation, events, prepare }, {
      deps,
      policy: adaptPolicy?.(policy) ?? policy,
      timeoutMs,
      limiter: limiter[lane],
      maxPauseMs: longestWaitMs,
      hooks,
      signal,
      tried: call,
      // What HubSpot says of a limit that custom events are exempt from says nothing of theirs.
      readLimit: lane === "general" ? readLimit : undefined,
    });
    return withoutToken(result, call.token);
  }

  /** What a token function throws stays out of the message: it may hold a secret, and messages go to logs. */
  async function currentToken(signal?: AbortSignal, context?: TokenContext): Promise<string> {
    if (typeof accessToken === "string") return accessToken;
    const label = "Getting the access token";
    const asked = await withDeadline(async () => {
      const token = await accessToken(context);
      if (isToken(token)) return token;
      throw new HubSpotError("unauthorized", "it is no word in ASCII");
    }, { label, deps, timeoutMs, signal }).catch((error: TransportError) => error);
    if (typeof asked === "string") return asked;
    if (asked.code === "aborted") throw asked;
    const { cause = asked } = asked;
    const [reason, retryAt] = cause instanceof HubSpotError
      ? [`: ${cause.message}`, cause.retryAt]
      : [""];
    throw new TransportError("no_token", `${label} failed${reason}`, { cause, retryAt });
  }
}

/** HubSpot quotes the token that it refuses, sometimes its beginning alone: `This oauth-token (…) is expired!`. */
const quotedToken = /oauth-token *\([^()]*\)/gi;

/** Takes the token out of what goes into messages: a refusal, and the error of a `fetch` that quotes its request. */
function withoutToken(result: SendResult, token: string): SendResult {
  const { outcome } = result;
  // A word of a few letters is no token of HubSpot's, and part of many other words.
  const hide = (text: string) => token.length < 8 ? text : text.replaceAll(token, "***");
  if (outcome.kind === "error") {
    const { error } = outcome;
    if (isSilent(error, hide)) return result;
    const { code, message, retryAt } = error;
    const silent = new TransportError(code, hide(message), { retryAt });
    return { ...result, outcome: { kind: "error", error: silent } };
  }
  const { answer } = outcome;
  if (answer.status < 400) return result;
  const text = hide(answer.text.replace(quotedToken, "oauth-token (***)"));
  return { ...result, outcome: { kind: "answer", answer: { ...answer, text } } };
}

/** Whether there is nothing to hide in an error and its causes, as far as they are errors and not too many. */
function isSilent(error: unknown, hide: (text: string) => string, most = 9): boolean {
  if (most === 0 || !(error instanceof Error)) return error === undefined;
  const words = error.message + error.stack;
  return hide(words) === words && isSilent(error.cause, hide, most - 1);
}

/** A request under way. Its attempts are counted on where it is sent again with another token. */
interface Call extends Tried {
  number: number;
  /** The token of the latest attempt. */
  token: string;
  signal: AbortSignal | undefined;
}
