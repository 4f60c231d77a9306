import {
  decodeBase64,
  decodeHex,
  encodeBase64,
  hmacSha256,
  joinBytes,
  sha256,
  timingSafeEqual,
} from "../signature.ts";
import { type RawRequest, SourceError } from "../source.ts";
import { describeUntimely } from "../timestamp_tolerance.ts";

/** Versions of HubSpot's signatures before v3, which is the first to carry a time. */
export type OlderSignature = "v1" | "v2";

/** A request to sign. */
export interface SignableRequest {
  /** HTTP method. */
  method: string;
  /** Absolute address, as it is called. */
  url: string;
  /** Body; a text is sent as its UTF-8. */
  body: string | Uint8Array<ArrayBuffer>;
  /** When it is signed. */
  signedAt: Date;
}

/** What a signature has to fit. */
export interface SignatureRules {
  /** Client secrets of the app, any of which may have signed. */
  secrets: readonly string[];
  /** Versions that are taken besides v3. */
  older: ReadonlySet<OlderSignature>;
  /** Longest time between signing and receiving, either way, in seconds. */
  toleranceSeconds: number;
}

/** A signature as the headers give it. */
export interface GivenSignature {
  /** Which of the three it is. */
  version: OlderSignature | "v3";
  /** Name of its header, for messages. */
  header: string;
  /** The signature itself. */
  bytes: Uint8Array;
  /** Milliseconds since 1970, in digits; empty before v3. */
  timestamp: string;
}

const header = "X-HubSpot-Signature";
const timestampHeader = "X-HubSpot-Request-Timestamp";

/** Length of SHA-256, in bytes. */
const digestLength = 32;

/**
 * Throws a `SourceError` `unauthorized` unless one of the secrets has signed the request.
 *
 * @see https://developers.hubspot.com/docs/apps/legacy-apps/authentication/validating-requests
 */
export async function verifySignature(request: RawRequest, rules: SignatureRules): Promise<void> {
  const given = givenSignature(request.headers, rules.older);
  if (given.version === "v3") refuseUntimely(given.timestamp, request, rules);
  let fits = false;
  for (const secret of rules.secrets) {
    if (timingSafeEqual(given.bytes, await expectedSignature(request, given, secret))) fits = true;
  }
  if (fits) return;
  throw unauthorized(
    given.version === "v1"
      ? `${given.header} does not fit the body and the client secret`
      : `${given.header} does not fit the method, the address, the body and the client secret; ` +
        "behind a proxy, the forwarder has to know its public address",
  );
}

/**
 * Finds the signature that decides. Where there is one of v3, no other counts: whoever has taken down an older one could
 * else send it again with whatever beside it.
 */
export function givenSignature(
  headers: Headers,
  older: ReadonlySet<OlderSignature>,
): GivenSignature {
  const newest = headers.get(`${header}-v3`);
  if (newest !== null) return readNewest(newest, headers);
  const text = headers.get(header);
  if (text === null) throw unauthorized(`${header}-v3 is missing`);
  const version = headers.get(`${header}-Version`);
  if (version !== "v1" && version !== "v2") {
    throw unauthorized(`${header}-Version must be v1 or v2 where ${header}-v3 is missing`);
  }
  if (!older.has(version)) {
    throw unauthorized(
      `A signature ${version} is not taken here; the option olderSignatures allows it`,
    );
  }
  const bytes = decodeHex(text);
  if (bytes?.length !== digestLength) {
    throw unauthorized(`${header} must be ${2 * digestLength} hexadecimal digits`);
  }
  return { version, header, bytes, timestamp: "" };
}

function readNewest(text: string, headers: Headers): GivenSignature {
  const bytes = decodeBase64(text);
  if (bytes?.length !== digestLength) {
    throw unauthorized(`${header}-v3 must be ${digestLength} bytes in Base64`);
  }
  const timestamp = headers.get(timestampHeader) ?? "";
  if (!/^\d{1,15}$/.test(timestamp)) {
    throw unauthorized(`${timestampHeader} must be the milliseconds since 1970, in digits`);
  }
  return { version: "v3", header: `${header}-v3`, bytes, timestamp };
}

function refuseUntimely(
  timestamp: string,
  { receivedAt }: RawRequest,
  { toleranceSeconds }: SignatureRules,
): void {
  const untimely = describeUntimely({
    header: timestampHeader,
    signedAt: Number(timestamp),
    receivedAt,
    toleranceSeconds,
  });
  if (untimely !== undefined) throw unauthorized(untimely);
}

/**
 * Signs a request as HubSpot does with v3 and gives the headers of it, for tests and demonstrations.
 *
 * Throws a `RangeError` for an empty secret.
 */
export async function signHubSpot(
  clientSecret: string,
  request: SignableRequest,
): Promise<Record<string, string>> {
  const timestamp = String(request.signedAt.getTime());
  const given = { version: "v3", timestamp } as const;
  return {
    [`${header}-v3`]: encodeBase64(await expectedSignature(request, given, clientSecret)),
    [timestampHeader]: timestamp,
  };
}

async function expectedSignature(
  { method, url, body }: Pick<SignableRequest, "method" | "url" | "body">,
  { version, timestamp }: Pick<GivenSignature, "version" | "timestamp">,
  secret: string,
): Promise<Uint8Array> {
  if (version === "v1") return await sha256(joinBytes([secret, body]));
  if (version === "v2") return await sha256(joinBytes([secret, method, url, body]));
  return await hmacSha256(secret, joinBytes([method, decodeAddress(url), body, timestamp]));
}

/** The codes that HubSpot's page lists, each with its character. */
const decoded: ReadonlyMap<string, string> = new Map([
  ["%3A", ":"],
  ["%2F", "/"],
  ["%3F", "?"],
  ["%40", "@"],
  ["%21", "!"],
  ["%24", "$"],
  ["%27", "'"],
  ["%28", "("],
  ["%29", ")"],
  ["%2A", "*"],
  ["%2C", ","],
  ["%3B", ";"],
]);

/** Decodes an address as HubSpot does before it signs with v3: these codes and no others. */
export function decodeAddress(url: string): string {
  return url.replace(/%[0-9a-f]{2}/gi, (code) => decoded.get(code.toUpperCase()) ?? code);
}

function unauthorized(found: string): SourceError {
  return new SourceError("unauthorized", `Cannot verify the delivery: ${found}`);
}
