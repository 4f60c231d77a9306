import type { Json } from "../../hubspot/events.ts";
import type { RateLimitPolicy } from "../limits/limit_options.ts";

/** When a fault strikes. Requests to the API are counted from when it is added. */
export interface FaultWhen {
  /** Path of the requests it is for, in which `*` stands for any characters. Default: `*`. */
  path?: string;
  /** HTTP method of the requests it is for. Default: any. */
  method?: string;
  /** Number of the first such request that it strikes, from 1. Default: 1. */
  from?: number;
  /** How many requests it strikes before it is gone. Default: any number. */
  times?: number;
  /** How long it lasts from when it is added, in milliseconds of the injected clock. Default: until it is removed. */
  forMs?: number;
  /** Share of the requests that it strikes, from 0 to 1. Default: 1. */
  probability?: number;
  /** Decides with `probability` which ones, the same ones each time. Default: the injected `random` decides. */
  seed?: number;
}

/** What `Retry-After` says. */
export interface RetryAfter {
  /** When to try again, in seconds from now. */
  seconds: number;
  /** How that is written: as a number, or as an HTTP date. Default: `seconds`. */
  as?: "seconds" | "date";
}

/**
 * Whether a request is struck before it is carried out, so that nothing comes of it, or after, so that its events are
 * there and only the answer is lost.
 */
export type FaultStage = "before" | "after";

/** A limit that is reached, in HubSpot's words; the request is not carried out. */
export interface RateLimitFault {
  /** Names this fault. */
  kind: "rate_limit";
  /** Which limit. */
  policy: RateLimitPolicy;
  /** The header. Default: none. */
  retryAfter?: RetryAfter;
}

/** Another answer than the API's own. */
export interface AnswerFault {
  /** Names this fault. */
  kind: "answer";
  /** HTTP status, from 200 to 599. */
  status: number;
  /** What the body is: HubSpot's error, a page as proxies make them, plain words, or nothing. Default: `json`. */
  body?: "json" | "html" | "text" | "none";
  /** Whether the answer says its Content-Type. Default: true. */
  contentType?: boolean;
  /** The header. Default: none. */
  retryAfter?: RetryAfter;
  /** Whether the request was carried out. Default: `before`. */
  stage?: FaultStage;
}

/** An answer that is to the letter what is given here, for whatever HubSpot or a proxy may say. */
export interface ExactAnswerFault {
  /** Names this fault. */
  kind: "exact_answer";
  /** HTTP status, from 200 to 599. */
  status: number;
  /** All headers but Content-Length, which is the body's. Default: none; with `json`, its Content-Type. */
  headers?: Readonly<Record<string, string>>;
  /** The body, as text. Default: none. */
  body?: string;
  /** The body, as a JSON value; in place of `body`. */
  json?: Json;
  /** Whether the request was carried out. Default: `before`. */
  stage?: FaultStage;
}

/** An access token that is over; the request is not carried out. */
export interface ExpiredTokenFault {
  /** Names this fault. */
  kind: "expired_token";
}

/** A connection that breaks before there is an answer. */
export interface ResetFault {
  /** Names this fault. */
  kind: "reset";
  /** Whether the request was carried out. Default: `before`. */
  stage?: FaultStage;
}

/** No answer, until the caller hangs up. */
export interface HangFault {
  /** Names this fault. */
  kind: "hang";
  /** Whether the request was carried out. Default: `before`. */
  stage?: FaultStage;
}

/** An answer that takes its time. It strikes together with other faults. */
export interface DelayFault {
  /** Names this fault. */
  kind: "delay";
  /** How long, in milliseconds of the injected clock. */
  ms: number;
  /** Whether that passes before the request is carried out or after. Default: `before`. */
  stage?: FaultStage;
}

/** A v3 timeline batch of which some events are refused: 207. It lets every other request be. */
export interface PartialBatchFault {
  /** Names this fault. */
  kind: "partial_batch";
  /** Places of the events in the batch, from 0. */
  inputs: readonly number[];
}

/** A batch whose answer, a success, leaves events out of its `results`. It lets every other request be. */
export interface MissingResultsFault {
  /** Names this fault. */
  kind: "missing_results";
  /** Places of the events in the batch, from 0, or all of them. */
  inputs: readonly number[] | "all";
  /** Whether these events were taken all the same. Default: true. */
  taken?: boolean;
}

/** The API's own answer without its body. */
export interface EmptyBodyFault {
  /** Names this fault. */
  kind: "empty_body";
}

/** The API's own answer of which the connection delivers the first half, and then breaks. */
export interface TruncatedBodyFault {
  /** Names this fault. */
  kind: "truncated_body";
}

/** The API's own answer with half its body, sent as if it were all of it. */
export interface MalformedJsonFault {
  /** Names this fault. */
  kind: "malformed_json";
}

/** What goes wrong. */
export type FaultEffect =
  | RateLimitFault
  | AnswerFault
  | ExactAnswerFault
  | ExpiredTokenFault
  | ResetFault
  | HangFault
  | DelayFault
  | PartialBatchFault
  | MissingResultsFault
  | EmptyBodyFault
  | TruncatedBodyFault
  | MalformedJsonFault;

/** Something that goes wrong on demand, and when. */
export interface Fault {
  /** Which requests are struck. Default: all. */
  when?: FaultWhen;
  /** What becomes of them. */
  what: FaultEffect;
}

/** A fault that is there. */
export interface ActiveFault extends Fault {
  /** Its name, to remove it by. */
  id: string;
  /** How many requests it was for, so far. */
  matched: number;
  /** How many of them it struck. */
  struck: number;
}

/** The faults of a Local HubSpot. */
export interface Faults {
  /**
   * Adds a fault. A request that several are for is struck by the one that was added first, and by every delay.
   *
   * @returns Its id.
   * @throws {TypeError} If it breaks a rule; the message says which.
   * @throws {RangeError} If there are 100 already.
   */
  add(fault: Fault): string;
  /** Removes a fault; says whether it was there. One that struck as often or lasted as long as it should is gone. */
  remove(id: string): boolean;
  /** Removes all faults. */
  clear(): void;
  /** The faults there are, in the order in which they were added. */
  list(): ActiveFault[];
}
