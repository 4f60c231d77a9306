import { validate } from "../../validation/issues.ts";
import type { Deps } from "../../transport/deps.ts";
import type { Submission } from "../records.ts";
import { conflictAnswer, invalidAnswer } from "./answers.ts";
import type { Endpoint, EndpointContext } from "./endpoint.ts";
import { isoNow } from "./occurrence.ts";
import { type CustomBody, customBodySchema, wholeBatchSchema } from "./schemas.ts";

const maxInputs = 500;

/** HubSpot's pages disagree on the prefix of `2026-03`, so both are answered. */
const bases = [
  "/events/v3/send",
  "/events/2026-03/send",
  "/events/custom/2025-09/send",
  "/events/custom/2026-03/send",
  "/events/custom/2026-09/send",
];

/**
 * Custom events. The first occurrence with a uuid is kept. A later one is refused with 409 when it comes alone.
 * What HubSpot answers to a batch with a repeated uuid is not known: this answers 204 and keeps the first. A batch
 * with an occurrence that breaks a rule is refused whole.
 */
export function customEndpoints({ account, deps }: EndpointContext): Endpoint[] {
  const batchBodySchema = wholeBatchSchema(customBodySchema, maxInputs);
  return bases.flatMap((base) => [
    {
      path: base,
      answer(body: unknown) {
        const event = validate(customBodySchema, body);
        if (!event.ok) return invalidAnswer(event.issues, deps.uuid());
        const submission = submissionOf(event.value, deps);
        if (account.hasEvent(submission)) return conflictAnswer([submission.id], deps.uuid());
        account.record(submission);
        return noContent();
      },
    },
    {
      path: `${base}/batch`,
      answer(body: unknown) {
        const batch = validate(batchBodySchema, body);
        if (!batch.ok) return invalidAnswer(batch.issues, deps.uuid());
        for (const input of batch.value.inputs) {
          const submission = submissionOf(input, deps);
          if (!account.hasEvent(submission)) account.record(submission);
        }
        return noContent();
      },
    },
  ]);
}

function submissionOf(body: CustomBody, deps: Deps): Submission {
  const { eventName, uuid, occurredAt, ...rest } = body;
  return {
    ...rest,
    family: "custom",
    type: eventName,
    id: uuid ?? deps.uuid(),
    time: occurredAt ?? isoNow(deps),
  };
}

function noContent(): Response {
  return new Response(null, { status: 204 });
}
