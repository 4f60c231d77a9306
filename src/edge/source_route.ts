import type { Activity, Skipped } from "../activity/activity.ts";
import type { Mapping, People } from "../mapping/mapping.ts";
import { identifyBy } from "../mapping/people.ts";
import { planEvents } from "../mapping/plan.ts";
import type { Resolver } from "../people/resolver.ts";
import { type RawRequest, receive, type Source, SourceError } from "../sources/source.ts";
import { acceptEvents, type AcceptOptions } from "./accept_events.ts";
import { type Answer, emptyAnswer, errorAnswer, jsonAnswer } from "./answers.ts";
import { type BodyContext, discardBody, readBody } from "./body.ts";
import type { RateLimit } from "./token_bucket.ts";

/** A source, where it listens, and what becomes of its activities. */
export interface SourceRoute {
  /** Path of the route: `/github`. A source with paths of its own listens below it instead: at `/v1/track` for `/v1`. */
  path: string;
  /** Verifies and parses what comes in. */
  source: Source;
  /** Turns activities into events. */
  mapping: Mapping;
  /** E-mail addresses by login. Default: none. */
  people?: People;
  /**
   * Looks up who has a login and neither in the request nor in `people` an address. The sender waits for it. Default: nobody
   * is looked up.
   */
  resolver?: Resolver;
  /** How many requests are taken; over it, the answer is 429 with `Retry-After`. Default: as many as come. */
  rateLimit?: RateLimit;
}

/** What the handler of a source is given of its host. */
export interface SourceContext extends AcceptOptions {
  /** Reads the body. */
  body: BodyContext;
  /** Where senders reach the forwarder. Default: as the request says. */
  publicUrl?: string | undefined;
}

/** Takes a request of a source: verified, parsed, mapped, and made durable before the answer. */
export async function handleSource(
  request: Request,
  route: SourceRoute,
  context: SourceContext,
): Promise<Answer> {
  const { source, mapping, people = {} } = route;
  try {
    source.admit?.(request.headers);
    const parsed = await receive(source, await readRequest(request, source, context));
    const activities = await withAddresses(parsed.activities, route, context);
    const plan = planEvents(activities, { mapping, people });
    const leftOut = [...parsed.skipped, ...plan.skipped];
    if (plan.events.length === 0) return inItsWords(source, answerSkipped(leftOut));
    const events = plan.events.map(({ event }) => event);
    const also = leftOut.length === 0 ? {} : { left_out: leftOut };
    const answer = await acceptEvents(events, { ...context, also });
    if (answer.status >= 300) return answer;
    return inItsWords(source, { ...answer, outcome: answer.outcome + describe(leftOut) });
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    discardBody(request);
    return errorAnswer(error.code, error.message, { issues: error.issues });
  }
}

/** Looks addresses up, where the route does; what fails there costs the addresses and not the delivery. */
async function withAddresses(
  activities: readonly Activity[],
  { people = {}, resolver }: SourceRoute,
  { onError }: SourceContext,
): Promise<readonly Activity[]> {
  if (resolver === undefined || activities.length === 0) return activities;
  const known = activities.map(identifyBy(people));
  try {
    return (await resolver.resolve(known)).activities;
  } catch (error) {
    onError(error);
    return known;
  }
}

async function readRequest(
  request: Request,
  { maxBodyBytes, mayBeCompressed = false }: Source,
  { body, deps, publicUrl }: SourceContext,
): Promise<RawRequest> {
  const options = { ...body, maxBytes: maxBodyBytes, mayBeCompressed };
  return {
    method: request.method,
    url: publicUrl === undefined ? request.url : seenFrom(publicUrl, request.url),
    headers: request.headers,
    body: await readBody(request, options),
    receivedAt: new Date(deps.now()),
  };
}

/** The address that the sender called, where a proxy passed it on under another one. */
function seenFrom(publicUrl: string, url: string): string {
  const { pathname, search } = new URL(url);
  return `${publicUrl.replace(/\/$/, "")}${pathname}${search}`;
}

/** How many were left out, and why: `, skipped 2 no_contact`; nothing where none was. */
function describe(leftOut: readonly Skipped[]): string {
  const counts = new Map<string, number>();
  for (const { reason } of leftOut) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `, skipped ${count} ${reason}`).join("");
}

/** Where a sender's clients wait for a certain success, they get it for whatever we took. */
function inItsWords({ success }: Source, answer: Answer): Answer {
  if (success === undefined) return answer;
  const { status, body } = success;
  const { outcome } = answer;
  return status === 204 ? emptyAnswer(status, { outcome }) : jsonAnswer(status, { outcome, body });
}

/** 200, not an error: the sender did nothing wrong and must not send it again. */
function answerSkipped(leftOut: readonly Skipped[]): Answer {
  const reason = leftOut[0]?.reason ?? "nothing_to_tell";
  return jsonAnswer(200, {
    outcome: `skipped ${reason}`,
    body: { skipped: reason, left_out: leftOut },
  });
}
