import * as v from "valibot";
import { withoutNulls } from "./without_nulls.ts";

/** What values of an event's property are; HubSpot may know others by now. */
export type EventPropertyType =
  | "string"
  | "number"
  | "enumeration"
  | "datetime"
  | "date"
  | "bool"
  | (string & Record<never, never>);

/** A value to allow in a property of type `enumeration`. */
export interface NewEventPropertyOption {
  /** What people see. */
  label: string;
  /** What events are sent with. */
  value: string;
  /** What it means, for people. Default: none. */
  description?: string;
  /** Its place among the others, from 0. Default: its place in the list. */
  displayOrder?: number;
  /** Whether HubSpot's pages leave it out. Default: `false`. */
  hidden?: boolean;
}

/** What can be changed of a property. */
export interface EventPropertyUpdate {
  /** What people see; 50 characters at most. Default: as it is. */
  label?: string;
  /** What it means, for people. Default: as it is. */
  description?: string;
  /** The values that a property of type `enumeration` may have, all of them. Default: as they are. */
  options?: readonly NewEventPropertyOption[];
}

/** A property to define. */
export interface NewEventProperty extends EventPropertyUpdate {
  /** What people see; 50 characters at most. */
  label: string;
  /** What its values are, for good. */
  type: EventPropertyType;
  /**
   * Name for programs, for good: lower-case letters, digits and `_`, a letter first, 50 characters at most; texts whose
   * property has `url`, `referrer` or `link` in its name may be longer. Default: HubSpot makes one of the label.
   */
  name?: string;
}

/** One value of a property of type `enumeration`. */
export interface EventPropertyOption {
  /** What people see. */
  label: string;
  /** What events are sent with. */
  value: string;
  /** What it means, for people. */
  description?: string;
  /** Its place among the others. */
  displayOrder?: number;
  /** Whether HubSpot's pages leave it out. */
  hidden?: boolean;
}

/** What may be done with a property. */
export interface EventPropertyModification {
  /** Whether it can be deleted. */
  archivable?: boolean;
  /** Whether what it is cannot be changed. */
  readOnlyDefinition?: boolean;
  /** Whether its options cannot be changed. */
  readOnlyOptions?: boolean;
  /** Whether its values cannot be changed. */
  readOnlyValue?: boolean;
}

/** A property of a custom event. */
export interface EventProperty {
  /** Name for programs. */
  name: string;
  /** What people see. */
  label: string;
  /** What its values are. */
  type: EventPropertyType;
  /** How HubSpot's pages show it, such as `text` or `select`. */
  fieldType?: string;
  /** What it means, for people. */
  description?: string;
  /** The values that it may have, if its type is `enumeration`. */
  options: EventPropertyOption[];
  /** Name of the group that it is in. */
  groupName?: string;
  /** Its place among the others. */
  displayOrder?: number;
  /** Whether HubSpot's pages leave it out. */
  hidden?: boolean;
  /** Whether it is one of HubSpot's own. */
  hubspotDefined?: boolean;
  /** Whether it was deleted. */
  archived?: boolean;
  /** When, in ISO 8601. */
  archivedAt?: string;
  /** Whether its values are calculated. */
  calculated?: boolean;
  /** How. */
  calculationFormula?: string;
  /** Whether its options come from elsewhere. */
  externalOptions?: boolean;
  /** Type of record that they come from. */
  referencedObjectType?: string;
  /** Whether it can stand in forms. */
  formField?: boolean;
  /** Whether no two records have the same value. */
  hasUniqueValue?: boolean;
  /** `non_sensitive`, `sensitive` or `highly_sensitive`. */
  dataSensitivity?: string;
  /** What kinds of sensitive data it holds, such as `HIPAA`. */
  sensitiveDataCategories?: string[];
  /** How a date is shown: `absolute`, `time_since` and others. */
  dateDisplayHint?: string;
  /** How a number is shown: `formatted`, `currency`, `percentage` and others. */
  numberDisplayHint?: string;
  /** How a text is shown: `multi_line`, `email` and others. */
  textDisplayHint?: string;
  /** Name of the property with the currency. */
  currencyPropertyName?: string;
  /** Whether the currency is shown. */
  showCurrencySymbol?: boolean;
  /** What may be done with it. */
  modificationMetadata?: EventPropertyModification;
  /** When it was made, in ISO 8601. */
  createdAt?: string;
  /** Id of the user who made it. */
  createdUserId?: number | string;
  /** When it was changed last, in ISO 8601. */
  updatedAt?: string;
  /** Id of the user who changed it last. */
  updatedUserId?: number | string;
}

function optionSchema(): v.GenericSchema<unknown, EventPropertyOption> {
  const text = v.exactOptional(v.string());
  const number = v.exactOptional(v.number());
  const flag = v.exactOptional(v.boolean());
  return withoutNulls(v.object({
    label: v.string(),
    value: v.string(),
    description: text,
    displayOrder: number,
    hidden: flag,
  }));
}

function modificationSchema(): v.GenericSchema<unknown, EventPropertyModification> {
  const flag = v.exactOptional(v.boolean());
  return withoutNulls(
    v.object({
      archivable: flag,
      readOnlyDefinition: flag,
      readOnlyOptions: flag,
      readOnlyValue: flag,
    }),
  );
}

/** Schema of an {@linkcode EventProperty} in an answer. Fields that are new are left out. */
export function eventPropertySchema(): v.GenericSchema<unknown, EventProperty> {
  const text = v.exactOptional(v.string());
  const number = v.exactOptional(v.number());
  const flag = v.exactOptional(v.boolean());
  const user = v.exactOptional(v.union([v.number(), v.string()]));
  return withoutNulls(
    v.object({
      name: v.string(),
      label: v.string(),
      type: v.string(),
      fieldType: text,
      description: text,
      options: v.optional(v.array(optionSchema()), []),
      groupName: text,
      displayOrder: number,
      hidden: flag,
      hubspotDefined: flag,
      archived: flag,
      archivedAt: text,
      calculated: flag,
      calculationFormula: text,
      externalOptions: flag,
      referencedObjectType: text,
      formField: flag,
      hasUniqueValue: flag,
      dataSensitivity: text,
      sensitiveDataCategories: v.exactOptional(v.array(v.string())),
      dateDisplayHint: text,
      numberDisplayHint: text,
      textDisplayHint: text,
      currencyPropertyName: text,
      showCurrencySymbol: flag,
      modificationMetadata: v.exactOptional(modificationSchema()),
      createdAt: text,
      createdUserId: user,
      updatedAt: text,
      updatedUserId: user,
    }),
  );
}

/** What HubSpot takes of an update; its schema wants each option whole. */
export function propertyUpdateBody(update: EventPropertyUpdate): Record<string, unknown> {
  const { label, description, options } = update;
  return { label, description, options: options?.map(optionBody) };
}

/** What HubSpot takes of a new property. */
export function propertyBody(property: NewEventProperty): Record<string, unknown> {
  const { name, type } = property;
  return { name, type, ...propertyUpdateBody(property) };
}

function optionBody(option: NewEventPropertyOption, index: number): NewEventPropertyOption {
  return { displayOrder: index, hidden: false, ...option };
}
