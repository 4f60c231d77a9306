/**
 * The Worker of the outbox tests: an outbox object as a user would deploy it, and one that keeps the contract's checks
 * company: its clock stands still until it is moved, its client asks the test what becomes of each event, and its alarm
 * does nothing, since the checks call `process` themselves.
 *
 * @module
 */
import { createClient } from "../../mod.ts";
import { createForwarder } from "../../src/edge/mod.ts";
import {
  cloudflareQueueOutbox,
  consume,
  type QueueBatch,
  type QueueBinding,
} from "../../src/outbox/cloudflare_queue.ts";
import type { DepthLimit } from "../../src/outbox/depth.ts";
import {
  durableObjectOutbox,
  type ObjectContext,
  type ObjectNamespace,
  outboxObject,
  type RetrySchedule,
} from "../../src/outbox/durable_object.ts";
import { clientStandIn } from "../support/client_stand_in.ts";

/** Members of this module's scope are shared by the objects, which live in one isolate here. */
let contract: { schedule: RetrySchedule; depth?: Partial<DepthLimit> } = {
  schedule: { delaysMs: [] },
};
let now = 0;

interface Env {
  OUTBOX: ObjectNamespace;
  EVENTS: QueueBinding;
}

const makeClient = () => createClient({ accessToken: "pat-na1-worker" });

/** An outbox as it is deployed. */
export class TimelineOutbox extends outboxObject(() => ({ client: makeClient() })) {}

const CheckedOutbox = outboxObject(() => ({
  ...contract,
  client: clientStandIn(async (id) => {
    const url = `http://contract.example/?id=${encodeURIComponent(id)}`;
    return await (await fetch(url)).json();
  }),
  deps: { now: () => now, random: () => 0.5 },
}));

/** An outbox for one check of the contract. */
export class ContractOutbox extends CheckedOutbox {
  readonly #context: ObjectContext & { abort?: () => void };

  constructor(context: ObjectContext, env: unknown) {
    super(context, env);
    this.#context = context;
  }

  override async fetch(request: Request): Promise<Response> {
    if (new URL(request.url).pathname === "/abort") this.#context.abort?.();
    return await super.fetch(request);
  }

  override alarm(): Promise<void> {
    return Promise.resolve();
  }
}

// Workers take their handlers from the default export.
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/events") {
      const outbox = cloudflareQueueOutbox({
        queue: env.EVENTS,
        outbox: durableObjectOutbox({ namespace: env.OUTBOX }),
      });
      return await createForwarder({ outbox, events: { token: "events-token" } }).fetch(request);
    }
    if (pathname === "/contract") contract = await request.json();
    if (pathname === "/now") now = Number(await request.text());
    return new Response(null, { status: 204 });
  },
  async queue(batch: QueueBatch, env: Env): Promise<void> {
    const outbox = durableObjectOutbox({ namespace: env.OUTBOX });
    await consume(batch, { client: makeClient(), outbox });
  },
};
