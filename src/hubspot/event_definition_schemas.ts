import * as v from "valibot";
import type { Json } from "../validation/json.ts";
import {
  type EventProperty,
  eventPropertySchema,
  type NewEventProperty,
} from "./event_properties.ts";
import { withoutNulls } from "./without_nulls.ts";

/** Type of CRM record that a custom event is about: one of these, or the name of a custom object. */
export type EventPrimaryObject =
  | "CONTACT"
  | "COMPANY"
  | "DEAL"
  | "TICKET"
  | (string & Record<never, never>);

/** Finds the record of an event by a property of the event, in place of `objectId`. */
export interface CustomMatchingId {
  /** The rule for the primary object. */
  primaryObjectRule: {
    /** Name of a property of the record whose values are unique. */
    targetObjectPropertyName: string;
    /** Name of the event's property that holds the value. */
    eventPropertyName: string;
  };
}

/** A custom event to define. */
export interface NewEventDefinition {
  /** What people see; 100 characters at most. */
  label: string;
  /**
   * Name for programs, for good: lower-case letters, digits and `_`, a letter first, 50 characters at most. Default:
   * HubSpot makes one of the label.
   */
  name?: string;
  /** What the event means, for people. Default: none. */
  description?: string;
  /** Type of CRM record that it is about, for good. Default: `CONTACT`. */
  primaryObject?: EventPrimaryObject;
  /** Properties of its own, 50 at most. Default: none. */
  propertyDefinitions?: readonly NewEventProperty[];
  /** Finds the record of an event by one of its properties. Default: nothing does. */
  customMatchingId?: CustomMatchingId;
  /** Whether HubSpot's own properties (`hs_browser`, `hs_page_url` and others) come with it. Default: `true`. */
  includeDefaultProperties?: boolean;
}

/** What can be changed of a definition. */
export interface EventDefinitionUpdate {
  /** What people see. Default: as it is. */
  label?: string;
  /** What the event means, for people. Default: as it is. */
  description?: string;
}

/** How the records of an event's type are tied to those of another. */
export interface EventDefinitionAssociation {
  /** Id of the association's type. */
  id?: number;
  /** Name of it. */
  name?: string;
  /** Who made it: `HUBSPOT_DEFINED`, `INTEGRATOR_DEFINED`, `USER_DEFINED` or `WORK`. */
  category?: string;
  /** What people see of it. */
  label?: string;
  /** Type of record that it leads from, such as `CONTACT`. */
  fromObjectType?: string;
  /** Id of that type, such as `0-1`. */
  fromObjectTypeId?: string;
  /** Type of record that it leads to. */
  toObjectType?: string;
  /** Id of that type. */
  toObjectTypeId?: string;
  /** `ONE_TO_ONE` or `ONE_TO_MANY`, seen from the one side. */
  cardinality?: string;
  /** The same, seen from the other. */
  inverseCardinality?: string;
  /** Id of the association's type the other way round. */
  inverseId?: number;
  /** Name of it the other way round. */
  inverseName?: string;
  /** What people see of it the other way round. */
  inverseLabel?: string;
  /** Whether it may have labels of the account's own. */
  allowsCustomLabels?: boolean;
  /** Whether it may have them the other way round. */
  inverseAllowsCustomLabels?: boolean;
  /** Whether all records that could be tied are. */
  hasAllAssociatedObjects?: boolean;
  /** Whether they are the other way round. */
  inverseHasAllAssociatedObjects?: boolean;
  /** Whether what is tied is deleted with it. */
  hasCascadingDeletes?: boolean;
  /** Whether a user set the most records on the one side. */
  hasUserEnforcedMaxFromObjectIds?: boolean;
  /** Whether a user set the most records on the other side. */
  hasUserEnforcedMaxToObjectIds?: boolean;
  /** Most records on the one side. */
  maxFromObjectIds?: number;
  /** Most records on the other side. */
  maxToObjectIds?: number;
  /** Whether HubSpot's pages leave it out. */
  hidden?: boolean;
  /** Why: `DEFAULT`, `INTERNAL` or `USER_CONFIGURED`. */
  hiddenReason?: string;
  /** Whether it is the default one. */
  isDefault?: boolean;
  /** Whether it is the main one. */
  isPrimary?: boolean;
  /** Whether it is the other way round. */
  isInversePrimary?: boolean;
  /** Whether it cannot be changed. */
  readOnly?: boolean;
  /** What is unique across accounts. */
  portalUniqueIdentifier?: string;
}

/** The definition of a custom event. */
export interface EventDefinition {
  /** Id of the definition. */
  id: string;
  /** Name for programs, by which definitions are managed. */
  name: string;
  /** `pe{HubID}_{name}`: what events are sent with as `eventName`. */
  fullyQualifiedName: string;
  /** What people see. */
  labels: {
    /** Of one event. */
    singular?: string;
    /** Of several. */
    plural?: string;
  };
  /** Its properties; empty in a list that was asked for without them. */
  properties: EventProperty[];
  /** How it is tied to CRM records. */
  associations: EventDefinitionAssociation[];
  /** What the event means, for people. */
  description?: string;
  /** Whether it was deleted. */
  archived?: boolean;
  /** Type of CRM record that it is about. */
  primaryObject?: EventPrimaryObject;
  /** Id of that type, such as `0-1`. */
  primaryObjectId?: string;
  /** Id of the event's own type, such as `6-1234567`. */
  objectTypeId?: string;
  /** Finds the record of an event by one of its properties. */
  customMatchingId?: CustomMatchingId;
  /** Where its events come from: `MANUAL`, `VISITED_URL`, `CLICKED_ELEMENT`, `APP_EVENT` and others. */
  trackingType?: string;
  /** Of an event that other events make up: which ones, in HubSpot's words. */
  comboEventRules?: Json;
  /** Template for the one line of an event. */
  headerTemplate?: string;
  /** Template for its details. */
  detailTemplate?: string;
  /** When it was made, in ISO 8601. */
  createdAt?: string;
  /** Id of the user who made it. */
  createdUserId?: number | string;
  /** When it was changed last, in ISO 8601. */
  updatedAt?: string;
  /** Id of the user who changed it last. */
  updatedUserId?: number | string;
}

/** Some of the definitions, and how to get at the next. */
export interface EventDefinitionPage {
  /** The definitions. */
  results: EventDefinition[];
  /** How many there are altogether. */
  total?: number;
  /** What to ask for the next page with, as `after`; absent on the last. */
  after?: string;
}

function associationSchema(): v.GenericSchema<unknown, EventDefinitionAssociation> {
  const text = v.exactOptional(v.string());
  const number = v.exactOptional(v.number());
  const flag = v.exactOptional(v.boolean());
  return withoutNulls(
    v.object({
      id: number,
      name: text,
      category: text,
      label: text,
      fromObjectType: text,
      fromObjectTypeId: text,
      toObjectType: text,
      toObjectTypeId: text,
      cardinality: text,
      inverseCardinality: text,
      inverseId: number,
      inverseName: text,
      inverseLabel: text,
      allowsCustomLabels: flag,
      inverseAllowsCustomLabels: flag,
      hasAllAssociatedObjects: flag,
      inverseHasAllAssociatedObjects: flag,
      hasCascadingDeletes: flag,
      hasUserEnforcedMaxFromObjectIds: flag,
      hasUserEnforcedMaxToObjectIds: flag,
      maxFromObjectIds: number,
      maxToObjectIds: number,
      hidden: flag,
      hiddenReason: text,
      isDefault: flag,
      isPrimary: flag,
      isInversePrimary: flag,
      readOnly: flag,
      portalUniqueIdentifier: text,
    }),
  );
}

/** Schema of an {@linkcode EventDefinition} in an answer. Fields that are new are left out. */
export function definitionSchema(): v.GenericSchema<unknown, EventDefinition> {
  const text = v.exactOptional(v.string());
  const flag = v.exactOptional(v.boolean());
  const user = v.exactOptional(v.union([v.number(), v.string()]));
  return withoutNulls(
    v.object({
      id: v.string(),
      name: v.string(),
      fullyQualifiedName: v.string(),
      labels: withoutNulls(v.object({ singular: text, plural: text })),
      properties: v.optional(v.array(eventPropertySchema()), []),
      associations: v.optional(v.array(associationSchema()), []),
      description: text,
      archived: flag,
      primaryObject: text,
      primaryObjectId: text,
      objectTypeId: text,
      customMatchingId: v.exactOptional(v.object({
        primaryObjectRule: v.object({
          targetObjectPropertyName: v.string(),
          eventPropertyName: v.string(),
        }),
      })),
      trackingType: text,
      // Read from JSON, so it is some.
      comboEventRules: v.exactOptional(v.custom<Json>(() => true)),
      headerTemplate: text,
      detailTemplate: text,
      createdAt: text,
      createdUserId: user,
      updatedAt: text,
      updatedUserId: user,
    }),
  );
}

/** A page in HubSpot's form. */
export interface PageBody {
  /** The definitions. */
  results: EventDefinition[];
  /** How many there are altogether. */
  total?: number;
  /** Where the next page is. */
  paging?: {
    /** Missing on the last page. */
    next?: {
      /** What to ask for it with. */
      after: string;
    };
  };
}

/** Schema of a {@linkcode PageBody}. */
export function pageSchema(): v.GenericSchema<unknown, PageBody> {
  const number = v.exactOptional(v.number());
  return withoutNulls(v.object({
    results: v.array(definitionSchema()),
    total: number,
    paging: v.exactOptional(
      withoutNulls(v.object({ next: v.exactOptional(v.object({ after: v.string() })) })),
    ),
  }));
}
