import { validate } from "../../../validation/issues.ts";
import {
  eventPropertyChangeSchema,
  eventPropertySchema,
  maxOwnProperties,
} from "../../declarations/event_definition_schemas.ts";
import {
  type EventDefinition,
  type EventProperty,
  propertiesOf,
} from "../../declarations/event_definitions.ts";
import { hasItsOptions, noOptions } from "../../declarations/property_schemas.ts";
import { conflict, invalid, jsonAnswer, noContent, notFound, type Problem } from "../answers.ts";
import type { Call, Endpoint, EndpointContext } from "../endpoint.ts";
import { customDefine } from "../scopes.ts";
import { findDefinition } from "./definitions.ts";
import { propertyAnswer } from "./property_answer.ts";
import { customBases } from "./paths.ts";

/** The properties that a definition has of its own. HubSpot's default properties stay as they are. */
export function definitionPropertyEndpoints(context: EndpointContext): Endpoint[] {
  return customBases.flatMap((base) =>
    endpointsAt(`${base}/event-definitions/:eventName/property`, context)
  );
}

function endpointsAt(base: string, { declarations }: EndpointContext): Endpoint[] {
  const { eventDefinitions } = declarations;
  const one = `${base}/:propertyName`;
  return [
    {
      method: "POST",
      path: base,
      access: customDefine,
      reads: "json",
      answer(call) {
        const definition = findDefinition(call, declarations);
        if ("status" in definition) return definition;
        const property = validate(eventPropertySchema, call.body);
        if (!property.ok) return invalid(property.issues);
        const { name } = property.value;
        if (propertiesOf(definition).some((each) => each.name === name)) {
          return conflict(`Property ${name} exists already`);
        }
        const own = [...definition.properties, property.value];
        if (own.length > maxOwnProperties) {
          const message = `A definition has at most ${maxOwnProperties} properties of its own`;
          return invalid([{ path: "", message }]);
        }
        const changed = eventDefinitions.update(definition, { properties: own });
        return jsonAnswer(201, propertyAnswer(property.value, changed));
      },
    },
    {
      method: "PATCH",
      path: one,
      access: customDefine,
      reads: "json",
      answer(call) {
        const found = findProperty(call, declarations);
        if ("status" in found) return found;
        const change = validate(eventPropertyChangeSchema, call.body);
        if (!change.ok) return invalid(change.issues);
        const { definition, property } = found;
        const next = { ...property, ...change.value };
        if (!hasItsOptions(next)) return invalid([{ path: "options", message: noOptions }]);
        const own = definition.properties.map((each) => each.name === next.name ? next : each);
        const changed = eventDefinitions.update(definition, { properties: own });
        return jsonAnswer(201, propertyAnswer(next, changed));
      },
    },
    {
      method: "DELETE",
      path: one,
      access: customDefine,
      reads: "nothing",
      answer(call) {
        const found = findProperty(call, declarations);
        if ("status" in found) return found;
        const { definition, property } = found;
        const own = definition.properties.filter(({ name }) => name !== property.name);
        eventDefinitions.update(definition, { properties: own });
        return noContent();
      },
    },
  ];
}

function findProperty(
  call: Call,
  declarations: EndpointContext["declarations"],
): { definition: EventDefinition; property: EventProperty } | Problem {
  const definition = findDefinition(call, declarations);
  if ("status" in definition) return definition;
  const name = call.param("propertyName");
  const property = definition.properties.find((each) => each.name === name);
  return property === undefined ? notFound(`Property ${name}`) : { definition, property };
}
