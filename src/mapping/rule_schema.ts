import * as v from "valibot";
import { record } from "../validation/record.ts";
import { closedObject } from "./closed_object.ts";
import type { Patterns, RuleConditions } from "./conditions.ts";
import { customEventName } from "./event_name.ts";
import type { EventTemplate } from "./event_template.ts";
import { describeFound } from "./found.ts";
import { suggestion } from "../activity/nearest.ts";
import type { Rule } from "./rules.ts";
import { compileTemplate } from "./template.ts";
import { name, text } from "./text_schema.ts";

/** HubSpot's limits for custom events: properties of one, and the name of each (guide "send event data"). */
const mostProperties = 50;
const longestPropertyName = 50;

const pattern = v.pipe(
  text,
  v.nonEmpty("Expected a pattern, found an empty text"),
  // Also read by editors, from the JSON Schema that is made of this.
  v.regex(
    /^(?!!)/,
    ({ input }) =>
      `Expected a pattern without ! before it, found ${
        describeFound(input)
      }; what a rule does not want goes under except`,
  ),
);

const patternList = v.pipe(v.array(pattern), v.minLength(1, "Expected a pattern, found none"));

/** One pattern or several; which of the two is looked up first, so that what is wrong is told of that one. */
const patterns: v.GenericSchema<unknown, Patterns> = v.lazy<
  v.GenericSchema<unknown, Patterns>
>((input) => Array.isArray(input) ? patternList : pattern);

const conditions: v.GenericSchema<unknown, RuleConditions> = closedObject({
  type: v.exactOptional(patterns),
  repository: v.exactOptional(patterns),
  branch: v.exactOptional(patterns),
  label: v.exactOptional(patterns),
  actor: v.exactOptional(patterns),
  properties: v.exactOptional(record(v.string(), patterns)),
});

const template = v.pipe(
  text,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    try {
      compileTemplate(dataset.value);
    } catch (error) {
      addIssue({ message: error instanceof Error ? error.message : String(error) });
    }
  }),
);

const templates = record(v.string(), template);

const pixels = v.pipe(
  v.number(({ input }) => `Expected a number of pixels, found ${describeFound(input)}`),
  v.integer(({ input }) => `Expected a whole number of pixels, found ${describeFound(input)}`),
  v.minValue(1, ({ input }) => `Expected 1 pixel or more, found ${describeFound(input)}`),
);

const frame = closedObject({
  linkLabel: template,
  headerLabel: template,
  url: template,
  width: pixels,
  height: pixels,
});

const association = {
  email: v.exactOptional(template),
  objectId: v.exactOptional(template),
  utk: v.exactOptional(template),
};

const occurrence = {
  ...association,
  extraData: v.exactOptional(templates),
  timelineIFrame: v.exactOptional(frame),
};

const propertyName = v.pipe(
  v.string(),
  v.regex(
    /^[a-z][a-z0-9_]*$/,
    ({ input }) =>
      `Expected the name of a property (a to z, digits and _, a letter first), found ${
        describeFound(input)
      }`,
  ),
  v.maxLength(
    longestPropertyName,
    `Expected the name of a property, ${longestPropertyName} characters at most`,
  ),
);

const customProperties = v.pipe(
  record(propertyName, template),
  v.maxEntries(
    mostProperties,
    ({ received }) => `Expected ${mostProperties} properties at most, found ${received}`,
  ),
);

const families = {
  eventName: closedObject({
    eventName: customEventName,
    properties: customProperties,
    ...association,
  }),
  eventTypeName: closedObject({ eventTypeName: name, properties: templates, ...occurrence }),
  eventTemplateId: closedObject({ eventTemplateId: name, tokens: templates, ...occurrence }),
};

const noEvent = v.literal(
  false,
  ({ input }) =>
    "Expected false, or an event: eventName with properties, eventTypeName with properties, or " +
    `eventTemplateId with tokens, found ${describeKeys(input) ?? describeFound(input)}`,
);

/** The event's own key chooses its schema, so that what is wrong is told of that kind of event. */
const send: v.GenericSchema<unknown, EventTemplate | false> = v.lazy<
  v.GenericSchema<unknown, EventTemplate | false>
>((input) => {
  const has = (key: string) =>
    typeof input === "object" && input !== null && Object.hasOwn(input, key);
  if (has("eventTemplateId")) return families.eventTemplateId;
  if (has("eventTypeName")) return families.eventTypeName;
  return has("eventName") ? families.eventName : noEvent;
});

/** Schema of a {@linkcode Rule}. */
export const ruleSchema: v.GenericSchema<unknown, Rule> = closedObject({
  name: v.exactOptional(name),
  match: v.exactOptional(conditions),
  except: v.exactOptional(conditions),
  send,
});

/** What somebody wrote in place of an event, by its keys; nothing where it has none. */
function describeKeys(input: unknown): string | undefined {
  if (typeof input !== "object" || input === null) return undefined;
  const keys = Object.keys(input);
  if (Array.isArray(input) || keys.length === 0) return undefined;
  const meant = keys.map((key) => suggestion(key, Object.keys(families))).find((one) => one !== "");
  return `${keys.slice(0, 5).join(", ")}${meant ?? ""}`;
}
