import { validate } from "../../../validation/issues.ts";
import { hasItsOptions, noOptions } from "../../declarations/property_schemas.ts";
import { tokenChangeSchema, tokenSchema } from "../../declarations/template_schemas.ts";
import { type EventTemplate, maxTokens, type TemplateToken } from "../../declarations/templates.ts";
import { conflict, invalid, jsonAnswer, noContent, notFound, type Problem } from "../answers.ts";
import type { Call, Endpoint, EndpointContext } from "../endpoint.ts";
import { developerWrite } from "../scopes.ts";
import { timelineBases } from "./paths.ts";
import { findTemplate } from "./templates.ts";

/** The tokens of a template: added, changed and removed one by one, and read with the template. */
export function tokenEndpoints(context: EndpointContext): Endpoint[] {
  return timelineBases(context.rules).flatMap((base) =>
    endpointsAt(`${base}/:appId/event-templates/:eventTemplateId/tokens`, context)
  );
}

function endpointsAt(base: string, { declarations }: EndpointContext): Endpoint[] {
  const { templates } = declarations;
  const one = `${base}/:tokenName`;
  return [
    {
      method: "POST",
      path: base,
      access: developerWrite,
      reads: "json",
      answer(call) {
        const template = findTemplate(call, declarations);
        if ("status" in template) return template;
        const draft = validate(tokenSchema, call.body);
        if (!draft.ok) return invalid(draft.issues);
        const { name } = draft.value;
        if (template.tokens.some((token) => token.name === name)) {
          return conflict(`Token ${name} exists already`);
        }
        if (template.tokens.length >= maxTokens) {
          return invalid([{ path: "", message: `A template has at most ${maxTokens} tokens` }]);
        }
        return jsonAnswer(200, templates.addToken(template, draft.value));
      },
    },
    {
      method: "PUT",
      path: one,
      access: developerWrite,
      reads: "json",
      answer(call) {
        const found = findToken(call, declarations);
        if ("status" in found) return found;
        const change = validate(tokenChangeSchema, call.body);
        if (!change.ok) return invalid(change.issues);
        const { template, token } = found;
        if (!hasItsOptions({ type: token.type, options: change.value.options })) {
          return invalid([{ path: "options", message: noOptions }]);
        }
        return jsonAnswer(200, templates.updateToken(template, token, change.value));
      },
    },
    {
      method: "DELETE",
      path: one,
      access: developerWrite,
      reads: "nothing",
      answer(call) {
        const found = findToken(call, declarations);
        if ("status" in found) return found;
        templates.removeToken(found.template, found.token.name);
        return noContent();
      },
    },
  ];
}

function findToken(
  call: Call,
  declarations: EndpointContext["declarations"],
): { template: EventTemplate; token: TemplateToken } | Problem {
  const template = findTemplate(call, declarations);
  if ("status" in template) return template;
  const name = call.param("tokenName");
  const token = template.tokens.find((each) => each.name === name);
  return token === undefined ? notFound(`Token ${name}`) : { template, token };
}
