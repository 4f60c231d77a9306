import { checkedCount } from "../option_checks.ts";
import { joinBytes } from "../signature.ts";
import { type RawRequest, SourceError } from "../source.ts";
import { describeUntimely } from "../timestamp_tolerance.ts";
import { readKeys, type StandardWebhooksSecret } from "./keys.ts";

/** What a {@linkcode SignatureCheck} is made of. */
export interface SignatureCheckOptions {
  /** The source, as in `the Standard Webhooks source`, for messages. */
  source: string;
  /** Secrets and public keys of the sender. */
  secret: StandardWebhooksSecret | readonly StandardWebhooksSecret[];
  /** Longest time between signing and receiving, either way, in seconds. Default: 300. */
  toleranceSeconds?: number | undefined;
}

/** Verifies requests that are signed as Standard Webhooks has it. */
export interface SignatureCheck {
  /** Throws a `SourceError` `unauthorized` for headers that no signed request has. */
  admit(headers: Headers): void;
  /** Throws a `SourceError` `unauthorized` unless the request is signed, and lately. */
  verify(request: RawRequest): Promise<void>;
}

/** What the headers of a signed request say. */
export interface SignedHeaders {
  /** What the headers' names begin with. */
  prefix: string;
  /** Id of the message, the same in every attempt to deliver it. */
  id: string;
  /** When it was signed, in seconds since 1970, in digits. */
  timestamp: string;
  /** Scheme and signature of each. */
  signatures: readonly (readonly [scheme: string, signature: string])[];
}

/** Prefixes of the headers' names: the standard's own, and that of Svix, from which it came. */
const prefixes = ["webhook", "svix"] as const;

/** Most signatures looked at: one for each secret in use, and nobody changes so many at once. */
const mostSignatures = 20;

const defaultToleranceSeconds = 300;

/**
 * Makes the check of the symmetric (`v1`) and the asymmetric (`v1a`) signature. Throws a `TypeError` or `RangeError` for
 * options that break their rule.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function createSignatureCheck(options: SignatureCheckOptions): SignatureCheck {
  const { source } = options;
  const keys = readKeys(options.secret, { source, name: "secret" });
  const toleranceSeconds = checkedCount(options.toleranceSeconds ?? defaultToleranceSeconds, {
    source,
    name: "toleranceSeconds",
  });
  return {
    admit: (headers) => void signedHeaders(headers),
    async verify({ headers, body, receivedAt }) {
      const { prefix, id, timestamp, signatures } = signedHeaders(headers);
      const untimely = describeUntimely({
        header: `${prefix}-timestamp`,
        signedAt: Number(timestamp) * 1000,
        receivedAt,
        toleranceSeconds,
      });
      if (untimely !== undefined) throw unauthorized(untimely);
      const signed = joinBytes([`${id}.${timestamp}.`, body]);
      const fits = await Promise.all(keys.map(({ scheme, fitsAny }) => {
        const given = signatures.filter(([one]) => one === scheme).map(([, text]) => text);
        return fitsAny(given, signed);
      }));
      if (!fits.includes(true)) {
        throw unauthorized(
          `${prefix}-signature does not fit the id, the time, the body and a secret`,
        );
      }
    },
  };
}

/** Reads the headers of a signed request; throws a `SourceError` `unauthorized` where they are not there. */
export function signedHeaders(headers: Headers): SignedHeaders {
  const prefix = prefixes.find((one) => headers.has(`${one}-signature`)) ?? prefixes[0];
  const [id, timestamp, signature] = ["id", "timestamp", "signature"].map((name) => {
    const value = headers.get(`${prefix}-${name}`);
    if (value === null || value === "") throw unauthorized(`${prefix}-${name} is missing`);
    return value;
  });
  if (!/^\d{1,12}$/.test(timestamp ?? "")) {
    throw unauthorized(`${prefix}-timestamp must be the seconds since 1970, in digits`);
  }
  const signatures = (signature ?? "").split(" ", mostSignatures).flatMap((one) => {
    const [, scheme, text] = /^(v1a?),([A-Za-z0-9+/=]{1,200})$/.exec(one) ?? [];
    return scheme === undefined || text === undefined ? [] : [[scheme, text] as const];
  });
  if (signatures.length === 0) {
    throw unauthorized(`${prefix}-signature must hold v1, a comma and a signature in Base64`);
  }
  return { prefix, id: id ?? "", timestamp: timestamp ?? "", signatures };
}

function unauthorized(found: string): SourceError {
  return new SourceError("unauthorized", `Cannot verify the delivery: ${found}`);
}
