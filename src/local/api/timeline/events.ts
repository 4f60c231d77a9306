import type { Deps } from "../../../transport/deps.ts";
import { validate } from "../../../validation/issues.ts";
import { checkValues, timelineChecks } from "../../declarations/property.ts";
import type { EventTemplate } from "../../declarations/templates.ts";
import type { LocalEvent, Submission } from "../../records.ts";
import { conflict, invalid, jsonAnswer, notFound, type Problem } from "../answers.ts";
import type { Call, Endpoint, EndpointContext } from "../endpoint.ts";
import { asTimelineObject, fillId, isoNow } from "../occurrence.ts";
import {
  missingId,
  missingRecord,
  problemOf,
  type Reading,
  readInputs,
  refused,
  sentId,
  standardError,
  unknownType,
} from "../reading.ts";
import { timelineRead, timelineWrite } from "../scopes.ts";
import { timelineBases } from "./paths.ts";
import { type TimelineBody, timelineBodySchema } from "./schemas.ts";

/** Properties of a contact that no token can set. */
const readOnlyProperties = new Set([
  "email",
  "hs_additional_emails",
  "hs_object_id",
  "createdate",
  "lastmodifieddate",
]);

/**
 * Events of timeline `v3`: sent alone or in a batch, read one by one, never changed. In a batch each event stands for
 * itself: what is in order is taken, and the answer is 207 where something is not.
 */
export function timelineEventEndpoints(context: EndpointContext): Endpoint[] {
  return timelineBases(context.rules).flatMap((base) => endpointsAt(`${base}/events`, context));
}

function endpointsAt(base: string, context: EndpointContext): Endpoint[] {
  const { rules, deps } = context;
  const { batchErrorContext, batchResults, timelineBatchSize } = rules.unconfirmed;
  return [
    {
      method: "POST",
      path: base,
      access: timelineWrite,
      reads: "json",
      answer({ body }) {
        const event = take(body, context);
        return "problem" in event ? event.problem : jsonAnswer(201, answerOf(event.taken));
      },
    },
    {
      method: "POST",
      path: `${base}/batch/create`,
      access: timelineWrite,
      reads: "json",
      answer({ body }) {
        const startedAt = isoNow(deps);
        const batch = readInputs(body, {
          most: timelineBatchSize,
          read: (input) => read(input, context),
        });
        if (!batch.ok) return problemOf(batch);
        const results: unknown[] = [];
        const errors: unknown[] = [];
        for (const [index, reading] of batch.readings.entries()) {
          const event = takeReading(reading, context);
          if ("taken" in event) {
            results.push(answerOf(event.taken));
            continue;
          }
          const id = sentId(batch.inputs[index]);
          const known = batchErrorContext === "id" && id !== undefined;
          const message = `Invalid event at inputs.${index}: ${wordsOf(event.problem)}`;
          errors.push(standardError({ ...event.problem, message }, known ? { id: [id] } : {}));
        }
        const answer = {
          status: "COMPLETE",
          results: batchResults === "listed" ? results : [],
          startedAt,
          completedAt: isoNow(deps),
        };
        return errors.length === 0
          ? jsonAnswer(201, answer)
          : jsonAnswer(207, { ...answer, numErrors: errors.length, errors });
      },
    },
    {
      method: "GET",
      path: `${base}/:eventTemplateId/:eventId`,
      access: timelineRead,
      reads: "nothing",
      answer(call) {
        const event = findEvent(call, context);
        return "status" in event ? event : jsonAnswer(200, answerOf(event));
      },
    },
  ];
}

/** The event that a path names. */
export function findEvent(
  { param }: Pick<Call, "param">,
  { account }: Pick<EndpointContext, "account">,
): LocalEvent | Problem {
  const [type, id] = [param("eventTemplateId"), param("eventId")];
  return account.event({ family: "timeline", type, id }) ??
    notFound(`Event ${id} of template ${type}`);
}

type Taken = { taken: LocalEvent } | { problem: Problem };

function take(input: unknown, context: EndpointContext): Taken {
  return takeReading(read(input, context), context);
}

function takeReading(reading: Reading, context: EndpointContext): Taken {
  if (!reading.ok) return { problem: problemOf(reading) };
  const { account, declarations, rules } = context;
  const submission = reading.value;
  const repeated = rules.unconfirmed.timelineRepeatedId;
  if (repeated !== "replaced" && account.event(submission) !== undefined) {
    return { problem: repeatProblem(repeated) };
  }
  const taken = account.record(submission);
  const template = declarations.templates.find(submission.type);
  if (template !== undefined && taken.contactId !== undefined) {
    account.setProperties(taken.contactId, stamps(template, submission.properties));
  }
  return { taken };
}

function repeatProblem(repeated: "invalid" | "conflict"): Problem {
  const message = "The id is taken: an event of this template has it";
  return repeated === "conflict" ? conflict(message) : invalid([{ path: "id", message }]);
}

function read(input: unknown, { declarations, rules, deps }: EndpointContext): Reading {
  const body = validate(timelineBodySchema, input);
  if (!body.ok) return refused(body.issues);
  const { eventTemplateId, id, objectId, tokens } = body.value;
  const issues = missingId(id, rules);
  const template = declarations.templates.find(eventTemplateId);
  if (template === undefined) {
    if (rules.definitions === "declared") {
      return unknownType("eventTemplateId", eventTemplateId, rules);
    }
  } else {
    issues.push(
      ...missingRecord(template.objectType, objectId),
      ...checkValues(tokens, {
        properties: template.tokens,
        checks: timelineChecks,
        words: { field: "tokens", owner: `template ${template.id}` },
      }),
    );
  }
  if (issues.length > 0) return refused(issues);
  return { ok: true, value: submissionOf(body.value, { template, deps }) };
}

function submissionOf(
  body: TimelineBody,
  { template, deps }: { template: EventTemplate | undefined; deps: Deps },
): Submission {
  const { eventTemplateId, tokens, timestamp, customObjectTypeId, id, ...rest } = body;
  return {
    ...rest,
    family: "timeline",
    type: eventTemplateId,
    id: fillId(id, deps),
    properties: tokens,
    time: timestamp ?? isoNow(deps),
    ...(customObjectTypeId !== undefined && { customObjectType: customObjectTypeId }),
    ...(template && { objectType: template.objectType }),
  };
}

/** What the tokens of a template put on the contact. */
function stamps(template: EventTemplate, values: Submission["properties"]): Record<string, string> {
  const byName = new Map(Object.entries(values));
  const found = template.tokens.flatMap(({ name, objectPropertyName }) => {
    const value = byName.get(name);
    if (value === undefined || objectPropertyName === undefined) return [];
    return readOnlyProperties.has(objectPropertyName) ? [] : [[objectPropertyName, value] as const];
  });
  return Object.fromEntries(found);
}

function answerOf(event: LocalEvent) {
  return {
    ...asTimelineObject(event),
    eventTemplateId: event.type,
    tokens: event.properties,
    objectType: event.objectType ?? "contacts",
    createdAt: event.createdAt,
    customObjectTypeId: event.customObjectType,
  };
}

/** A problem without what its message begins with. */
function wordsOf({ message }: Problem): string {
  return message.replace(/^Invalid input JSON: /, "");
}
