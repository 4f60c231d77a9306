import { validate } from "../../../validation/issues.ts";
import { templateChangeSchema, templateSchema } from "../../declarations/template_schemas.ts";
import { type EventTemplate, maxTemplates } from "../../declarations/templates.ts";
import { invalid, jsonAnswer, noContent, notFound, type Problem } from "../answers.ts";
import type { Call, Endpoint, EndpointContext } from "../endpoint.ts";
import { developerRead, developerWrite } from "../scopes.ts";
import { timelineBases } from "./paths.ts";

/** The templates of timeline `v3`: an app's own, made, read, changed and deleted with their events. */
export function templateEndpoints(context: EndpointContext): Endpoint[] {
  return timelineBases(context.rules).flatMap((base) =>
    endpointsAt(`${base}/:appId/event-templates`, context)
  );
}

function endpointsAt(base: string, { account, declarations }: EndpointContext): Endpoint[] {
  const { templates } = declarations;
  const one = `${base}/:eventTemplateId`;
  return [
    {
      method: "GET",
      path: base,
      access: developerRead,
      reads: "nothing",
      answer: ({ param }) =>
        jsonAnswer(200, { results: templates.ofApp(param("appId")).map(answerOf) }),
    },
    {
      method: "POST",
      path: base,
      access: developerWrite,
      reads: "json",
      answer({ body, param }) {
        const draft = validate(templateSchema, body);
        if (!draft.ok) return invalid(draft.issues);
        const appId = param("appId");
        if (templates.ofApp(appId).length >= maxTemplates) {
          return invalid([{ path: "", message: `An app has at most ${maxTemplates} templates` }]);
        }
        return jsonAnswer(201, answerOf(templates.add(draft.value, { appId })));
      },
    },
    {
      method: "GET",
      path: one,
      access: developerRead,
      reads: "nothing",
      answer(call) {
        const template = findTemplate(call, declarations);
        return "status" in template ? template : jsonAnswer(200, answerOf(template));
      },
    },
    {
      method: "PUT",
      path: one,
      access: developerWrite,
      reads: "json",
      answer(call) {
        const template = findTemplate(call, declarations);
        if ("status" in template) return template;
        const change = validate(templateChangeSchema, call.body);
        if (!change.ok) return invalid(change.issues);
        const { id, ...draft } = change.value;
        if (id !== template.id) {
          return invalid([{ path: "id", message: `Give the template's own id, ${template.id}` }]);
        }
        return jsonAnswer(200, answerOf(templates.update(template, draft)));
      },
    },
    {
      method: "DELETE",
      path: one,
      access: developerWrite,
      reads: "nothing",
      answer(call) {
        const template = findTemplate(call, declarations);
        if ("status" in template) return template;
        templates.remove(template.id);
        account.removeEvents("timeline", template.id);
        return noContent();
      },
    },
  ];
}

/** The template that a path names, if it is the app's. */
export function findTemplate(
  { param }: Pick<Call, "param">,
  { templates }: EndpointContext["declarations"],
): EventTemplate | Problem {
  const [appId, id] = [param("appId"), param("eventTemplateId")];
  const template = templates.find(id);
  return template?.appId === appId ? template : notFound(`Template ${id} of app ${appId}`);
}

function answerOf({ appId: _, ...template }: EventTemplate) {
  return template;
}
