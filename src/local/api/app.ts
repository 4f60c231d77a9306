import { validate } from "../../validation/issues.ts";
import type { Deps } from "../../transport/deps.ts";
import type { LocalEvent, Submission } from "../records.ts";
import { conflictAnswer, invalidAnswer, jsonAnswer } from "./answers.ts";
import type { Endpoint, EndpointContext } from "./endpoint.ts";
import { asTimelineObject, fillId, isoNow } from "./occurrence.ts";
import { type AppBody, appBodySchema, wholeBatchSchema } from "./schemas.ts";

/** As integrators report it; HubSpot writes no cap. */
const maxInputs = 500;

/** The versions that are answered, oldest first. */
const versions = ["v4", "2026-03"];

/**
 * App events. The first event with an id is kept and every later one refused with 409. A batch is taken whole or
 * not at all.
 */
export function appEndpoints({ account, deps }: EndpointContext): Endpoint[] {
  const batchBodySchema = wholeBatchSchema(appBodySchema, maxInputs);
  return versions.flatMap((version) => [
    {
      path: `/integrators/timeline/${version}/events`,
      answer(body: unknown) {
        const event = validate(appBodySchema, body);
        if (!event.ok) return invalidAnswer(event.issues, deps.uuid());
        const submission = submissionOf(event.value, deps);
        if (account.hasEvent(submission)) return conflictAnswer([submission.id], deps.uuid());
        return jsonAnswer(201, answerOf(account.record(submission)));
      },
    },
    {
      path: `/integrators/timeline/${version}/events/batch`,
      answer(body: unknown) {
        const startedAt = isoNow(deps);
        const batch = validate(batchBodySchema, body);
        if (!batch.ok) return invalidAnswer(batch.issues, deps.uuid());
        const submissions = batch.value.inputs.map((input) => submissionOf(input, deps));
        const taken = new Set(submissions.filter((event) => account.hasEvent(event)));
        for (const event of repeated(submissions)) taken.add(event);
        if (taken.size > 0) {
          return conflictAnswer([...new Set([...taken].map(({ id }) => id))], deps.uuid());
        }
        const results = submissions.map((event) => answerOf(account.record(event)));
        return jsonAnswer(200, {
          status: "COMPLETE",
          results,
          startedAt,
          completedAt: isoNow(deps),
        });
      },
    },
  ]);
}

function repeated(submissions: readonly Submission[]): Submission[] {
  const seen = new Set<string>();
  return submissions.filter(({ type, id }) => {
    const key = JSON.stringify([type, id]);
    return seen.has(key) || !seen.add(key);
  });
}

function submissionOf(body: AppBody, deps: Deps): Submission {
  const { eventTypeName, timestamp, objectTypeFullyQualifiedName, id, ...rest } = body;
  return {
    ...rest,
    family: "app",
    type: eventTypeName,
    id: fillId(id, deps),
    time: timestamp ?? isoNow(deps),
    ...(objectTypeFullyQualifiedName !== undefined &&
      { customObjectType: objectTypeFullyQualifiedName }),
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
