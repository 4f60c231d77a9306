import { validate } from "../../../validation/issues.ts";
import {
  eventDefinitionChangeSchema,
  eventDefinitionSchema,
  maxDefinitions,
} from "../../declarations/event_definition_schemas.ts";
import { type EventDefinition, propertiesOf } from "../../declarations/event_definitions.ts";
import { conflict, invalid, jsonAnswer, noContent, notFound, type Problem } from "../answers.ts";
import type { Call, Endpoint, EndpointContext } from "../endpoint.ts";
import { customDefine } from "../scopes.ts";
import { propertyAnswer } from "./property_answer.ts";
import { customBases } from "./paths.ts";

/** HubSpot writes no figure for its pages. */
const usualLimit = 100;

/** The definitions of custom events. A change is answered 201, as HubSpot's reference has it. */
export function definitionEndpoints(context: EndpointContext): Endpoint[] {
  return customBases.flatMap((base) => endpointsAt(`${base}/event-definitions`, context));
}

function endpointsAt(base: string, { account, declarations }: EndpointContext): Endpoint[] {
  const { eventDefinitions } = declarations;
  const one = `${base}/:eventName`;
  return [
    {
      method: "GET",
      path: base,
      access: customDefine,
      reads: "nothing",
      answer: (call) => listAnswer(eventDefinitions.all(), call),
    },
    {
      method: "POST",
      path: base,
      access: customDefine,
      reads: "json",
      answer({ body }) {
        const draft = validate(eventDefinitionSchema, body);
        if (!draft.ok) return invalid(draft.issues);
        if (eventDefinitions.isSpent(draft.value.name)) {
          return conflict(`Event definition ${draft.value.name} exists already, or did`);
        }
        if (eventDefinitions.all().length >= maxDefinitions) {
          const message = `An account has at most ${maxDefinitions} definitions`;
          return invalid([{ path: "", message }]);
        }
        return jsonAnswer(201, definitionAnswer(eventDefinitions.add(draft.value)));
      },
    },
    {
      method: "GET",
      path: one,
      access: customDefine,
      reads: "nothing",
      answer(call) {
        const definition = findDefinition(call, declarations);
        return "status" in definition ? definition : jsonAnswer(200, definitionAnswer(definition));
      },
    },
    {
      method: "PATCH",
      path: one,
      access: customDefine,
      reads: "json",
      answer(call) {
        const definition = findDefinition(call, declarations);
        if ("status" in definition) return definition;
        const change = validate(eventDefinitionChangeSchema, call.body);
        if (!change.ok) return invalid(change.issues);
        return jsonAnswer(201, definitionAnswer(eventDefinitions.update(definition, change.value)));
      },
    },
    {
      method: "DELETE",
      path: one,
      access: customDefine,
      reads: "nothing",
      answer(call) {
        const definition = findDefinition(call, declarations);
        if ("status" in definition) return definition;
        eventDefinitions.remove(definition);
        account.removeEvents("custom", definition.fullyQualifiedName);
        return noContent();
      },
    },
  ];
}

/** The definition that a path names, by its full name or not. */
export function findDefinition(
  { param }: Pick<Call, "param">,
  { eventDefinitions }: EndpointContext["declarations"],
): EventDefinition | Problem {
  const name = param("eventName");
  return eventDefinitions.named(name) ?? notFound(`Event definition ${name}`);
}

function listAnswer(all: readonly EventDefinition[], { query }: Call): Response | Problem {
  const [limit, after] = [query("limit") ?? String(usualLimit), query("after") ?? "0"];
  if (!/^\d{1,9}$/.test(limit) || !/^\d{1,9}$/.test(after) || Number(limit) === 0) {
    return invalid([{ path: "", message: "Give limit and after as whole numbers" }]);
  }
  const found = all.filter(({ name }) => name.includes(query("searchString") ?? ""));
  const end = Number(after) + Number(limit);
  const results = found.slice(Number(after), end).map((definition) =>
    query("includeProperties") === "true"
      ? definitionAnswer(definition)
      : { ...definitionAnswer(definition), properties: [] }
  );
  return jsonAnswer(200, {
    total: found.length,
    results,
    ...(end < found.length && { paging: { next: { after: String(end) } } }),
  });
}

function definitionAnswer(definition: EventDefinition) {
  const { id, name, fullyQualifiedName, label, description, primaryObject } = definition;
  const { createdAt, updatedAt, matching } = definition;
  return {
    id,
    name,
    fullyQualifiedName,
    labels: { singular: label },
    description,
    primaryObject,
    objectTypeId: `6-${id}`,
    trackingType: "MANUAL",
    archived: false,
    associations: [],
    properties: propertiesOf(definition).map((property) => propertyAnswer(property, definition)),
    createdAt,
    updatedAt,
    ...(matching && { customMatchingId: { primaryObjectRule: matching } }),
  };
}
