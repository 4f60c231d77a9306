import * as v from "valibot";
import type { EventDefinition, EventDefinitionDraft, EventProperty } from "./event_definitions.ts";
import type { PropertyOption, PropertyType } from "./property.ts";
import {
  areUnique,
  hasItsOptions,
  noOptions,
  notUnique,
  optionsSchema,
  text,
} from "./property_schemas.ts";

/** A property of an event definition, as HubSpot's API takes it. */
export interface EventPropertySeed {
  /** Name by which values are sent. Default: made of the label. */
  name?: string;
  /** What people read, 50 characters at most. */
  label: string;
  /** What values it takes. */
  type: PropertyType;
  /** What people read beside it. Default: nothing. */
  description?: string;
  /** What an enumeration takes. */
  options?: readonly PropertyOption[];
}

/** An event definition, as HubSpot's API takes it. */
export interface EventDefinitionSeed {
  /** What people call it, 100 characters at most. */
  label: string;
  /** Name within the account; events are sent by `pe{HubID}_{name}`. Default: made of the label. */
  name?: string;
  /** What people read beside it. Default: nothing. */
  description?: string;
  /** What its events belong to; another word is the name of a custom object. Default: `CONTACT`. */
  primaryObject?: string;
  /** Properties of its own, 50 at most. Default: none. */
  propertyDefinitions?: readonly EventPropertySeed[];
  /** Whether it has HubSpot's default properties too. Default: true. */
  includeDefaultProperties?: boolean;
  /** How events find their record beside `objectId`. Default: they do not. */
  customMatchingId?: {
    /** The rule. */
    primaryObjectRule: {
      /** Property of the event. */
      eventPropertyName: string;
      /** Property of the record. */
      targetObjectPropertyName: string;
    };
  };
}

// https://developers.hubspot.com/docs/api-reference/latest/events/define-events/guide
/** Most definitions of an account. */
export const maxDefinitions = 500;
/** Most properties of a definition beside HubSpot's own. */
export const maxOwnProperties = 50;
const [maxName, maxLabel, maxPropertyLabel] = [50, 100, 50];

/** What HubSpot takes as the name of an event or of a property. */
export const namePattern = /^[a-z][a-z0-9_]*$/;
/** {@linkcode namePattern} in words. */
export const nameRule = "Give lower-case letters, digits and underscores, a letter first";

const name = v.pipe(
  text,
  v.maxLength(maxName, `Give at most ${maxName} characters`),
  v.regex(namePattern, nameRule),
);

/** HubSpot makes a name of the label where none is given; by which rule, no page says. */
function nameFrom(label: string): string {
  const words = label.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_").replaceAll(/^[^a-z]+|_$/g, "");
  return (words === "" ? "event" : words).slice(0, maxName);
}

const propertyLabel = v.pipe(
  text,
  v.maxLength(maxPropertyLabel, `Give at most ${maxPropertyLabel} characters`),
);

/** Checks a property. */
export const eventPropertySchema: v.GenericSchema<unknown, EventProperty> = v.pipe(
  v.object({
    name: v.exactOptional(name),
    label: propertyLabel,
    type: v.picklist(
      ["string", "number", "enumeration", "datetime", "date", "bool"],
      "Give string, number, enumeration, datetime, date or bool",
    ),
    description: v.optional(v.string("Give a string"), ""),
    options: v.optional(optionsSchema, []),
  }),
  v.check((property) => hasItsOptions(property), noOptions),
  v.transform((property) => ({ ...property, name: property.name ?? nameFrom(property.label) })),
);

/** Checks what of a property changes. */
export const eventPropertyChangeSchema: v.GenericSchema<
  unknown,
  Partial<Pick<EventProperty, "label" | "description" | "options">>
> = v.object({
  label: v.exactOptional(propertyLabel),
  description: v.exactOptional(v.string("Give a string")),
  options: v.exactOptional(optionsSchema),
});

const label = v.pipe(text, v.maxLength(maxLabel, `Give at most ${maxLabel} characters`));

/** Checks a new definition. */
export const eventDefinitionSchema: v.GenericSchema<unknown, EventDefinitionDraft> = v.pipe(
  v.object({
    label,
    name: v.exactOptional(name),
    description: v.optional(v.string("Give a string"), ""),
    primaryObject: v.optional(text, "CONTACT"),
    propertyDefinitions: v.optional(
      v.pipe(
        v.array(eventPropertySchema, "Give an array of properties"),
        v.maxLength(maxOwnProperties, `Give at most ${maxOwnProperties} properties`),
        v.check((items) => areUnique(items), notUnique),
      ),
      [],
    ),
    includeDefaultProperties: v.optional(v.boolean("Give true or false"), true),
    customMatchingId: v.exactOptional(
      v.object({
        primaryObjectRule: v.object({ eventPropertyName: text, targetObjectPropertyName: text }),
      }),
    ),
  }),
  v.transform(({ propertyDefinitions, customMatchingId, ...rest }) => ({
    ...rest,
    name: rest.name ?? nameFrom(rest.label),
    properties: propertyDefinitions,
    ...(customMatchingId === undefined ? {} : { matching: customMatchingId.primaryObjectRule }),
  })),
);

/** Checks what of a definition changes. */
export const eventDefinitionChangeSchema: v.GenericSchema<
  unknown,
  Partial<Pick<EventDefinition, "label" | "description">>
> = v.object({
  label: v.exactOptional(label),
  description: v.exactOptional(v.string("Give a string")),
});
