import * as v from "valibot";
import type { AppEventType } from "../declarations/app_event_types.ts";
import type { DeclarationData } from "../declarations/declaration_data.ts";
import type { EventDefinition, EventProperty } from "../declarations/event_definitions.ts";
import { optionsSchema } from "../declarations/property_schemas.ts";
import type { PropertyDefinition } from "../declarations/property.ts";
import type { EventTemplate, TemplateToken } from "../declarations/templates.ts";
import { areDistinct, objectType, text, time } from "./field_schemas.ts";

// As with records: `satisfies` names the field that a declaration has gained and this does not know yet.
const property = {
  name: text,
  label: v.string("Give a string"),
  type: v.picklist(
    ["string", "number", "date", "datetime", "enumeration", "bool"],
    "Give string, number, date, datetime, enumeration or bool",
  ),
  options: optionsSchema,
} satisfies Record<keyof PropertyDefinition, unknown>;

const templates = {
  headerTemplate: v.exactOptional(v.string("Give a string")),
  detailTemplate: v.exactOptional(v.string("Give a string")),
};

const times = { createdAt: time, updatedAt: time };

const template = v.strictObject(
  {
    id: text,
    appId: text,
    name: text,
    objectType,
    ...templates,
    tokens: listOf(v.strictObject(
      {
        ...property,
        objectPropertyName: v.exactOptional(text),
        ...times,
      } satisfies Record<keyof TemplateToken, unknown>,
    )),
    ...times,
  } satisfies Record<keyof EventTemplate, unknown>,
);

const appEventType = v.strictObject(
  {
    uid: text,
    fullyQualifiedName: text,
    projectName: text,
    name: text,
    objectType,
    ...templates,
    properties: listOf(v.strictObject(property)),
  } satisfies Record<keyof AppEventType, unknown>,
);

const eventDefinition = v.strictObject(
  {
    id: v.pipe(v.string("Give a string"), v.regex(/^\d{1,15}$/, "Give 1 to 15 digits")),
    name: text,
    fullyQualifiedName: text,
    label: text,
    description: v.string("Give a string"),
    primaryObject: text,
    properties: listOf(v.strictObject(
      {
        ...property,
        description: v.string("Give a string"),
      } satisfies Record<keyof EventProperty, unknown>,
    )),
    includeDefaultProperties: v.boolean("Give true or false"),
    matching: v.exactOptional(
      v.strictObject({ targetObjectPropertyName: text, eventPropertyName: text }),
    ),
    ...times,
  } satisfies Record<keyof EventDefinition, unknown>,
);

/** The collections of what is declared, each checked for itself. */
export const declarationEntries: {
  readonly [K in keyof DeclarationData]: v.GenericSchema<unknown, DeclarationData[K]>;
} = {
  templates: distinct(listOf(template), ({ id }) => id),
  appEventTypes: distinct(listOf(appEventType), (type) => type.fullyQualifiedName),
  eventDefinitions: distinct(listOf(eventDefinition), (each) => each.fullyQualifiedName),
  spentEventNames: distinct(listOf(text), (name) => name),
};

function listOf<T>(item: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, T[]> {
  return v.array(item, "Give an array");
}

function distinct<T>(
  items: v.GenericSchema<unknown, T[]>,
  keyOf: (item: T) => string,
): v.GenericSchema<unknown, T[]> {
  return v.pipe(items, v.check((found) => areDistinct(found.map(keyOf)), "Give each one once"));
}
