import type { GenericSchema } from "valibot";
import type { Deps } from "../../transport/deps.ts";
import { describeIssues, validate } from "../../validation/issues.ts";
import { appEventTypeSchema, type AppEventTypeSeed } from "./app_event_type_schema.ts";
import { AppEventTypes, maxAppEventTypes } from "./app_event_types.ts";
import { eventDefinitionSchema, type EventDefinitionSeed } from "./event_definition_schemas.ts";
import { EventDefinitions } from "./event_definitions.ts";
import type { PropertyOption } from "./property.ts";
import { templateSchema } from "./template_schemas.ts";
import { TemplateBook } from "./templates.ts";

/** A token of a template to begin with. */
export interface TokenSeed {
  /** Name by which values are sent. */
  name: string;
  /** What people read. */
  label: string;
  /** What values it takes; a date is milliseconds since 1970. */
  type: "string" | "number" | "date" | "enumeration";
  /** What an enumeration takes. */
  options?: readonly PropertyOption[];
  /** Contact property that takes the token's value. */
  objectPropertyName?: string;
}

/** A template of timeline `v3` to begin with. */
export interface TemplateSeed {
  /** Id by which events are sent. */
  id: string;
  /** Id of the app that it belongs to. Default: `1`. */
  appId?: string;
  /** What people call it. */
  name: string;
  /** What its events belong to. Default: `contacts`. */
  objectType?: "contacts" | "companies" | "deals" | "tickets";
  /** What an event shows at once. */
  headerTemplate?: string;
  /** What an event shows when it is opened. */
  detailTemplate?: string;
  /** The values that its events carry. Default: none. */
  tokens?: readonly TokenSeed[];
}

/** What is declared to begin with. */
export interface DeclarationSeeds {
  /** Number of the account, which the names of custom events have in them. Default: 1. */
  hubId?: number;
  /** Templates of timeline `v3`. Default: none. */
  templates?: readonly TemplateSeed[];
  /** Types of app events. Default: none. */
  appEventTypes?: readonly AppEventTypeSeed[];
  /** Definitions of custom events. Default: none. */
  eventDefinitions?: readonly EventDefinitionSeed[];
}

/** Everything that says which events there can be. */
export interface Declarations {
  /** Number of the account. */
  hubId: number;
  /** Templates of timeline `v3`. */
  templates: TemplateBook;
  /** Types of app events. */
  appEventTypes: AppEventTypes;
  /** Definitions of custom events. */
  eventDefinitions: EventDefinitions;
}

/** Declares what there is to begin with; throws a `RangeError` for what HubSpot would not take. */
export function declare(seeds: DeclarationSeeds, deps: Pick<Deps, "now">): Declarations {
  const { hubId = 1 } = seeds;
  if (!Number.isSafeInteger(hubId) || hubId < 0) {
    throw new RangeError(
      `Cannot make Local HubSpot: hubId must be a whole number, but is ${hubId}`,
    );
  }
  const templates = new TemplateBook(deps);
  for (const [index, seed] of (seeds.templates ?? []).entries()) {
    const where = `templates[${index}]`;
    if (templates.find(seed.id) !== undefined) throw taken(where, `id ${seed.id}`);
    const { id, appId = "1" } = seed;
    templates.add(checked(templateSchema, seed, where), { id, appId });
  }
  const appEventTypes = new AppEventTypes();
  for (const [index, seed] of (seeds.appEventTypes ?? []).entries()) {
    declareAppEventType(appEventTypes, { seed, where: `appEventTypes[${index}]` });
  }
  const eventDefinitions = new EventDefinitions(hubId, deps);
  for (const [index, seed] of (seeds.eventDefinitions ?? []).entries()) {
    const draft = checked(eventDefinitionSchema, seed, `eventDefinitions[${index}]`);
    if (eventDefinitions.isSpent(draft.name)) throw taken(`eventDefinitions[${index}]`, draft.name);
    eventDefinitions.add(draft);
  }
  return { hubId, templates, appEventTypes, eventDefinitions };
}

/** Declares a type of app events; throws a `RangeError` for what HubSpot would not take. */
export function declareAppEventType(
  types: AppEventTypes,
  { seed, where }: { seed: unknown; where: string },
): void {
  const type = checked(appEventTypeSchema, seed, where);
  if (types.find(type.fullyQualifiedName) !== undefined) {
    throw taken(where, type.fullyQualifiedName);
  }
  if (types.all().length >= maxAppEventTypes) {
    throw new RangeError(
      `Cannot declare ${where}: an account has at most ${maxAppEventTypes} types, but has them already`,
    );
  }
  types.declare(type);
}

function checked<T>(schema: GenericSchema<unknown, T>, seed: unknown, where: string): T {
  const read = validate(schema, seed);
  if (read.ok) return read.value;
  throw new RangeError(`Cannot declare ${where}: ${describeIssues(read.issues)}`);
}

function taken(where: string, what: string): RangeError {
  return new RangeError(`Cannot declare ${where}: ${what} is there already`);
}
