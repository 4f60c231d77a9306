import type { Deps } from "../../../transport/deps.ts";
import { validate } from "../../../validation/issues.ts";
import type { AppEventType } from "../../declarations/app_event_types.ts";
import { checkValues, timelineChecks } from "../../declarations/property.ts";
import type { LocalEvent, Submission } from "../../records.ts";
import { jsonAnswer, takenIds } from "../answers.ts";
import type { Endpoint, EndpointContext } from "../endpoint.ts";
import { asTimelineObject, fillId, isoNow } from "../occurrence.ts";
import {
  missingId,
  missingRecord,
  problemOf,
  type Reading,
  readWholeBatch,
  refused,
  unknownType,
} from "../reading.ts";
import { isRepeat, repeatsIn } from "../repeats.ts";
import { timelineWrite } from "../scopes.ts";
import { appBases } from "./paths.ts";
import { type AppBody, appBodySchema } from "./schemas.ts";

/**
 * App events. The first event with an id is kept and every later one refused with 409. A batch is taken whole or
 * not at all.
 */
export function appEventEndpoints(context: EndpointContext): Endpoint[] {
  return appBases(context.rules).flatMap((base) => endpointsAt(`${base}/events`, context));
}

function endpointsAt(base: string, context: EndpointContext): Endpoint[] {
  const { account, rules, deps } = context;
  const { appBatchSize, appEventAnswer, batchResults } = rules.unconfirmed;
  return [
    {
      method: "POST",
      path: base,
      access: timelineWrite,
      reads: "json",
      answer({ body }) {
        const event = read(body, context);
        if (!event.ok) return problemOf(event);
        if (isRepeat(event.value, context)) return takenIds([event.value.id]);
        const taken = account.record(event.value);
        return appEventAnswer === "created"
          ? jsonAnswer(201, answerOf(taken))
          : new Response(null, { status: 200 });
      },
    },
    {
      method: "POST",
      path: `${base}/batch`,
      access: timelineWrite,
      reads: "json",
      answer({ body }) {
        const startedAt = isoNow(deps);
        const batch = readWholeBatch(body, {
          most: appBatchSize,
          read: (input) => read(input, context),
        });
        if (!batch.ok) return problemOf(batch);
        const repeats = [...repeatsIn(batch.submissions, context)];
        if (repeats.length > 0) return takenIds([...new Set(repeats.map(({ id }) => id))]);
        const results = batch.submissions.map((event) => answerOf(account.record(event)));
        return jsonAnswer(200, {
          status: "COMPLETE",
          results: batchResults === "listed" ? results : [],
          startedAt,
          completedAt: isoNow(deps),
        });
      },
    },
  ];
}

function read(input: unknown, { declarations, rules, deps }: EndpointContext): Reading {
  const body = validate(appBodySchema, input);
  if (!body.ok) return refused(body.issues);
  const { eventTypeName, id, objectId, properties } = body.value;
  const issues = missingId(id, rules);
  const type = declarations.appEventTypes.find(eventTypeName);
  if (type === undefined) {
    if (rules.definitions === "declared") return unknownType("eventTypeName", eventTypeName, rules);
  } else {
    issues.push(
      ...missingRecord(type.objectType, objectId),
      ...checkValues(properties, {
        properties: type.properties,
        checks: timelineChecks,
        words: { field: "properties", owner: type.fullyQualifiedName },
      }),
    );
  }
  if (issues.length > 0) return refused(issues);
  return { ok: true, value: submissionOf(body.value, { type, deps }) };
}

/** Sent by its uid or by its full name, the type is one, and so are its ids. */
function submissionOf(
  body: AppBody,
  { type, deps }: { type: AppEventType | undefined; deps: Deps },
): Submission {
  const { eventTypeName, timestamp, objectTypeFullyQualifiedName, id, ...rest } = body;
  return {
    ...rest,
    family: "app",
    type: type?.fullyQualifiedName ?? eventTypeName,
    id: fillId(id, deps),
    time: timestamp ?? isoNow(deps),
    ...(objectTypeFullyQualifiedName !== undefined &&
      { customObjectType: objectTypeFullyQualifiedName }),
    ...(type && { objectType: type.objectType }),
  };
}

function answerOf(event: LocalEvent) {
  return {
    ...asTimelineObject(event),
    eventTypeName: event.type,
    properties: event.properties,
    objectTypeFullyQualifiedName: event.customObjectType,
  };
}
