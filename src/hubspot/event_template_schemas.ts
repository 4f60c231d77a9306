import * as v from "valibot";
import { withoutNulls } from "./without_nulls.ts";

/** What values of a token are; HubSpot may know others by now. */
export type TimelineTokenType =
  | "string"
  | "number"
  | "date"
  | "enumeration"
  | (string & Record<never, never>);

/** Type of CRM record that a template is for; HubSpot may know others by now. */
export type TimelineObjectType =
  | "contacts"
  | "companies"
  | "tickets"
  | "deals"
  | (string & Record<never, never>);

/** One value of a token of type `enumeration`. */
export interface TimelineTokenOption {
  /** What people see. */
  label: string;
  /** What events are sent with. */
  value: string;
}

/** What can be changed of a token. */
export interface TimelineTokenUpdate {
  /** What people see in lists and reports. */
  label: string;
  /** The values that a token of type `enumeration` may have. Default: none. */
  options?: readonly TimelineTokenOption[];
  /** Name of the CRM property that takes the token's value with each event. Default: none does. */
  objectPropertyName?: string;
}

/** A token of a template: a named value that each event brings. */
export interface TimelineEventTemplateToken extends TimelineTokenUpdate {
  /**
   * Name, unique in the template: letters, digits, `.`, `-` and `_`, but not `log` or `lookup`, which the template
   * language has.
   */
  name: string;
  /** What its values are; a date is milliseconds since 1970. */
  type: TimelineTokenType;
  /** When it was made, in ISO 8601; absent before 2020-02-18. */
  createdAt?: string;
  /** When it was changed last, in ISO 8601; absent before 2020-02-18. */
  updatedAt?: string;
}

/** What a template shows of an event. */
export interface TimelineTemplateTexts {
  /** Handlebars and Markdown for the one line of an event. */
  headerTemplate?: string;
  /** Handlebars and Markdown for its details; it may also use `extraData`. */
  detailTemplate?: string;
}

/** A template to make. */
export interface NewTimelineEventTemplate extends TimelineTemplateTexts {
  /** Name, for people. */
  name: string;
  /** Type of CRM record that its events are about. */
  objectType: TimelineObjectType;
  /** Its tokens. Default: none. */
  tokens?: readonly TimelineEventTemplateToken[];
}

/** A template as it is to be from now on, whole: what is left out is gone. */
export interface TimelineEventTemplateUpdate extends TimelineTemplateTexts {
  /** Id of the template. */
  id: string;
  /** Name, for people. */
  name: string;
  /** All its tokens. */
  tokens: readonly TimelineEventTemplateToken[];
}

/** An event template of the timeline API `v3`. */
export interface TimelineEventTemplate extends TimelineEventTemplateUpdate {
  /** Type of CRM record that its events are about. */
  objectType: TimelineObjectType;
  /** When it was made, in ISO 8601; absent before 2020-02-18. */
  createdAt?: string;
  /** When it was changed last, in ISO 8601; absent before 2020-02-18. */
  updatedAt?: string;
}

/** Schema of a {@linkcode TimelineEventTemplateToken} in an answer. Fields that are new are left out. */
export function templateTokenSchema(): v.GenericSchema<unknown, TimelineEventTemplateToken> {
  const text = v.exactOptional(v.string());
  return withoutNulls(
    v.object({
      name: v.string(),
      label: v.string(),
      type: v.string(),
      options: v.exactOptional(v.array(v.object({ label: v.string(), value: v.string() }))),
      objectPropertyName: text,
      createdAt: text,
      updatedAt: text,
    }),
  );
}

/** Schema of a {@linkcode TimelineEventTemplate} in an answer. Fields that are new are left out. */
export function templateSchema(): v.GenericSchema<unknown, TimelineEventTemplate> {
  const text = v.exactOptional(v.string());
  return withoutNulls(
    v.object({
      id: v.string(),
      name: v.string(),
      objectType: v.string(),
      tokens: v.array(templateTokenSchema()),
      headerTemplate: text,
      detailTemplate: text,
      createdAt: text,
      updatedAt: text,
    }),
  );
}

/** Schema of the answer with all templates of an app. */
export function templatesSchema(): v.GenericSchema<unknown, { results: TimelineEventTemplate[] }> {
  return v.object({ results: v.array(templateSchema()) });
}
