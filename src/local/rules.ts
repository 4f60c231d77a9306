import * as v from "valibot";
import { describeIssues, validate } from "../validation/issues.ts";

/**
 * What HubSpot does where its pages are silent or disagree. Each default is what integrators report, or else what costs
 * a client the least.
 */
export interface UnconfirmedRules {
  /**
   * A timeline `v3` event with an id that its template has already: `replaced` takes it and drops the earlier one,
   * `invalid` answers 400, `conflict` 409. HubSpot says that the last one wins where the objects differ, and nothing of
   * the same object; `v1` answers 400 since 2024-12-02. Default: `replaced`.
   */
  timelineRepeatedId: "replaced" | "invalid" | "conflict";
  /** Most events in a batch of timeline `v3`. No page has a figure; `v1` took 100. Default: 100. */
  timelineBatchSize: number;
  /** Most events in a batch of app events. No page has a figure; one integrator sends 500. Default: 500. */
  appBatchSize: number;
  /**
   * Whether timeline and app events must bring an `id`. Both schemas say so, and their pages call it optional. Default:
   * false.
   */
  requireEventId: boolean;
  /** A single app event: `created` answers 201 with it, `accepted` 200 with nothing. Both are documented. Default: `created`. */
  appEventAnswer: "created" | "accepted";
  /** A single custom event whose `uuid` is repeated: 409, 400, or 204 as if nothing were wrong. Default: `conflict`. */
  customRepeatedUuid: "conflict" | "invalid" | "ignored";
  /**
   * A batch of custom events with a repeated `uuid`: `ignored` answers 204 and keeps the first, the others refuse the
   * batch. Default: `ignored`.
   */
  customRepeatedUuidInBatch: "ignored" | "conflict" | "invalid";
  /** A custom event with a property that is not defined: refused with 400, or taken without it. Default: `refused`. */
  customUnknownProperty: "refused" | "dropped";
  /** An event of a type that does not exist: `invalid` answers 400, `not_found` 404. Default: `invalid`. */
  unknownType: "invalid" | "not_found";
  /**
   * What an error in a 207 says of the event at fault beyond words: `none`, or its `id` in the error's `context`. No page
   * names a key. Default: `none`.
   */
  batchErrorContext: "none" | "id";
  /**
   * What a batch of timeline or app events answers: the events, or no results although all were taken, as is reported
   * of CRM batches. Default: `listed`.
   */
  batchResults: "listed" | "empty";
  /**
   * What a refresh gives beside an access token: `kept` gives the same refresh token again, as integrators report,
   * `rotated` another one, and ends the one that was handed in. HubSpot says only to keep what comes back. Default: `kept`.
   */
  refreshTokens: "kept" | "rotated";
  /** Whether timeline `v3` answers under its older prefix `/crm/v3/timeline` too. Default: false. */
  olderTimelinePath: boolean;
  /**
   * Whether timeline `v3` still answers an event's `/detail` and `/render`, which left HubSpot's reference on 2026-02-10.
   * HubSpot's own client has them to this day. Default: true.
   */
  timelineRendering: boolean;
  /** Whether app events answer under `2026-09` too, which only third parties name. Default: false. */
  appVersion202609: boolean;
}

/** How strict a Local HubSpot is. */
export interface LocalRules {
  /**
   * What becomes of an event whose template, type or definition is not declared: `any` takes it with whatever values it
   * has, `declared` refuses it as HubSpot does. Values of what is declared are checked either way. Default: `any`.
   */
  definitions: "any" | "declared";
  /**
   * Which access tokens are good: `any`, or those `known` from options or given out by the OAuth endpoints. A token that
   * was given out here has its own lifetime and scopes either way. Default: `any`.
   */
  tokens: "any" | "known";
  /** What HubSpot's pages leave open. */
  unconfirmed: UnconfirmedRules;
}

/** Rules as they are given: what is missing has its default. */
export interface LocalRulesOptions extends Partial<Omit<LocalRules, "unconfirmed">> {
  /** What HubSpot's pages leave open. Default: see each member. */
  unconfirmed?: Partial<UnconfirmedRules>;
}

const repeats = v.picklist(["conflict", "invalid", "ignored"]);
const size = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const unconfirmedSchema: v.GenericSchema<unknown, UnconfirmedRules> = v.strictObject({
  timelineRepeatedId: v.optional(v.picklist(["replaced", "invalid", "conflict"]), "replaced"),
  timelineBatchSize: v.optional(size, 100),
  appBatchSize: v.optional(size, 500),
  requireEventId: v.optional(v.boolean(), false),
  appEventAnswer: v.optional(v.picklist(["created", "accepted"]), "created"),
  customRepeatedUuid: v.optional(repeats, "conflict"),
  customRepeatedUuidInBatch: v.optional(repeats, "ignored"),
  customUnknownProperty: v.optional(v.picklist(["refused", "dropped"]), "refused"),
  unknownType: v.optional(v.picklist(["invalid", "not_found"]), "invalid"),
  batchErrorContext: v.optional(v.picklist(["none", "id"]), "none"),
  batchResults: v.optional(v.picklist(["listed", "empty"]), "listed"),
  refreshTokens: v.optional(v.picklist(["kept", "rotated"]), "kept"),
  olderTimelinePath: v.optional(v.boolean(), false),
  timelineRendering: v.optional(v.boolean(), true),
  appVersion202609: v.optional(v.boolean(), false),
});

const rulesSchema: v.GenericSchema<unknown, LocalRules> = v.strictObject({
  definitions: v.optional(v.picklist(["any", "declared"]), "any"),
  tokens: v.optional(v.picklist(["any", "known"]), "any"),
  unconfirmed: v.optional(unconfirmedSchema, {}),
});

/** Fills in what is not given; throws a `RangeError` for a rule that does not exist or cannot be so. */
export function readRules({ definitions, tokens, unconfirmed }: LocalRulesOptions): LocalRules {
  const rules = validate(rulesSchema, { definitions, tokens, unconfirmed });
  if (rules.ok) return rules.value;
  throw new RangeError(`Cannot make Local HubSpot: ${describeIssues(rules.issues)}`);
}
