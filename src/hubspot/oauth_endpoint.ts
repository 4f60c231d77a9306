import * as v from "valibot";
import type { Sending } from "../transport/attempt.ts";
import { createDeps, type Deps } from "../transport/deps.ts";
import type { Hooks } from "../transport/hooks.ts";
import { type RetryPolicy, sendWithRetry } from "../transport/retry.ts";
import { describeIssues, validate } from "../validation/issues.ts";
import { checkNumbers } from "../validation/numbers.ts";
import { isToken } from "./access_token.ts";
import { parseJson } from "./answers.ts";
import { type DatedVersion, isBaseUrl } from "./endpoints.ts";
import { HubSpotError } from "./errors.ts";
import { takenAnswer } from "./oauth_refusal.ts";
import { hubSpotRetryPolicy } from "./retry_policy.ts";
import { hideSecrets, withoutSecrets } from "./secrets.ts";
import { tokenSchema } from "./token_store.ts";

/** An OAuth app, and how HubSpot's token endpoint is reached. */
export interface OAuthAppOptions {
  /** The app's client id. */
  clientId: string;
  /** The app's client secret. */
  clientSecret: string;
  /** Address of HubSpot's API. Default: `https://api.hubapi.com`. */
  baseUrl?: string;
  /** Version of the token endpoint. HubSpot ends `v1` on 2027-02-16. Default: `2026-03`. */
  version?: "v1" | "v3" | DatedVersion;
  /** Longest time for one attempt, in milliseconds. Default: 30,000. */
  timeoutMs?: number;
  /** Decides what follows each attempt. Default: {@linkcode hubSpotRetryPolicy} with its defaults. */
  retryPolicy?: RetryPolicy;
  /** Told of every request, answer and retry, without any token or secret. Default: nobody is. */
  hooks?: Hooks;
  /** Network, clock and randomness to use in place of the runtime's. Default: the runtime's. */
  deps?: Partial<Deps>;
}

/** What the token endpoint is asked for. */
export interface TokenRequest {
  /** What it is for, in a few fixed words, for hooks and messages. */
  operation: string;
  /** The form, besides the app's own fields. */
  form: TokenForm;
  /** Ends the request. */
  signal?: AbortSignal | undefined;
}

/** The fields of the form by HubSpot's names. All but the first two are secrets. */
export interface TokenForm {
  /** What is handed in for the tokens. */
  grant_type: "authorization_code" | "refresh_token";
  /** Where HubSpot sent the user back to. */
  redirect_uri?: string;
  /** What HubSpot sent the user back with. */
  code?: string;
  /** What the code's challenge was made of. */
  code_verifier?: string;
  /** The refresh token. */
  refresh_token?: string;
}

/** What the token endpoint gave. */
export interface TokenAnswer {
  /** Goes with every request. */
  accessToken: string;
  /** When the access token expires, in milliseconds since 1970. */
  expiresAt: number;
  /** The refresh token to use from now on, if the answer has one. */
  refreshToken?: string;
  /** Id of the HubSpot account. */
  hubId?: number;
  /** Id of the user who granted the access. */
  userId?: number;
  /** What the token may be used for. */
  scopes?: readonly string[];
}

/** The answer by HubSpot's names. */
interface AnswerBody {
  access_token: string;
  expires_in: number;
  refresh_token?: string | null | undefined;
  hub_id?: number | undefined;
  user_id?: number | undefined;
  scopes?: string[] | undefined;
}

function answerSchema(): v.GenericSchema<unknown, AnswerBody> {
  const number = v.fallback(v.optional(v.number()), undefined);
  return v.object({
    access_token: tokenSchema(),
    expires_in: v.pipe(
      v.number("Expected a number of seconds"),
      v.minValue(1, "Expected at least one second"),
      v.maxValue(1e9, "Expected a number of seconds below a billion"),
    ),
    refresh_token: v.nullish(tokenSchema()),
    hub_id: number,
    user_id: number,
    scopes: v.fallback(v.optional(v.array(v.string())), undefined),
  });
}

/**
 * HubSpot's OAuth token endpoint, as one app asks it.
 *
 * @see https://developers.hubspot.com/docs/api-reference/2026-03/authentication/oauth-tokens/refresh-oauth-token
 */
export class TokenEndpoint {
  /** Network, clock and chance. */
  readonly deps: Deps;
  /** Longest time for one attempt, in milliseconds. */
  readonly timeoutMs: number;
  readonly #url: string;
  readonly #app: { client_id: string; client_secret: string };
  readonly #policy: RetryPolicy;
  readonly #hooks: Hooks | undefined;
  #requests = 0;

  /** Checks the options; throws `TypeError` or `RangeError` with the rule, never with a secret. */
  constructor(options: OAuthAppOptions) {
    const { clientId, clientSecret, baseUrl = "https://api.hubapi.com" } = options;
    const { version = "2026-03", timeoutMs = 30_000 } = options;
    for (const [name, value] of Object.entries({ clientId, clientSecret })) {
      if (!isToken(value)) {
        throw new TypeError(`Cannot use OAuth: ${name} must be one word in ASCII`);
      }
    }
    if (!isBaseUrl(baseUrl)) {
      throw new TypeError(
        "Cannot use OAuth: baseUrl must be an http(s) address without user, query or fragment",
      );
    }
    if (!/^(?:v\d|\d{4}-\d{2})$/.test(version)) {
      throw new TypeError(`Cannot use OAuth: version must be as in 2026-03 or v3: ${version}`);
    }
    checkNumbers("use OAuth", { timeoutMs }, { least: 1 });
    this.deps = createDeps(options.deps);
    this.timeoutMs = timeoutMs;
    this.#url = `${baseUrl.replace(/\/+$/, "")}/oauth/${version}/token`;
    this.#app = { client_id: clientId, client_secret: clientSecret };
    this.#policy = options.retryPolicy ?? hubSpotRetryPolicy();
    this.#hooks = options.hooks;
  }

  /**
   * Asks for tokens.
   *
   * @throws {HubSpotError} If none came: `grant_revoked` where a refresh token is no good any more, otherwise what a
   * receipt would say. No message holds a secret.
   */
  async request({ operation, form, signal }: TokenRequest): Promise<TokenAnswer> {
    const { deps, timeoutMs } = this;
    const sending: Sending = {
      request: ++this.#requests,
      operation,
      events: 0,
      prepare: () =>
        Promise.resolve({
          url: this.#url,
          method: "POST",
          headers: { "content-type": "application/x-www-form-urlencoded" },
          body: new URLSearchParams({ ...form, ...this.#app }).toString(),
        }),
    };
    const result = await sendWithRetry(sending, {
      deps,
      timeoutMs,
      policy: this.#policy,
      hooks: this.#hooks,
      signal,
    });
    const { grant_type, redirect_uri: _, ...hidden } = form;
    const secrets = [this.#app.client_secret, ...Object.values(hidden)];
    const answer = takenAnswer(withoutSecrets(result, secrets), {
      operation,
      isRefresh: grant_type === "refresh_token",
    });
    const read = validate(answerSchema(), parseJson(answer.text));
    if (!read.ok) {
      const issues = hideSecrets(describeIssues(read.issues), secrets);
      throw new HubSpotError(
        "unclear_answer",
        `Cannot ${operation}: HubSpot's answer is not as documented: ${issues}`,
        { status: answer.status },
      );
    }
    const { access_token, expires_in, refresh_token, hub_id, user_id, scopes } = read.value;
    return {
      accessToken: access_token,
      expiresAt: deps.now() + expires_in * 1_000,
      ...(typeof refresh_token === "string" ? { refreshToken: refresh_token } : {}),
      ...(hub_id === undefined ? {} : { hubId: hub_id }),
      ...(user_id === undefined ? {} : { userId: user_id }),
      ...(scopes === undefined ? {} : { scopes }),
    };
  }
}
