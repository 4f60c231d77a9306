import { checkedSecrets, refusal } from "../option_checks.ts";
import { isSameText } from "../signature.ts";
import { type RawRequest, SourceError } from "../source.ts";
import { createSignatureCheck, type SignatureCheck } from "../standard_webhooks/verification.ts";
import type { StandardWebhooksSecret } from "../standard_webhooks/keys.ts";
import { modeOf } from "./mode.ts";

/** How senders of CloudEvents say that they are who they should be: by exactly one of `token` and `secret`. */
export interface AuthenticationOptions {
  /**
   * Token that every request carries as `Authorization: Bearer …`, one word. Several while one is being changed: a request
   * with any of them is taken.
   */
  token?: string | readonly string[];
  /**
   * Whether the token may also be the parameter `access_token` of the address, for senders that set no header. An address
   * gets into logs, of proxies above all, and the token with it. Default: `false`.
   */
  tokenInAddress?: boolean;
  /**
   * Secrets of senders that sign their requests as Standard Webhooks has it. Events in binary mode are refused then:
   * their attributes are headers, which this signature does not cover.
   */
  secret?: StandardWebhooksSecret | readonly StandardWebhooksSecret[];
  /** Longest time between signing and receiving, either way, in seconds; goes with `secret`. Default: 300. */
  toleranceSeconds?: number;
}

const source = "CloudEvents";

/** Reads the options. Throws a `TypeError` or `RangeError` for those that break their rule. */
export function createAuthentication(options: AuthenticationOptions): SignatureCheck {
  const { token, secret, toleranceSeconds, tokenInAddress = false } = options;
  if ((token === undefined) === (secret === undefined)) {
    const found = token === undefined ? "neither is there" : "both are there";
    throw new TypeError(`Cannot make the ${source} source: it needs token or secret, ${found}`);
  }
  if (secret === undefined) return createTokenCheck(token, tokenInAddress);
  const check = createSignatureCheck({ source, secret, toleranceSeconds });
  return {
    admit(headers) {
      refuseUnsigned(headers);
      check.admit(headers);
    },
    async verify(request) {
      refuseUnsigned(request.headers);
      await check.verify(request);
    },
  };
}

/** A delivery that was seen on its way could otherwise be sent again with other attributes. */
function refuseUnsigned(headers: Headers): void {
  if (modeOf(headers) !== "binary") return;
  throw unauthorized(
    "Its attributes are in headers, which the signature does not cover; send it in structured mode",
  );
}

function createTokenCheck(token: unknown, tokenInAddress: boolean): SignatureCheck {
  const option = { source, name: "token" };
  const tokens = checkedSecrets(token, option);
  if (tokens.some((one) => !/^\S+$/.test(one))) {
    throw new TypeError(refusal(option, "must be one word, holds white space"));
  }
  return {
    admit(headers) {
      // Before the body only the headers are known, and the token may be in the address.
      if (!tokenInAddress) bearerOf(headers);
    },
    async verify({ headers, url }) {
      const given = (tokenInAddress ? tokenOf(url) : undefined) ?? bearerOf(headers);
      const fits = await Promise.all(tokens.map((one) => isSameText(given, one)));
      if (!fits.includes(true)) throw unauthorized("The token is not the expected one");
    },
  };
}

function bearerOf(headers: Headers): string {
  const given = /^bearer +(\S+)$/i.exec(headers.get("authorization")?.trim() ?? "")?.[1];
  if (given === undefined) {
    throw unauthorized("Expected the header Authorization: Bearer with the token");
  }
  return given;
}

function tokenOf(url: RawRequest["url"]): string | undefined {
  return URL.canParse(url) ? new URL(url).searchParams.get("access_token") ?? undefined : undefined;
}

function unauthorized(found: string): SourceError {
  return new SourceError("unauthorized", `Cannot verify the event: ${found}`);
}
