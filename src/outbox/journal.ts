import type { AcceptedEvent, EventAssociation, EventFamily, EventKey } from "../hubspot/events.ts";
import type { Receipt } from "../hubspot/receipts.ts";
import type { Issue } from "../validation/issues.ts";
import type { DeliveryState, EventOrigin } from "./outbox.ts";

/** What one attempt came to. */
export interface Attempt {
  /** When it was settled, in milliseconds since 1970. */
  at: number;
  /** What the receipt said. */
  outcome: Receipt["outcome"];
  /** The receipt's code: who refused the event, or why it was not taken now. */
  code?: string;
  /** In words. */
  message?: string;
  /** What is wrong, field by field. */
  issues?: readonly Issue[];
  /** HTTP status of HubSpot's answer. */
  status?: number;
  /** HubSpot's id of the request, for its support. */
  correlationId?: string;
}

/** One event in the journal. */
export interface JournalEntry {
  /** What tells the event from others. */
  key: EventKey;
  /** Where it stands. */
  state: DeliveryState;
  /** Whose timeline it is for. Somebody's address may stand here. */
  contact: EventAssociation;
  /** What was put beside the event. */
  origin: EventOrigin;
  /** When it was put, in milliseconds since 1970. */
  receivedAt: number;
  /** When it is due, in milliseconds since 1970, 0 for at once; missing unless it waits. */
  dueAt?: number;
  /** When it was delivered or given up, in milliseconds since 1970; missing while it waits. */
  settledAt?: number;
  /** Attempts that counted; those that concern the whole account do not, nor the last one of an outage. */
  attempts: number;
  /** The latest attempts, those that did not count included, oldest first. */
  history: readonly Attempt[];
}

/** One event in the journal, with all that is known. */
export interface JournalDetail extends JournalEntry {
  /** The event itself; missing where what is stored cannot be read. */
  event?: AcceptedEvent;
}

/** Which events to list. */
export interface JournalQuery {
  /** Only those that stand so. Default: all. */
  state?: DeliveryState;
  /** Only those for this API. Default: all. */
  family?: EventFamily;
  /** Only those of this type. Default: all. */
  type?: string;
  /** Only those with this text in id or type, in capitals or not; addresses are never searched. Default: all. */
  text?: string;
  /** Where the page before ended, as its `next` says. Default: the beginning. */
  cursor?: string;
  /** Most events of the page, from 1 to 100. Default: 50. */
  limit?: number;
}

/** One page of the journal. */
export interface JournalPage {
  /** The latest first: by when they were settled where a settled state was asked for, else by when they came. */
  entries: JournalEntry[];
  /**
   * Where the next page begins; missing at the end. A page whose query few events meet may hold fewer than its limit,
   * even none, and still not be the last: one call looks at a bounded number of events.
   */
  next?: string;
}

/** While nothing is taken out of an outbox, since the account is refused as a whole. */
export interface Pause {
  /** When the account was refused, in milliseconds since 1970. */
  from: number;
  /** When it is tried again, in milliseconds since 1970. */
  until: number;
  /** The receipt's code. */
  code: string;
  /** In words. */
  message: string;
}

/** How an outbox stands. */
export interface JournalCounts {
  /** Events that wait for an attempt. */
  waiting: number;
  /** Events that were delivered and are still known. */
  delivered: number;
  /** Events that nobody tries any more. */
  dead: number;
  /** When the oldest of those that wait was put, in milliseconds since 1970; missing where none waits. */
  oldestWaitingAt?: number;
  /** Missing where the account is not refused. */
  pause?: Pause;
}

/** Dead letters, one by one or all. */
export type DeadLetters = readonly EventKey[] | "all";

/** What came in, and what became of it. */
export interface Journal {
  /**
   * Lists events, page by page.
   *
   * @throws {RangeError} If `limit` is no whole number from 1 to 100, or `cursor` came from no page.
   */
  list(query?: JournalQuery): Promise<JournalPage>;
  /** Finds one event by its key. */
  get(key: EventKey): Promise<JournalDetail | undefined>;
  /** Finds events by their id alone, which different types may share; ten at most. */
  find(id: string): Promise<JournalDetail[]>;
  /** Says how the outbox stands. */
  counts(): Promise<JournalCounts>;
  /** Has dead letters wait anew, due at once with all attempts before them; says how many. Others are left alone. */
  replay(which: DeadLetters): Promise<number>;
  /** Forgets dead letters; says how many. Others are left alone. */
  drop(which: DeadLetters): Promise<number>;
  /** Ends a pause before its time, as when the token was replaced; says whether there was one. */
  resume(): Promise<boolean>;
}
