/**
 * Local HubSpot: a stand-in for HubSpot's APIs around events on this machine, for trying things out without an account
 * and for tests. It takes timeline events, app events and custom events with all that belongs to them (templates, types,
 * definitions, contacts, OAuth tokens), keeps them in memory by HubSpot's rules and shows the timelines on a page.
 *
 * As it comes it takes any token and any name:
 *
 * ```ts
 * import { createLocalHubSpot } from "@hubline/timeline/local";
 * import assert from "node:assert/strict";
 *
 * const hubspot = createLocalHubSpot();
 * const response = await hubspot.fetch(
 *   new Request("http://localhost/events/2026-03/send", {
 *     method: "POST",
 *     headers: { authorization: "Bearer anything" },
 *     body: JSON.stringify({
 *       eventName: "pe1_signed_up",
 *       email: "ada@example.com",
 *       properties: { title: "Signed up" },
 *     }),
 *   }),
 * );
 *
 * assert.equal(response.status, 204);
 * assert.equal(hubspot.contacts()[0]?.email, "ada@example.com");
 * assert.equal(hubspot.events()[0]?.properties.title, "Signed up");
 * ```
 *
 * Told to, it is as strict as HubSpot, and what HubSpot's pages leave open is a rule of its own:
 *
 * ```ts
 * import { createLocalHubSpot } from "@hubline/timeline/local";
 * import assert from "node:assert/strict";
 *
 * const hubspot = createLocalHubSpot({
 *   definitions: "declared",
 *   eventDefinitions: [{
 *     name: "signed_up",
 *     label: "Signed up",
 *     propertyDefinitions: [{ name: "seats", label: "Seats", type: "number" }],
 *   }],
 *   unconfirmed: { customRepeatedUuid: "ignored" },
 * });
 * const response = await hubspot.fetch(
 *   new Request("http://localhost/events/2026-03/send", {
 *     method: "POST",
 *     headers: { authorization: "Bearer anything" },
 *     body: JSON.stringify({
 *       eventName: "pe1_signed_up",
 *       email: "ada@example.com",
 *       properties: { seats: "many" },
 *     }),
 *   }),
 * );
 *
 * assert.equal(response.status, 400);
 * assert.equal((await response.json()).errors[0].message, "Give a number");
 * ```
 *
 * It also goes wrong on demand, by {@linkcode Faults} or over HTTP at `/_local/faults`, and tells what was asked of it:
 *
 * ```ts
 * import { createLocalHubSpot } from "@hubline/timeline/local";
 * import assert from "node:assert/strict";
 *
 * const hubspot = createLocalHubSpot({ limits: { requests: 110 } });
 * // The event is taken, and its answer never arrives.
 * hubspot.faults.add({
 *   when: { path: "/events/*", times: 1 },
 *   what: { kind: "reset", stage: "after" },
 * });
 * const send = () =>
 *   hubspot.fetch(
 *     new Request("http://localhost/events/2026-03/send", {
 *       method: "POST",
 *       headers: { authorization: "Bearer anything" },
 *       body: JSON.stringify({
 *         eventName: "pe1_signed_up",
 *         email: "ada@example.com",
 *         uuid: "1",
 *         properties: {},
 *       }),
 *     }),
 *   );
 *
 * await assert.rejects(send(), TypeError);
 * assert.equal((await send()).status, 409);
 * assert.deepEqual(hubspot.log().map(({ outcome }) => outcome), ["reset", "answered"]);
 * ```
 *
 * @module
 */
export type { EventFamily, Json, TimelineIFrame } from "../hubspot/events.ts";
export type { Deps, Fetch, FetchInit } from "../transport/deps.ts";
export type { ContactSeed } from "./account.ts";
export type {
  AppEventPropertySeed,
  AppEventTypeSeed,
} from "./declarations/app_event_type_schema.ts";
export type { AppEventType } from "./declarations/app_event_types.ts";
export type { DeclarationData } from "./declarations/declaration_data.ts";
export type { DeclarationSeeds, TemplateSeed, TokenSeed } from "./declarations/declarations.ts";
export type {
  EventDefinitionSeed,
  EventPropertySeed,
} from "./declarations/event_definition_schemas.ts";
export type {
  EventDefinition,
  EventDefinitionDraft,
  EventProperty,
  MatchingRule,
} from "./declarations/event_definitions.ts";
export type { ObjectType } from "./declarations/object_type.ts";
export type { PropertyDefinition, PropertyOption, PropertyType } from "./declarations/property.ts";
export type {
  EventTemplate,
  TemplateDraft,
  TemplateToken,
  TokenDraft,
} from "./declarations/templates.ts";
export type {
  ActiveFault,
  AnswerFault,
  DelayFault,
  EmptyBodyFault,
  ExactAnswerFault,
  ExpiredTokenFault,
  Fault,
  FaultEffect,
  Faults,
  FaultStage,
  FaultWhen,
  HangFault,
  MalformedJsonFault,
  MissingResultsFault,
  PartialBatchFault,
  RateLimitFault,
  ResetFault,
  RetryAfter,
  TruncatedBodyFault,
} from "./faults/fault.ts";
export type { LimitOptions, RateLimitPolicy } from "./limits/limit_options.ts";
export { createLocalHubSpot } from "./local_hubspot.ts";
export type { LocalHubSpot, LocalHubSpotOptions } from "./local_hubspot.ts";
export type { LoggedMessage, LoggedRequest, RequestOutcome } from "./log/logged_request.ts";
export type { LogQuery } from "./log/request_log.ts";
export type { LocalApp, StaticToken } from "./oauth/apps.ts";
export type { OAuthSeeds } from "./oauth/token_book.ts";
export type { Identity, LocalContact, LocalEvent, Submission } from "./records.ts";
export type { LocalRules, LocalRulesOptions, UnconfirmedRules } from "./rules.ts";
export type { AccountData } from "./storage/account_data.ts";
export { startLocalHubSpot } from "./start.ts";
export type { RunningLocalHubSpot, StartLocalHubSpotOptions } from "./start.ts";
