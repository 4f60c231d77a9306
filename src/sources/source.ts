import type { Activity, Skipped } from "../activity/activity.ts";
import type { Issue } from "../validation/issues.ts";
import type { Json } from "../validation/json.ts";

/** A request as a source sees it: read whole and capped by the host, not yet believed or parsed. */
export interface RawRequest {
  /** HTTP method: HubSpot signs it. */
  method: string;
  /** Absolute address, as its sender wrote it: HubSpot signs it, and Segment's says what kind of call it is. */
  url: string;
  /** The request's headers. */
  headers: Headers;
  /** The body, byte for byte as it came, decompressed where the source says so: signatures are made over these bytes. */
  body: Uint8Array<ArrayBuffer>;
  /** When the host received it. */
  receivedAt: Date;
}

/** What a source made of one request. */
export interface Parsed {
  /** What people did. */
  activities: Activity[];
  /** What arrived and is no activity, and why. */
  skipped: Skipped[];
}

/** What can be wrong with a request: who sent it, its format, its text, or its shape. */
export type SourceErrorCode =
  | "unauthorized"
  | "unsupported_media_type"
  | "invalid_json"
  | "invalid_payload";

/** Thrown by a source for a request that it does not take. */
export class SourceError extends Error {
  /** Name of the class, for messages and logs. */
  override readonly name = "SourceError";
  /** What is wrong, for programs. */
  readonly code: SourceErrorCode;
  /** Where and how, for `invalid_payload`. */
  readonly issues: readonly Issue[];

  /** Makes the error; `message` is for the sender to read and holds nothing secret. */
  constructor(
    code: SourceErrorCode,
    message: string,
    options: { issues?: readonly Issue[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.issues = options.issues ?? [];
  }
}

/**
 * Turns requests of one sender into activities. A source does no network and keeps no state but in a store that it is
 * given; hosts go through {@linkcode receive}, which never parses what was not verified.
 */
export interface Source {
  /** Short name for logs: `github`. */
  readonly name: string;
  /** Largest body that this sender may send, in bytes. */
  readonly maxBodyBytes: number;
  /**
   * Paths below the route's own that the sender uses, each with a slash at its beginning. Default: the route's own path
   * is all there is.
   */
  readonly paths?: readonly string[];
  /**
   * What the sender's clients take for success, where that is more than any 2xx; given for every request that was taken,
   * whether or not it made an event. Default: the host's own answer.
   */
  readonly success?: { status: number; body: Json };
  /** Whether web pages send to it, so that browsers have to be told that they may. Default: `false`. */
  readonly isForBrowsers?: boolean;
  /**
   * Whether its clients may compress their bodies: the host then undoes `Content-Encoding` and hands over what was
   * compressed. Default: `false`, and the bytes stay as they came, because a signature is made over what is sent.
   */
  readonly mayBeCompressed?: boolean;
  /**
   * Answers a sender that asks by `OPTIONS` whether it may send: the headers that say so, or nothing where it may not. Nobody
   * has proven anything by then, so they tell a stranger nothing that he does not know. Default: nobody is let ask.
   */
  permit?(headers: Headers): Readonly<Record<string, string>> | undefined;
  /**
   * Throws a {@linkcode SourceError} for headers that no request of the sender's can have, before the body is read:
   * strangers without a signature shall not fill the memory. Default: every request is let in.
   */
  admit?(headers: Headers): void;
  /** Throws a {@linkcode SourceError} with code `unauthorized` unless the request is the sender's. */
  verify(request: RawRequest): Promise<void>;
  /** Turns a verified request into activities; throws a {@linkcode SourceError} where it cannot. */
  parse(request: RawRequest): Promise<Parsed>;
}

/** Verifies a request and only then parses it. Throws {@linkcode SourceError} for whatever a sender can do wrong. */
export async function receive(source: Source, request: RawRequest): Promise<Parsed> {
  await source.verify(request);
  return await source.parse(request);
}
