import { describeIssues, type Issue, validate } from "../../validation/issues.ts";
import type { Deps } from "../../transport/deps.ts";
import type { LocalEvent, Submission } from "../records.ts";
import { detailsOf, invalidAnswer, jsonAnswer } from "./answers.ts";
import { asTimelineObject, fillId, isoNow } from "./occurrence.ts";
import type { Endpoint, EndpointContext } from "./endpoint.ts";
import { batchSchema, type TimelineBody, timelineBodySchema } from "./schemas.ts";

/** HubSpot writes no cap for v3; `v1` had this one, and so have its other batches. */
const maxInputs = 100;

const base = "/integrators/timeline/v3/events";

/**
 * The timeline API `v3`. An id that is there already is no error: the last event processed wins, and an earlier
 * one is lost. In a batch each event stands for itself: what is in order is taken and the answer is 207.
 */
export function timelineEndpoints({ account, deps }: EndpointContext): Endpoint[] {
  return [
    {
      path: base,
      answer(body) {
        const event = validate(timelineBodySchema, body);
        if (!event.ok) return invalidAnswer(event.issues, deps.uuid());
        return jsonAnswer(201, answerOf(account.record(submissionOf(event.value, deps))));
      },
    },
    {
      path: `${base}/batch/create`,
      answer(body) {
        const startedAt = isoNow(deps);
        const batch = validate(batchSchema(maxInputs), body);
        if (!batch.ok) return invalidAnswer(batch.issues, deps.uuid());
        const results: unknown[] = [];
        const errors: unknown[] = [];
        for (const [index, input] of batch.value.inputs.entries()) {
          const event = validate(timelineBodySchema, input);
          if (event.ok) results.push(answerOf(account.record(submissionOf(event.value, deps))));
          else errors.push(standardError(index, event.issues));
        }
        const answer = { status: "COMPLETE", results, startedAt, completedAt: isoNow(deps) };
        return errors.length === 0
          ? jsonAnswer(201, answer)
          : jsonAnswer(207, { ...answer, numErrors: errors.length, errors });
      },
    },
  ];
}

function submissionOf(body: TimelineBody, deps: Deps): Submission {
  const { eventTemplateId, tokens, timestamp, customObjectTypeId, id, ...rest } = body;
  return {
    ...rest,
    family: "timeline",
    type: eventTemplateId,
    id: fillId(id, deps),
    properties: tokens,
    time: timestamp ?? isoNow(deps),
    ...(customObjectTypeId !== undefined && { customObjectType: customObjectTypeId }),
  };
}

function answerOf(event: LocalEvent) {
  return {
    ...asTimelineObject(event),
    eventTemplateId: event.type,
    tokens: event.properties,
    objectType: "contacts",
    createdAt: event.createdAt,
    customObjectTypeId: event.customObjectType,
  };
}

/** HubSpot ties an error of a batch to no input by any documented key, so this names it in words only. */
function standardError(index: number, issues: readonly Issue[]) {
  return {
    status: "error",
    category: "VALIDATION_ERROR",
    message: `Invalid event at inputs.${index}: ${describeIssues(issues)}`,
    context: {},
    links: {},
    errors: detailsOf(issues),
  };
}
