import type { Mapping, People } from "../mapping/mapping.ts";
import { planEvents } from "../mapping/plan.ts";
import type { Skipped } from "../activity/activity.ts";
import { receive, type Source, SourceError } from "../sources/source.ts";
import { acceptEvents, type AcceptOptions } from "./accept_events.ts";
import { type Answer, errorAnswer, jsonAnswer } from "./answers.ts";
import { discardBody, readBody } from "./body.ts";

/** A source, where it listens, and what becomes of its activities. */
export interface SourceRoute {
  /** Path of the route: `/github`. */
  path: string;
  /** Verifies and parses what comes in. */
  source: Source;
  /** Turns activities into events. */
  mapping: Mapping;
  /** E-mail addresses by login. Default: none. */
  people?: People;
}

/** Takes a request of a source: verified, parsed, mapped, and made durable before the answer. */
export async function handleSource(
  request: Request,
  route: SourceRoute,
  options: AcceptOptions,
): Promise<Answer> {
  const { source, mapping, people = {} } = route;
  try {
    source.admit?.(request.headers);
    const body = await readBody(request, source.maxBodyBytes);
    const receivedAt = new Date(options.deps.now());
    const parsed = await receive(source, {
      method: request.method,
      url: request.url,
      headers: request.headers,
      body,
      receivedAt,
    });
    const plan = planEvents(parsed.activities, { mapping, people });
    const leftOut = [...parsed.skipped, ...plan.skipped];
    if (plan.events.length === 0) return answerSkipped(leftOut);
    const events = plan.events.map(({ event }) => event);
    const also = leftOut.length === 0 ? {} : { left_out: leftOut };
    return await acceptEvents(events, { ...options, also });
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    await discardBody(request);
    return errorAnswer(error.code, error.message, { issues: error.issues });
  }
}

/** 200, not an error: the sender did nothing wrong and must not send it again. */
function answerSkipped(leftOut: readonly Skipped[]): Answer {
  const reason = leftOut[0]?.reason ?? "nothing_to_tell";
  return jsonAnswer(200, {
    outcome: `skipped ${reason}`,
    body: { skipped: reason, left_out: leftOut },
  });
}
