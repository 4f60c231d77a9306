import { Hono } from "hono";
import { createDeps, type Deps } from "../transport/deps.ts";
import { Account, type ContactSeed } from "./account.ts";
import { addApi, internalError, unknownPath, wrongMethod } from "./api/api.ts";
import type { AppEventTypeSeed } from "./declarations/app_event_type_schema.ts";
import {
  type DeclarationSeeds,
  declare,
  declareAppEventType,
} from "./declarations/declarations.ts";
import { type OAuthSeeds, TokenBook } from "./oauth/token_book.ts";
import { addPage } from "./page/page.ts";
import { hostnameOf } from "./page/host.ts";
import { LiveStreams } from "./page/live.ts";
import type { LocalContact, LocalEvent } from "./records.ts";
import { type LocalRulesOptions, readRules } from "./rules.ts";

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
   * Host names, without port, under which the page may be asked for beside `localhost`, `127.0.0.1` and `[::1]`.
   * Default: none.
   */
  hosts?: readonly string[];
  /** Time and chance. Default: the runtime's. */
  deps?: Partial<Deps>;
}

/** A stand-in for HubSpot's APIs around events, in memory, with a page to look at. */
export interface LocalHubSpot {
  /** Answers one request, to the API or for the page. Never throws. */
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
   * HubSpot would not take, or that is there already.
   */
  declareAppEventType(type: AppEventTypeSeed): void;
}

/**
 * Makes a Local HubSpot: HubSpot's endpoints for timeline events and their templates (`v3`), app events (`v4`,
 * `2026-03`), custom events and their definitions, contacts and OAuth, with its status codes, bodies and rules, and a
 * page at `/` that shows the timelines.
 *
 * Unless the options say otherwise, any access token is good, and every template, type and event name is taken.
 *
 * Throws a `RangeError` for a delay that is none, a host that is none, a rule that is none, or contacts, declarations or
 * apps that cannot be.
 */
export function createLocalHubSpot(options: LocalHubSpotOptions = {}): LocalHubSpot {
  return assembleLocalHubSpot(options).local;
}

/** Makes a Local HubSpot and keeps hold of its open pages, which a server must end before it can stop. */
export function assembleLocalHubSpot(
  options: LocalHubSpotOptions,
): { local: LocalHubSpot; live: LiveStreams } {
  const { delayMs = 0, contacts = [], hosts = [], deps: own } = options;
  if (!Number.isFinite(delayMs) || delayMs < 0) {
    throw new RangeError(`Cannot make Local HubSpot: delayMs must be 0 or more, but is ${delayMs}`);
  }
  for (const host of hosts) {
    if (hostnameOf(host) === "") {
      throw new RangeError(`Cannot make Local HubSpot: "${host}" in hosts is no host name`);
    }
  }
  const deps = createDeps(own);
  const rules = readRules(options);
  const account = new Account(contacts, deps.now);
  const declarations = declare(options, deps);
  const tokens = new TokenBook(options, { tokens: rules.tokens, deps });
  const live = new LiveStreams();
  account.onEvent(() => live.tell());

  const app = new Hono();
  addApi(app, { account, declarations, tokens, rules, deps, delayMs });
  addPage(app, { account, live, hosts, wrongMethod: (allow) => wrongMethod(allow, deps.uuid()) });
  app.notFound(() => unknownPath(deps.uuid()));
  app.onError(() => internalError(deps.uuid()));

  const local: LocalHubSpot = {
    fetch: async (request) => await app.fetch(request),
    contacts: () => account.contacts(),
    events: () => account.events(),
    onEvent: (listener) => account.onEvent(listener),
    declareAppEventType: (seed) =>
      declareAppEventType(declarations.appEventTypes, { seed, where: "the app-event type" }),
  };
  return { local, live };
}
