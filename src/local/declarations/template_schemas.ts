import * as v from "valibot";
import { readObjectType } from "./object_type.ts";
import {
  areUnique,
  hasItsOptions,
  noOptions,
  notUnique,
  optionsSchema,
  text,
} from "./property_schemas.ts";
import { maxTokens, type TemplateDraft, type TokenChange, type TokenDraft } from "./templates.ts";

/** Handlebars' own helpers. */
const reservedNames = ["log", "lookup"];

/** Checks a token. HubSpot's schema asks for `options` of every type, its guide of enumerations only. */
export const tokenSchema: v.GenericSchema<unknown, TokenDraft> = v.pipe(
  v.object({
    name: v.pipe(
      text,
      v.regex(/^[a-z0-9._-]+$/i, "Give letters, digits, dots, hyphens and underscores only"),
      v.check(
        (name) => !reservedNames.includes(name),
        `Give another name: ${reservedNames.join(" and ")} are Handlebars' own`,
      ),
    ),
    label: text,
    type: v.picklist(
      ["string", "number", "date", "enumeration"],
      "Give string, number, date or enumeration",
    ),
    options: v.optional(optionsSchema, []),
    objectPropertyName: v.exactOptional(text),
  }),
  v.check((token) => hasItsOptions(token), noOptions),
);

/** Checks what of a token changes. */
export const tokenChangeSchema: v.GenericSchema<unknown, TokenChange> = v.object({
  label: text,
  options: v.optional(optionsSchema, []),
  objectPropertyName: v.exactOptional(text),
});

const tokens = v.optional(
  v.pipe(
    v.array(tokenSchema, "Give an array of tokens"),
    v.maxLength(maxTokens, `Give at most ${maxTokens} tokens`),
    v.check((items) => areUnique(items), notUnique),
  ),
  [],
);

const objectType = v.pipe(
  v.string("Give contacts, companies, deals or tickets"),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const read = readObjectType(dataset.value);
    if (read !== undefined) return read;
    addIssue({ message: "Give contacts, companies, deals or tickets" });
    return NEVER;
  }),
);

const common = {
  name: text,
  headerTemplate: v.exactOptional(v.string("Give a string")),
  detailTemplate: v.exactOptional(v.string("Give a string")),
  tokens,
};

/** Checks a new template. */
export const templateSchema: v.GenericSchema<unknown, TemplateDraft> = v.object({
  ...common,
  objectType: v.optional(objectType, "contacts"),
});

/** Checks what a template becomes. */
export const templateChangeSchema: v.GenericSchema<
  unknown,
  Omit<TemplateDraft, "objectType"> & { id: string }
> = v.object({ ...common, id: text });
