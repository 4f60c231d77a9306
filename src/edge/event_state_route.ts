import type { Attempt, Journal, JournalDetail } from "../outbox/journal.ts";
import { redactAddresses } from "../validation/redact.ts";
import { type Answer, errorAnswer, jsonAnswer } from "./answers.ts";
import { refuseStranger } from "./bearer.ts";

/** Answers `GET /events/:id`: where each event with that id stands. Different types may share an id. */
export async function handleEventState(
  request: Request,
  { token, journal }: { token: string; journal: Pick<Journal, "find"> },
): Promise<Answer> {
  const refusal = refuseStranger(request, token);
  if (refusal !== undefined) return refusal;
  const id = lastPart(request.url);
  const found = id === undefined ? [] : await journal.find(id);
  if (found.length === 0) {
    return errorAnswer("not_found", "No event with this id is known, or it is forgotten by now");
  }
  return jsonAnswer(200, { outcome: "found", body: { events: found.map(stateOf) } });
}

function stateOf({ key, state, attempts, receivedAt, dueAt, settledAt, history }: JournalDetail) {
  const failure = history.findLast(({ code }) => code !== undefined);
  return {
    ...key,
    state,
    attempts,
    received_at: isoOf(receivedAt),
    // An event that is due at once has no time of its own.
    ...(dueAt === undefined || dueAt === 0 ? {} : { due_at: isoOf(dueAt) }),
    ...(settledAt === undefined ? {} : { settled_at: isoOf(settledAt) }),
    ...(state === "delivered" || failure === undefined ? {} : { last_error: errorOf(failure) }),
  };
}

function errorOf({ at, code, message, issues, status, correlationId }: Attempt) {
  return {
    at: isoOf(at),
    code,
    message: redactAddresses(message ?? ""),
    ...(issues === undefined ? {} : {
      issues: issues.map((issue) => ({ ...issue, message: redactAddresses(issue.message) })),
    }),
    ...(status === undefined ? {} : { status }),
    ...(correlationId === undefined ? {} : { correlation_id: correlationId }),
  };
}

function isoOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function lastPart(url: string): string | undefined {
  try {
    return decodeURIComponent(new URL(url).pathname.split("/").filter(Boolean).at(-1) ?? "");
  } catch {
    return undefined;
  }
}
