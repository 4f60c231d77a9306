import { Hono } from "hono";
import { createDeps, type Deps } from "../transport/deps.ts";
import { Account, type ContactSeed } from "./account.ts";
import { errorAnswer } from "./api/answers.ts";
import { addApi, internalError, unknownPath, wrongMethod } from "./api/api.ts";
import { addControl } from "./control.ts";
import type { AppEventTypeSeed } from "./declarations/app_event_type_schema.ts";
import { restoreDeclarations, snapshotDeclarations } from "./declarations/declaration_data.ts";
import {
  type Declarations,
  type DeclarationSeeds,
  declare,
  declareAppEventType,
} from "./declarations/declarations.ts";
import type { Faults } from "./faults/fault.ts";
import { FaultBook } from "./faults/fault_book.ts";
import { Front, isApiPath } from "./front.ts";
import type { LimitOptions } from "./limits/limit_options.ts";
import { RateLimits } from "./limits/rate_limits.ts";
import { Listeners } from "./listeners.ts";
import type { LoggedRequest } from "./log/logged_request.ts";
import { type LogQuery, RequestLog } from "./log/request_log.ts";
import { TakenEvents } from "./log/taken_events.ts";
import { type OAuthSeeds, TokenBook } from "./oauth/token_book.ts";
import { addPage } from "./page/page.ts";
import { hostnameOf } from "./page/host.ts";
import { LiveStreams } from "./page/live.ts";
import { Previews } from "./preview/previews.ts";
import type { LocalContact, LocalEvent } from "./records.ts";
import { type LocalRulesOptions, readRules } from "./rules.ts";
import type { AccountData } from "./storage/account_data.ts";
import type { AccountStore } from "./storage/account_store.ts";
import { type Keepable, Keeper } from "./storage/keeper.ts";

/** How a Local HubSpot is to be. */
export interface LocalHubSpotOptions extends LocalRulesOptions, DeclarationSeeds, OAuthSeeds {
  /**
   * How long each API answer takes, in milliseconds. The request is looked at after that; a caller who hangs up
   * before is not served. Default: 0.
   */
  delayMs?: number;
  /** Contacts to begin with. Default: none. */
  contacts?: readonly ContactSeed[];
  /**
   * Host names, without port, under which the page may be asked for, and whose pages may ask the API, beside `localhost`,
   * `127.0.0.1` and `[::1]`. Default: none.
   */
  hosts?: readonly string[];
  /**
   * How many requests are taken; what is more is answered with 429. Every answer says in its headers how many are
   * left, whether or not that is enforced. Default: `none`, none is refused.
   */
  limits?: LimitOptions | "none";
  /** How many of the latest requests the log keeps, from 0 to 100,000. Default: 1000. */
  logSize?: number;
  /** Time and chance. Default: the runtime's. */
  deps?: Partial<Deps>;
}

/** A stand-in for HubSpot's APIs around events, in memory, with a page to look at. */
export interface LocalHubSpot {
  /**
   * Answers one request, to the API or for the page. Rejects only where a fault demands it: with a `TypeError`, as
   * `fetch` does, where the connection is to break, and with the signal's reason where the caller hung up meanwhile.
   */
  fetch(request: Request): Promise<Response>;
  /** The contacts as they are now, oldest first. */
  contacts(): readonly LocalContact[];
  /** The events as they are now, in the order in which they were taken. */
  events(): readonly LocalEvent[];
  /**
   * Calls `listener` after each event that is taken; the function returned ends that. What a listener throws is
   * dropped: the event is taken all the same.
   */
  onEvent(listener: (event: LocalEvent) => void): () => void;
  /**
   * Declares a type of app events, as deploying a developer project does at HubSpot. Throws a `RangeError` for a type that
   * HubSpot would not take, or that is there already. Also at `/_local/app-event-types`.
   */
  declareAppEventType(type: AppEventTypeSeed): void;
  /** What goes wrong on demand; also at `/_local/faults`. */
  readonly faults: Faults;
  /** The latest requests to the API, oldest first; also at `/_local/requests`. */
  log(query?: LogQuery): readonly LoggedRequest[];
  /** Calls `listener` after each request to the API; the function returned ends that. What it throws is dropped. */
  onRequest(listener: (request: LoggedRequest) => void): () => void;
  /**
   * Makes it as it was when it was new: the contacts and declarations to begin with, no events, no faults, no token given
   * out, an empty log, and no request counted. Also at `/_local/reset`.
   */
  reset(): void;
  /**
   * Calls `listener` after each reset and import: the events that were taken before are there no longer, so whoever
   * remembers what was delivered must forget it. The function returned ends that. What it throws is dropped.
   */
  onReset(listener: () => void): () => void;
  /**
   * All contacts, events and declarations, for {@linkcode LocalHubSpot.import}; plain JSON without tokens. Also at
   * `/_local/export`.
   */
  export(): AccountData;
  /**
   * Puts what was exported in place of all that is there, and empties the log. Throws a `TypeError` for anything else, and
   * then changes nothing. Also at `/_local/import`.
   */
  import: (data: unknown) => void;
}

/**
 * Makes a Local HubSpot: HubSpot's endpoints for timeline events and their templates (`v3`), app events (`v4`,
 * `2026-03`), custom events and their definitions, contacts and OAuth, with its status codes, bodies and rules, and a
 * page at `/` that shows the timelines.
 *
 * Unless the options say otherwise, any access token is good, and every template, type and event name is taken.
 *
 * Throws a `RangeError` for a delay, a host, a limit or a rule that is none, or contacts, declarations or apps that cannot
 * be.
 */
export function createLocalHubSpot(options: LocalHubSpotOptions = {}): LocalHubSpot {
  return assembleLocalHubSpot(options).local;
}

/** Makes a Local HubSpot that can be kept, and can be told to let go of whoever waits on it. */
export function assembleLocalHubSpot(
  options: LocalHubSpotOptions,
  store?: AccountStore,
): { local: LocalHubSpot; end(): void } {
  const { delayMs = 0, contacts = [], hosts = [], limits: limited = "none", logSize = 1_000 } =
    options;
  if (!Number.isFinite(delayMs) || delayMs < 0) {
    throw new RangeError(`Cannot make Local HubSpot: delayMs must be 0 or more, but is ${delayMs}`);
  }
  for (const host of hosts) {
    if (hostnameOf(host) === "") {
      throw new RangeError(`Cannot make Local HubSpot: "${host}" in hosts is no host name`);
    }
  }
  const deps = createDeps(options.deps);
  const rules = readRules(options);
  const account = new Account(contacts, deps.now);
  const declarations = declare(options, deps);
  const tokens = new TokenBook(options, { tokens: rules.tokens, deps });
  const whole = allOf(account, declarations);
  const live = new LiveStreams();
  account.onEvent(() => live.tell());
  const keeper = new Keeper(whole, store);
  const taken = new TakenEvents((listener) => account.onEvent(listener));
  const faults = new FaultBook(deps);
  const limits = new RateLimits(limited, deps.now);
  const log = new RequestLog(logSize);
  log.onRequest(() => live.tell());

  const previews = new Previews(declarations);
  const resets = new Listeners<[]>();
  resets.add(() => live.tell());

  const app = new Hono();
  addApi(app, { account, declarations, previews, tokens, rules, deps, delayMs, hosts, taken });
  const own = {
    reset() {
      faults.clear();
      limits.reset();
      log.clear();
      tokens.reset();
      keeper.reset();
      resets.tell();
    },
    export: () => whole.snapshot(),
    import: (data: unknown) => {
      keeper.replace(data);
      // Its requests are of the account that was there before: their events would be taken for those that came in.
      log.clear();
      resets.tell();
    },
    declareAppEventType(seed: unknown) {
      declareAppEventType(declarations.appEventTypes, { seed, where: "the app-event type" });
      keeper.save();
    },
  };
  const changed = () => live.tell();
  addControl(app, { ...own, faults, log, hosts, changed, uuid: deps.uuid });
  const wrong = (allow: string) => wrongMethod(allow, deps.uuid());
  addPage(app, { account, previews, log, faults, live, hosts, wrongMethod: wrong });
  app.notFound(() => unknownPath(deps.uuid()));
  app.onError(() => internalError(deps.uuid()));
  const front = new Front({
    api: async (request) => {
      const response = await app.fetch(request);
      if (request.method === "GET" || request.method === "HEAD") return response;
      return keptOrFailed(response, { keeper, correlationId: deps.uuid });
    },
    faults,
    limits,
    log,
    taken,
    tokens,
    deps,
  });

  const local: LocalHubSpot = {
    ...own,
    async fetch(request) {
      const isForApi = isApiPath(new URL(request.url).pathname);
      return await (isForApi ? front.answer(request) : app.fetch(request));
    },
    contacts: () => account.contacts(),
    events: () => account.events(),
    onEvent: (listener) => account.onEvent(listener),
    faults,
    log: (query) => log.read(query),
    onRequest: (listener) => log.onRequest(listener),
    onReset: (listener) => resets.add(listener),
  };
  return {
    local,
    end() {
      live.end();
      front.end();
    },
  };
}

/** What is exported and kept: all but the tokens, which are secrets and soon over. */
function allOf(account: Account, declarations: Declarations): Keepable {
  return {
    snapshot: () => ({ version: 1, ...account.snapshot(), ...snapshotDeclarations(declarations) }),
    restore(data) {
      account.restore(data);
      restoreDeclarations(declarations, data);
    },
  };
}

/** What is not kept was not carried out, as far as its sender must know. */
function keptOrFailed(
  response: Response,
  { keeper, correlationId }: { keeper: Keeper; correlationId(): string },
): Response {
  try {
    keeper.save();
    return response;
  } catch (error) {
    return errorAnswer({
      status: 500,
      category: "INTERNAL_ERROR",
      message: error instanceof Error ? error.message : String(error),
      correlationId: correlationId(),
    });
  }
}
