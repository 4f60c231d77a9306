import { matchesGlob } from "../../validation/glob.ts";
import { refusal } from "../option_checks.ts";

/** Which senders are told that they may send. */
export interface HandshakeOptions {
  /**
   * Names that senders may give themselves when they ask, before their first event, whether they may send here:
   * `eventgrid.azure.net`. Compared without case; `*` stands for any characters. It lets nobody in, which the token does: it
   * keeps a sender from being turned against a forwarder that wants nothing of it. Default: none, and senders that ask do
   * not send.
   */
  allowedOrigins?: readonly string[];
}

/** What a name can be: a DNS name, as the specification has it, with a port at most. */
const originName = /^[a-z0-9.:-]{1,255}$/;

/**
 * Makes what answers the handshake of CloudEvents' webhooks. The address in `WebHook-Request-Callback` is never called: whoever
 * asks could have any address called by it.
 *
 * Throws a `TypeError` or `RangeError` for names that can be none.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md#4-abuse-protection
 */
export function createHandshake(
  { allowedOrigins = [] }: HandshakeOptions,
): (headers: Headers) => Readonly<Record<string, string>> | undefined {
  const patterns = checkedPatterns(allowedOrigins);
  return (headers) => {
    const origin = headers.get("webhook-request-origin")?.trim().toLowerCase() ?? "";
    if (!originName.test(origin)) return undefined;
    if (!patterns.some((pattern) => matchesGlob(pattern, origin))) return undefined;
    return {
      "webhook-allowed-origin": origin,
      // As many as the sender likes: what is too much at once is told by 503.
      "webhook-allowed-rate": "*",
    };
  };
}

function checkedPatterns(given: unknown): readonly string[] {
  const option = { source: "CloudEvents", name: "allowedOrigins" };
  const names: readonly unknown[] | undefined = Array.isArray(given) ? given : undefined;
  if (names === undefined) throw new TypeError(refusal(option, "must be a list of names"));
  return names.map((name) => {
    const lower = typeof name === "string" ? name.toLowerCase() : "";
    if (originName.test(lower.replaceAll("*", "a"))) return lower;
    throw new RangeError(
      refusal(option, `must hold names such as eventgrid.azure.net, holds ${JSON.stringify(name)}`),
    );
  });
}
