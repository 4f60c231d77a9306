import { isRecord, parseBody } from "../json_body.ts";
import { timingSafeEqual } from "../signature.ts";
import { type RawRequest, SourceError } from "../source.ts";

/** The write keys that are taken, as bytes. */
export type WriteKeys = readonly Uint8Array[];

/**
 * Checks the write keys of the settings.
 *
 * Throws a `TypeError` or `RangeError`, which never holds a key, for keys that break a rule.
 */
export function checkedKeys(writeKey: string | readonly string[]): WriteKeys {
  const keys: readonly unknown[] = Array.isArray(writeKey) ? writeKey : [writeKey];
  if (keys.length === 0) {
    throw new RangeError(
      "Cannot make the Segment source: writeKey must hold at least one, holds none",
    );
  }
  return keys.map((key) => {
    if (typeof key !== "string") {
      throw new TypeError(
        `Cannot make the Segment source: writeKey must be a string, is ${typeof key}`,
      );
    }
    // A colon would end the user name of Basic authentication (RFC 7617, section 2).
    if (!/^[!-9;-~]+$/.test(key)) {
      throw new RangeError(
        "Cannot make the Segment source: writeKey must be ASCII without white space and colons",
      );
    }
    return new TextEncoder().encode(key);
  });
}

/** Throws a `SourceError` for a key in the headers that is not ours; a key in the body is not there yet. */
export function admitKey(headers: Headers, keys: WriteKeys): void {
  const given = basicUser(headers);
  if (given !== undefined && !isOneOf(given, keys)) {
    throw unauthorized("the user name of Basic authentication is no write key of this source");
  }
}

/**
 * Throws a `SourceError` unless the request has one of the keys: as user name of Basic authentication, or where there is
 * none, as `writeKey` of the body.
 */
export function verifyKey(request: RawRequest, keys: WriteKeys): void {
  admitKey(request.headers, keys);
  if (basicUser(request.headers) !== undefined) return;
  const given = keyInBody(request);
  if (given === undefined) {
    throw unauthorized(
      "there is no write key: send it as user name of Basic authentication, or as writeKey of the body",
    );
  }
  if (!isOneOf(new TextEncoder().encode(given), keys)) {
    throw unauthorized("writeKey of the body is no write key of this source");
  }
}

/** Every key is compared whole, so that the time tells nothing of them. */
function isOneOf(given: Uint8Array, keys: WriteKeys): boolean {
  let found = false;
  for (const key of keys) if (timingSafeEqual(given, key)) found = true;
  return found;
}

/** The user name of Basic authentication; empty where it cannot be read. */
function basicUser(headers: Headers): Uint8Array | undefined {
  const header = headers.get("authorization")?.trim() ?? "";
  if (!/^basic(?: |$)/i.test(header)) return undefined;
  try {
    const [user = ""] = atob(header.slice("basic".length).trim()).split(":", 1);
    return Uint8Array.from(user, (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

/** What a stranger sends is looked into for his key alone, and not told what is wrong with the rest. */
function keyInBody(request: RawRequest): string | undefined {
  try {
    const body = parseBody(request.body);
    return isRecord(body) && typeof body.writeKey === "string" ? body.writeKey : undefined;
  } catch {
    return undefined;
  }
}

function unauthorized(found: string): SourceError {
  return new SourceError("unauthorized", `Cannot verify the request: ${found}`);
}
