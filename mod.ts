/**
 * Puts what people do, in your product or your repository, on their HubSpot timeline, from anywhere JavaScript
 * runs.
 *
 * ```ts
 * import { createClient } from "@hubline/timeline";
 *
 * const client = createClient({ accessToken: () => "the current access token" });
 * const event = {
 *   eventName: "pe123_signed_up",
 *   email: "ada@example.com",
 *   properties: { plan: "team", seats: 5 },
 * };
 * // await client.send(event);
 * ```
 *
 * @module
 */
export { createClient } from "./src/hubspot/client.ts";
export type { Client, ClientOptions, SendCallOptions } from "./src/hubspot/client.ts";
export type { AccessToken, TokenContext } from "./src/hubspot/access_token.ts";
export { createAccountLimiter } from "./src/hubspot/account_limiter.ts";
export type { AccountLimiter, AccountLimiterOptions } from "./src/hubspot/account_limiter.ts";
export { existingContacts } from "./src/hubspot/contacts.ts";
export type {
  ContactContext,
  ContactPlan,
  ContactPolicy,
  ExistingContactsOptions,
} from "./src/hubspot/contacts.ts";
export type { ApiRequest, ConnectionOptions } from "./src/hubspot/connection.ts";
export type { ApiVersions, DatedVersion } from "./src/hubspot/endpoints.ts";
export { HubSpotError } from "./src/hubspot/errors.ts";
export type { HubSpotErrorCode, HubSpotErrorDetails } from "./src/hubspot/errors.ts";
export {
  appEventSchema,
  customEventSchema,
  parseEvent,
  timelineEventSchema,
} from "./src/hubspot/event_schemas.ts";
export { familyOf, keyOf } from "./src/hubspot/events.ts";
export type {
  AcceptedAppEvent,
  AcceptedCustomEvent,
  AcceptedEvent,
  AcceptedTimelineEvent,
  AppEvent,
  CustomEvent,
  EventAssociation,
  EventFamily,
  EventKey,
  EventTime,
  EventValue,
  HubSpotEvent,
  Json,
  TimelineEvent,
  TimelineIFrame,
  TimelineOccurrence,
} from "./src/hubspot/events.ts";
export type {
  DeferralCode,
  DeferredReceipt,
  DeliveredReceipt,
  DuplicateReceipt,
  Receipt,
  ReceiptBase,
  RejectedReceipt,
  RejectionCode,
} from "./src/hubspot/receipts.ts";
export type { Outgoing } from "./src/hubspot/outgoing.ts";
export type { Verdict } from "./src/hubspot/verdicts.ts";
export { hubSpotRetryPolicy } from "./src/hubspot/retry_policy.ts";
export type { RetryPolicyOptions } from "./src/hubspot/retry_policy.ts";
export { oauth } from "./src/hubspot/oauth.ts";
export type { OAuthOptions } from "./src/hubspot/oauth.ts";
export { authorizeUrl, exchangeCode } from "./src/hubspot/oauth_code.ts";
export type {
  AuthorizeUrlOptions,
  ExchangeCodeOptions,
  OAuthGrant,
} from "./src/hubspot/oauth_code.ts";
export type { OAuthAppOptions } from "./src/hubspot/oauth_endpoint.ts";
export type { StoredTokens, TokenStore, TokenStoreFailure } from "./src/hubspot/token_store.ts";
export type { KeyedConnectionOptions } from "./src/hubspot/developer_key.ts";
export type { RequestOptions } from "./src/hubspot/request_options.ts";
export { getTimelineEvent } from "./src/hubspot/timeline_event.ts";
export type { StoredTimelineEvent, TimelineEventAddress } from "./src/hubspot/timeline_event.ts";
export { createEventTemplates } from "./src/hubspot/event_templates.ts";
export type {
  EventTemplates,
  EventTemplatesApp,
  EventTemplatesOptions,
} from "./src/hubspot/event_templates.ts";
export type {
  NewTimelineEventTemplate,
  TimelineEventTemplate,
  TimelineEventTemplateToken,
  TimelineEventTemplateUpdate,
  TimelineObjectType,
  TimelineTemplateTexts,
  TimelineTokenOption,
  TimelineTokenType,
  TimelineTokenUpdate,
} from "./src/hubspot/event_template_schemas.ts";
export { findEventTypeName } from "./src/hubspot/event_types.ts";
export type { EventTypeSymbol } from "./src/hubspot/event_types.ts";
export { createEventDefinitions } from "./src/hubspot/event_definitions.ts";
export type {
  EventDefinitions,
  EventDefinitionSearch,
  EventDefinitionsOptions,
} from "./src/hubspot/event_definitions.ts";
export type {
  CustomMatchingId,
  EventDefinition,
  EventDefinitionAssociation,
  EventDefinitionPage,
  EventDefinitionUpdate,
  EventPrimaryObject,
  NewEventDefinition,
} from "./src/hubspot/event_definition_schemas.ts";
export type {
  EventProperty,
  EventPropertyModification,
  EventPropertyOption,
  EventPropertyType,
  EventPropertyUpdate,
  NewEventProperty,
  NewEventPropertyOption,
} from "./src/hubspot/event_properties.ts";
export type {
  Activity,
  ActivityValue,
  Actor,
  EmailSource,
  Skipped,
  SkipReason,
  Subject,
} from "./src/activity/activity.ts";
export { defaultMapping, defaultProperties } from "./src/mapping/default_mapping.ts";
export type { DefaultMappingOptions } from "./src/mapping/default_mapping.ts";
export type { Mapping, People } from "./src/mapping/mapping.ts";
export { planEvents } from "./src/mapping/plan.ts";
export type { Plan, PlannedEvent, PlanOptions } from "./src/mapping/plan.ts";
export { compileRules } from "./src/mapping/rules.ts";
export type { Rule } from "./src/mapping/rules.ts";
export { ruleSchema } from "./src/mapping/rule_schema.ts";
export type { Patterns, RuleConditions } from "./src/mapping/conditions.ts";
export type {
  AppTemplate,
  AssociationTemplate,
  CustomTemplate,
  EventTemplate,
  OccurrenceTemplate,
  TimelineTemplate,
} from "./src/mapping/event_template.ts";
export { explainRules } from "./src/mapping/explain.ts";
export type {
  ExplainOptions,
  Explanation,
  PassedRule,
  RuleReference,
} from "./src/mapping/explain.ts";
export { describeExplanation } from "./src/mapping/explanation_text.ts";
export { createGitHubResolver } from "./src/people/github_resolver.ts";
export type { GitHubToken } from "./src/people/github_api.ts";
export { createMemoryPeopleCache } from "./src/people/people_cache.ts";
export type {
  MemoryPeopleCacheOptions,
  PeopleCache,
  Remembered,
} from "./src/people/people_cache.ts";
export type {
  LookupFailure,
  LookupMiss,
  LookupSource,
  Resolution,
  Resolver,
  ResolverProblem,
  Tried,
  Unresolved,
  UnresolvedReason,
} from "./src/people/resolver.ts";
export type { GitHubResolverOptions } from "./src/people/resolver_options.ts";
export type { Deps, Fetch, FetchInit } from "./src/transport/deps.ts";
export type { AttemptOutcome } from "./src/transport/attempt.ts";
export type { AttemptInfo, AttemptResult, Hooks, RetryInfo } from "./src/transport/hooks.ts";
export type {
  EnterOptions,
  Limiter,
  LimiterState,
  LimitNews,
  Place,
} from "./src/transport/limiter.ts";
export type {
  RetryContext,
  RetryDecision,
  RetryPolicy,
  SendResult,
} from "./src/transport/retry.ts";
export type { HttpAnswer } from "./src/transport/send_once.ts";
export { TransportError } from "./src/transport/transport_error.ts";
export type { TransportErrorCode } from "./src/transport/transport_error.ts";
export type { Issue, Validated } from "./src/validation/issues.ts";
