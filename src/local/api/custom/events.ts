import { type Issue, validate } from "../../../validation/issues.ts";
import {
  type EventDefinition,
  objectTypeOf,
  propertiesOf,
} from "../../declarations/event_definitions.ts";
import { checkValues, customChecks } from "../../declarations/property.ts";
import type { Submission } from "../../records.ts";
import type { UnconfirmedRules } from "../../rules.ts";
import { invalid, noContent, type Problem, takenIds } from "../answers.ts";
import type { Endpoint, EndpointContext } from "../endpoint.ts";
import { namesSomebody, nobody } from "../fields.ts";
import { isoNow } from "../occurrence.ts";
import {
  missingRecord,
  problemOf,
  type Reading,
  readWholeBatch,
  refused,
  unknownType,
} from "../reading.ts";
import { isRepeat, repeatsIn } from "../repeats.ts";
import { customSend } from "../scopes.ts";
import { customBases } from "./paths.ts";
import { type CustomBody, customBodySchema, lowerCased } from "./schemas.ts";

const maxInputs = 500;

/** How the names of all definitions begin, whoever declared them: with the account's number. */
const fullName = /^pe\d+_/;

/**
 * Custom events. The first occurrence with a uuid is kept; what is answered to a later one is a rule. A batch with an
 * occurrence that breaks a rule is refused whole.
 */
export function customEventEndpoints(context: EndpointContext): Endpoint[] {
  return customBases.flatMap((base) => endpointsAt(`${base}/send`, context));
}

function endpointsAt(base: string, context: EndpointContext): Endpoint[] {
  const { account, rules } = context;
  const { customRepeatedUuid, customRepeatedUuidInBatch } = rules.unconfirmed;
  return [
    {
      method: "POST",
      path: base,
      access: customSend,
      reads: "json",
      answer({ body }) {
        const event = read(body, context);
        if (!event.ok) return problemOf(event);
        if (isRepeat(event.value, context)) {
          return repeatAnswer(customRepeatedUuid, [event.value]);
        }
        account.record(event.value);
        return noContent();
      },
    },
    {
      method: "POST",
      path: `${base}/batch`,
      access: customSend,
      reads: "json",
      answer({ body }) {
        const batch = readWholeBatch(body, {
          most: maxInputs,
          read: (input) => read(input, context),
        });
        if (!batch.ok) return problemOf(batch);
        const repeats = repeatsIn(batch.submissions, context);
        if (repeats.size > 0 && customRepeatedUuidInBatch !== "ignored") {
          return repeatAnswer(customRepeatedUuidInBatch, [...repeats]);
        }
        for (const event of batch.submissions) if (!repeats.has(event)) account.record(event);
        return noContent();
      },
    },
  ];
}

function repeatAnswer(
  rule: UnconfirmedRules["customRepeatedUuid"],
  events: readonly Submission[],
): Response | Problem {
  if (rule === "ignored") return noContent();
  if (rule === "conflict") return takenIds([...new Set(events.map(({ id }) => id))]);
  return invalid(events.map(({ id }) => ({ path: "uuid", message: `"${id}" is taken` })));
}

function read(input: unknown, context: EndpointContext): Reading {
  const { declarations, rules } = context;
  const body = validate(customBodySchema, input);
  if (!body.ok) return refused(body.issues);
  const definition = declarations.eventDefinitions.find(body.value.eventName);
  if (definition === undefined) {
    if (rules.definitions === "declared" || !fullName.test(body.value.eventName)) {
      return unknownType("eventName", body.value.eventName, rules);
    }
    if (!namesSomebody(body.value)) return refused([{ path: "", message: nobody }]);
    return { ok: true, value: submissionOf(body.value, context) };
  }
  return readDefined(body.value, definition, context);
}

function readDefined(
  sent: CustomBody,
  definition: EventDefinition,
  context: EndpointContext,
): Reading {
  const properties = propertiesOf(definition);
  const isDropping = context.rules.unconfirmed.customUnknownProperty === "dropped";
  const written = { ...sent, properties: lowerCased(sent.properties) };
  const kept = isDropping ? onlyDeclared(written, properties) : written;
  const body = { ...kept, ...recordMatching(kept, definition, context) };
  const objectType = objectTypeOf(definition);
  const issues = [
    ...missingIdentity(body, definition),
    ...checkValues(body.properties, {
      properties,
      checks: customChecks,
      words: { field: "properties", owner: definition.fullyQualifiedName },
    }),
  ];
  if (issues.length > 0) return refused(issues);
  return { ok: true, value: { ...submissionOf(body, context), objectType } };
}

function missingIdentity(body: CustomBody, definition: EventDefinition): Issue[] {
  if (matchingValue(body, definition) !== undefined) return [];
  const objectType = objectTypeOf(definition);
  if (objectType !== "contacts") return missingRecord(objectType, body.objectId);
  return namesSomebody(body) ? [] : [{ path: "", message: nobody }];
}

function onlyDeclared(body: CustomBody, properties: readonly { name: string }[]): CustomBody {
  const names = new Set(properties.map(({ name }) => name));
  const kept = Object.entries(body.properties).filter(([name]) => names.has(name));
  return { ...body, properties: Object.fromEntries(kept) };
}

/** A definition's own way to find a contact comes before all others. */
function recordMatching(
  body: CustomBody,
  definition: EventDefinition,
  { account }: EndpointContext,
): { objectId?: string } {
  const value = matchingValue(body, definition);
  const target = definition.matching?.targetObjectPropertyName;
  if (value === undefined || target === undefined || objectTypeOf(definition) !== "contacts") {
    return {};
  }
  const found = account.contacts().find(({ properties = {} }) =>
    Object.hasOwn(properties, target) && properties[target] === value
  );
  return found === undefined ? {} : { objectId: found.id };
}

function matchingValue(
  { properties }: CustomBody,
  { matching }: EventDefinition,
): string | undefined {
  if (matching === undefined || !Object.hasOwn(properties, matching.eventPropertyName)) {
    return undefined;
  }
  return properties[matching.eventPropertyName];
}

function submissionOf(body: CustomBody, { deps }: EndpointContext): Submission {
  const { eventName, uuid, occurredAt, ...rest } = body;
  return {
    ...rest,
    family: "custom",
    type: eventName,
    id: uuid ?? deps.uuid(),
    time: occurredAt ?? isoNow(deps),
  };
}
