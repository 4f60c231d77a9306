import { isBaseUrl } from "../hubspot/endpoints.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { Deps } from "../transport/deps.ts";
import { checkNumbers } from "../validation/numbers.ts";
import type { EventsRouteOptions } from "./events_route.ts";
import type { Logger } from "./logger.ts";
import type { MetricsRouteOptions } from "./metrics/route.ts";
import type { ForwarderPage } from "./pages.ts";
import type { ReadinessOptions } from "./readiness.ts";
import type { ScheduledOptions } from "./scheduled.ts";
import type { SourceRoute } from "./source_route.ts";
import { checkRateLimit } from "./token_bucket.ts";
import type { Tracing } from "./tracing.ts";

/** One request, told after its answer; it holds no address and no secret. */
export interface Handled {
  /** Names the request: the sender's `X-Request-Id` if it is a plain word, else made up; the answer has it, too. */
  requestId: string;
  /** HTTP method. */
  method: string;
  /** Path of the route; `-` where there is none. */
  path: string;
  /** HTTP status of the answer. */
  status: number;
  /**
   * What the answer says: `accepted 2`, `accepted 2, skipped 1 no_contact`, `skipped no_contact`, or the code of its
   * error; for JSON lines, when they have ended, `accepted 2, rejected 1`.
   */
  outcome: string;
  /** Time taken, in milliseconds. */
  durationMs: number;
}

/** Settings of a forwarder. */
export interface ForwarderOptions {
  /** Keeps accepted events until HubSpot has them. */
  outbox: Outbox;
  /** Sources, each at its path. Default: none. */
  sources?: readonly SourceRoute[];
  /** Opens `POST /events` for HubSpot's own events. Default: closed. */
  events?: EventsRouteOptions;
  /**
   * Where senders reach the forwarder, when a proxy stands before it: `https://hooks.example.com`, with the path that
   * the proxy takes off, if it does. Some senders sign the address that they call. Default: as the requests say.
   */
  publicUrl?: string;
  /**
   * Most bytes that the bodies of all requests together may take in memory; over it, the answer is 503 with
   * `Retry-After: 1`. Default: 64 MiB.
   */
  maxBodyBytesInFlight?: number;
  /**
   * Whether every body is as long as its `Content-Length` says. A server that takes requests from the network sees to it
   * (RFC 9112, section 6.3); a request that a program made may say anything. Bodies of up to 64 KiB are then read in one
   * go, which is much faster on Node. Default: `false`, all bytes are counted as they come.
   */
  trustContentLength?: boolean;
  /**
   * Longest time for a body to come, in milliseconds; over it, the answer is 408. A stream of JSON lines has that time
   * for each piece of it. Default: 30,000.
   */
  bodyTimeoutMs?: number;
  /** Opens `GET /metrics` for Prometheus. Default: closed. */
  metrics?: MetricsRouteOptions;
  /** Pages to serve, as `deliveriesPage` and `referencePage` make them. Default: none. */
  pages?: readonly ForwarderPage[];
  /** When `GET /readyz` answers 200. Default: while the outbox answers and HubSpot takes the token. */
  readiness?: ReadinessOptions;
  /** How much a run of {@linkcode Forwarder.scheduled} delivers. Default: what is due, for up to 20 seconds. */
  scheduled?: ScheduledOptions;
  /**
   * Follows requests to the receipts of their events, as {@linkcode openTelemetryTracing} does. Default: the
   * `traceparent` of a request is kept beside its events, and no spans are made.
   */
  tracing?: Tracing;
  /** Told of requests, receipts and faults, in words for a log; what it throws is dropped. Default: nobody is. */
  logger?: Logger;
  /** Told of every request after its answer; what it throws is dropped. Default: nobody is. */
  onHandled?: (handled: Handled) => void;
  /** Told of what went wrong on our side; what it throws is dropped. Default: nobody is. */
  onError?: (error: unknown) => void;
  /** Clock and randomness to use in place of the runtime's. Default: the runtime's. */
  deps?: Partial<Deps>;
}

/** Paths that are the forwarder's own. */
const ownPaths = ["/healthz", "/readyz", "/metrics", "/events"];

/**
 * Every path at which a source listens: below the route's where the source names some, else the route's itself. A slash
 * at its end makes no difference.
 */
export function pathsOf({ path, source }: SourceRoute): string[] {
  const base = path.replace(/\/$/, "");
  return (source.paths ?? [""]).map((below) => `${base}${below.replace(/\/$/, "")}`);
}

/**
 * Checks the settings of a forwarder.
 *
 * @throws {TypeError} If a path does not begin with `/` or is taken twice, a token is no word, or `publicUrl` is no
 * address.
 * @throws {RangeError} If a limit breaks its rule.
 */
export function checkOptions(options: ForwarderOptions): void {
  const { sources = [], events, metrics, pages = [], publicUrl, readiness = {} } = options;
  if (events !== undefined) checkToken("events.token", events.token, "one word");
  // A key without a value comes of a variable that is not set: it must not open the route to everybody.
  if (metrics !== undefined && "token" in metrics) {
    checkToken("metrics.token", metrics.token, "one word, or left out");
  }
  for (const { rateLimit } of [events ?? {}, ...sources]) {
    if (rateLimit !== undefined) checkRateLimit(rateLimit);
  }
  const { maxWaitingAgeMs = 0 } = readiness;
  checkNumbers("make a forwarder", { "readiness.maxWaitingAgeMs": maxWaitingAgeMs }, { least: 0 });
  if (publicUrl !== undefined && !isBaseUrl(publicUrl)) {
    throw new TypeError(
      "Cannot make a forwarder: publicUrl must be an http(s) address without user, query or fragment: " +
        publicUrl,
    );
  }
  for (const name of ["maxBodyBytesInFlight", "bodyTimeoutMs"] as const) {
    const value = options[name];
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1)) {
      throw new RangeError(
        `Cannot make a forwarder: ${name} must be a whole number from 1: ${value}`,
      );
    }
  }
  checkPaths(sources, pages.flatMap(({ paths }) => paths));
}

function checkToken(name: string, token: unknown, rule: string): void {
  if (typeof token === "string" && /^\S+$/.test(token)) return;
  const found = typeof token !== "string"
    ? `it is ${typeof token}`
    : token === ""
    ? "it is empty"
    : "it holds white space";
  throw new TypeError(`Cannot make a forwarder: ${name} must be ${rule}: ${found}`);
}

function checkPaths(sources: readonly SourceRoute[], pagePaths: readonly string[]): void {
  const taken = new Set([...ownPaths, ...pagePaths]);
  const folders = ["/events", ...pagePaths].map((path) => `${path}/`);
  for (const route of sources) {
    const paths = pathsOf(route);
    if (paths.length === 0) {
      throw new TypeError(
        `Cannot make a forwarder: the source at ${route.path} names no path: ${route.source.name}`,
      );
    }
    for (const path of paths) {
      if (!/^(?:\/[\w.-]+)+$/.test(path)) {
        throw new TypeError(`Cannot make a forwarder: a path must be like /github: ${path}`);
      }
      if (folders.some((folder) => path.startsWith(folder))) {
        throw new TypeError(`Cannot make a forwarder: ${path} is below a path of its own`);
      }
      if (taken.has(path)) throw new TypeError(`Cannot make a forwarder: ${path} is taken twice`);
      taken.add(path);
    }
  }
}
