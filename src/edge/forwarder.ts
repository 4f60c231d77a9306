import { Hono } from "hono/tiny";
import type { SettledReceipt } from "../outbox/outbox.ts";
import type { QueueBatch } from "../outbox/queue_platform.ts";
import { createDeps } from "../transport/deps.ts";
import { guarded } from "../transport/guarded.ts";
import { type Answer, errorAnswer } from "./answers.ts";
import { discardBody } from "./body.ts";
import { BodyBudget } from "./body_budget.ts";
import { BodyError, headersFor } from "./body_error.ts";
import { openToBrowsers } from "./cors.ts";
import { logError, logHandled, logReceipt } from "./logger.ts";
import { Metrics } from "./metrics/metrics.ts";
import { checkOptions, type ForwarderOptions, type Handled } from "./options.ts";
import { OutboxWatch } from "./readiness.ts";
import { readRequestId, requestIdHeader } from "./request_id.ts";
import { answerAt, type Route, routesOf } from "./routes.ts";
import { scheduledDelivery } from "./scheduled.ts";
import { guardedTracing, passingTracing } from "./tracing.ts";

/**
 * A fetch handler: what Deno, Bun, Workers and every Web-standard server take. A Worker exports it as its default, and has
 * the handlers of its queue and its cron with it.
 */
export interface Forwarder {
  /** Answers one request. Never rejects. */
  fetch(request: Request): Promise<Response>;
  /**
   * Delivers a batch that Cloudflare's queue hands out.
   *
   * @throws {TypeError} If the outbox has no queue; then the queue keeps the batch.
   */
  queue(batch: QueueBatch): Promise<void>;
  /**
   * Delivers what is due, for hosts that run now and then: a cron trigger of Workers, of Vercel or of Deno Deploy calls it.
   * A host that runs all the time has `startDelivery` instead. Rejects where delivery fails as a whole, so that the
   * platform shows the run as failed; nothing is lost with it.
   */
  scheduled(): Promise<void>;
  /**
   * Takes what became of events into metrics, traces and the log; to be handed to whoever delivers:
   * `startDelivery(outbox, { onReceipt: forwarder.onReceipt })`. Never throws.
   */
  onReceipt: (receipt: SettledReceipt) => void;
}

/** One request, and what its handler said of its answer. */
interface Exchange {
  requestId: string;
  path: string;
  outcome: string;
  ended?: Promise<string> | undefined;
}

const defaultBytesInFlight = 64 * 1024 * 1024;
const defaultBodyTimeoutMs = 30_000;

/**
 * Makes a forwarder: it verifies what comes in, maps it to HubSpot's events, and answers once they are durable.
 *
 * @throws {TypeError} If a path does not begin with `/` or is taken twice, a token is no word, or `publicUrl` is no
 * address.
 * @throws {RangeError} If a limit breaks its rule.
 */
export function createForwarder(options: ForwarderOptions): Forwarder {
  checkOptions(options);
  const { outbox, bodyTimeoutMs: timeoutMs = defaultBodyTimeoutMs, trustContentLength = false } =
    options;
  const deps = createDeps(options.deps);
  const { logger } = options;
  const tracing = guardedTracing(options.tracing ?? passingTracing);
  const metrics = new Metrics({ deps });
  const tellHost = guarded(options.onHandled);
  const tellHostError = guarded(options.onError);
  const onHandled = guarded((handled: Handled) => {
    metrics.handled(handled);
    tellHost(handled);
    if (logger !== undefined) logHandled(logger, handled);
  });
  const onError = guarded((error: unknown) => {
    tellHostError(error);
    if (logger !== undefined) logError(logger, error);
  });
  const onReceipt = guarded((receipt: SettledReceipt) => {
    metrics.receipt(receipt);
    if (logger !== undefined) logReceipt(logger, receipt);
    tracing.receipt(receipt);
  });
  const watch = new OutboxWatch({ outbox, deps, onError });
  const budget = new BodyBudget(options.maxBodyBytesInFlight ?? defaultBytesInFlight);
  const accept = { outbox, deps, onError };
  const deliverDue = scheduledDelivery(options.scheduled ?? {}, { outbox, deps, onReceipt });
  // Some of Segment's libraries put a slash at the end of a path, and some do not.
  const app = new Hono<{ Bindings: Exchange }>({ strict: false });
  for (const route of routesOf(options, { accept, metrics, watch })) {
    const headers = route.isForBrowsers ? openToBrowsers : {};
    app.all(route.path, async ({ req, env }) => {
      env.path = route.path;
      return tell(env, await answer(req.raw, route), headers);
    });
  }
  app.notFound(({ req, env }) => {
    discardBody(req.raw);
    return tell(env, errorAnswer("not_found", "There is nothing at this path"));
  });
  return {
    onReceipt,
    async queue(batch) {
      if (outbox.consume !== undefined) return await outbox.consume(batch, { onReceipt, onError });
      const error = new TypeError("Cannot take the queue's batch: the outbox has no queue");
      onError(error);
      throw error;
    },
    async scheduled() {
      try {
        await deliverDue();
      } catch (error) {
        onError(error);
        throw error;
      }
    },
    async fetch(request) {
      const startedAt = deps.now();
      const requestId = readRequestId(request.headers) ?? deps.uuid();
      // A path that is nobody's may hold anything, somebody's address included.
      const exchange: Exchange = { requestId, path: "-", outcome: "" };
      const response = await dispatch(request, exchange);
      const { path, outcome, ended } = exchange;
      const { method } = request;
      const { status } = response;
      const handled = (outcome: string) =>
        onHandled({
          requestId,
          method,
          path,
          status,
          outcome,
          durationMs: deps.now() - startedAt,
        });
      if (ended === undefined) handled(outcome);
      else ended.then(handled);
      return response;
    },
  };

  /** Hono may still throw of its own accord, and nothing thrown may reach the server. */
  async function dispatch(request: Request, exchange: Exchange): Promise<Response> {
    try {
      return await app.fetch(request, exchange);
    } catch (error) {
      return tell(exchange, explain(request, error));
    }
  }

  /** The body is held until the answer is whole: what was parsed of it is as large. */
  async function answer(request: Request, route: Route): Promise<Answer> {
    const hold = budget.hold();
    const body = { hold, timeoutMs, deps, trustContentLength };
    const { method } = request;
    const trace = tracing.request({
      method,
      path: route.path,
      traceparent: request.headers.get("traceparent"),
    });
    const { traceparent } = trace;
    const origin = {
      path: route.path,
      ...(traceparent === undefined ? {} : { trace: traceparent }),
    };
    const given = await answerAt(route, { request, context: { body, origin } }).catch((error) =>
      explain(request, error)
    );
    const end = () => {
      hold.release();
      trace.end(given.status);
    };
    if (given.ended === undefined) end();
    else given.ended.then(end);
    return given;
  }

  function tell(
    exchange: Exchange,
    { respond, outcome, ended }: Answer,
    headers: Readonly<Record<string, string>> = {},
  ): Response {
    exchange.outcome = outcome;
    exchange.ended = ended;
    return respond({ ...headers, [requestIdHeader]: exchange.requestId });
  }

  function explain(request: Request, error: unknown): Answer {
    discardBody(request);
    if (error instanceof BodyError) {
      return errorAnswer(error.code, error.message, { headers: headersFor(error.code) });
    }
    onError(error);
    return errorAnswer("internal_error", "The request could not be handled: the fault is ours");
  }
}
