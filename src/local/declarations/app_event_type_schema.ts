import * as v from "valibot";
import type { AppEventType } from "./app_event_types.ts";
import { readObjectType } from "./object_type.ts";
import {
  areUnique,
  hasItsOptions,
  noOptions,
  notUnique,
  optionsSchema,
  text,
} from "./property_schemas.ts";
import type { PropertyDefinition, PropertyOption } from "./property.ts";

/** A property of an app-event type, as an `*-hsmeta.json` file has it. */
export interface AppEventPropertySeed {
  /** Name by which values are sent. */
  name: string;
  /** What people read. Default: the name. */
  label?: string;
  /** What values it takes. */
  type: "string" | "number" | "date" | "enumeration";
  /** What an enumeration takes. */
  options?: readonly PropertyOption[];
}

/** An app-event type, with the members of its `*-hsmeta.json` file and its `config`. */
export interface AppEventTypeSeed {
  /** The type's uid. */
  uid: string;
  /** Name by which its events are sent; the uid is taken too. Default: `ae1_` and the uid. */
  fullyQualifiedName?: string;
  /** Name of the developer project. Default: `project`. */
  projectName?: string;
  /** What people call it, 50 characters at most. Default: the uid. */
  name?: string;
  /** What its events belong to. Default: `CONTACT`. */
  objectType?: "CONTACT" | "COMPANY" | "DEAL" | "TICKET" | "APP_OBJECT";
  /** What an event shows at once, 1,000 characters at most. */
  headerTemplate?: string;
  /** What an event shows when it is opened, 10,000 characters at most. */
  detailTemplate?: string;
  /** The values that its events carry, 500 at most. Default: none. */
  properties?: readonly AppEventPropertySeed[];
}

// https://developers.hubspot.com/docs/apps/developer-platform/add-features/app-events/reference
const [maxName, maxHeader, maxDetail, maxProperties] = [50, 1000, 10_000, 500];

const property: v.GenericSchema<unknown, PropertyDefinition> = v.pipe(
  v.object({
    name: text,
    label: v.exactOptional(text),
    type: v.picklist(
      ["string", "number", "date", "enumeration"],
      "Give string, number, date or enumeration",
    ),
    options: v.optional(optionsSchema, []),
  }),
  v.check((each) => hasItsOptions(each), noOptions),
  v.transform((each) => ({ ...each, label: each.label ?? each.name })),
);

/** Checks an app-event type and fills in what is not given. */
export const appEventTypeSchema: v.GenericSchema<unknown, AppEventType> = v.pipe(
  v.object({
    uid: text,
    fullyQualifiedName: v.exactOptional(text),
    projectName: v.optional(text, "project"),
    name: v.exactOptional(v.pipe(text, v.maxLength(maxName, `Give at most ${maxName} characters`))),
    objectType: v.optional(
      v.picklist(
        ["CONTACT", "COMPANY", "DEAL", "TICKET", "APP_OBJECT"],
        "Give CONTACT, COMPANY, DEAL, TICKET or APP_OBJECT",
      ),
      "CONTACT",
    ),
    headerTemplate: v.exactOptional(
      v.pipe(v.string(), v.maxLength(maxHeader, `Give at most ${maxHeader} characters`)),
    ),
    detailTemplate: v.exactOptional(
      v.pipe(v.string(), v.maxLength(maxDetail, `Give at most ${maxDetail} characters`)),
    ),
    properties: v.optional(
      v.pipe(
        v.array(property, "Give an array of properties"),
        v.maxLength(maxProperties, `Give at most ${maxProperties} properties`),
        v.check((items) => areUnique(items), notUnique),
      ),
      [],
    ),
  }),
  v.transform((type) => ({
    ...type,
    name: type.name ?? type.uid,
    fullyQualifiedName: type.fullyQualifiedName ?? `ae1_${type.uid}`,
    objectType: readObjectType(type.objectType) ?? "custom_objects",
  })),
);
