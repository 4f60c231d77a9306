/**
 * An outbox for Cloudflare Workers that take in more than one Durable Object can: events go through a queue, whose
 * consumer hands full batches to the client. What is not delivered at once, dead letters and the journal are the object's.
 *
 * ```ts
 * import { createClient } from "@hubline/timeline";
 * import { createForwarder } from "@hubline/timeline/edge";
 * import {
 *   cloudflareQueueOutbox,
 *   type QueueBatch,
 *   type QueueBinding,
 * } from "@hubline/timeline/outbox/cloudflare_queue";
 * import {
 *   durableObjectOutbox,
 *   type ObjectNamespace,
 *   outboxObject,
 * } from "@hubline/timeline/outbox/durable_object";
 *
 * interface Env {
 *   HUBSPOT_ACCESS_TOKEN: string;
 *   EVENTS_TOKEN: string;
 *   OUTBOX: ObjectNamespace;
 *   EVENTS: QueueBinding;
 * }
 *
 * const clientOf = (env: Env) => createClient({ accessToken: env.HUBSPOT_ACCESS_TOKEN });
 *
 * // The Worker's module exports the class under its name, and `worker` as its default. In wrangler's configuration the
 * // queue's consumer has `max_batch_size` 100, `max_concurrency` 1, `max_retries` 100 and a dead-letter queue.
 * class TimelineOutbox extends outboxObject((env: Env) => ({ client: clientOf(env) })) {}
 *
 * const forwarderOf = (env: Env) =>
 *   createForwarder({
 *     outbox: cloudflareQueueOutbox({
 *       queue: env.EVENTS,
 *       outbox: durableObjectOutbox({ namespace: env.OUTBOX }),
 *       client: clientOf(env),
 *     }),
 *     events: { token: env.EVENTS_TOKEN },
 *   });
 *
 * const worker = {
 *   fetch: (request: Request, env: Env) => forwarderOf(env).fetch(request),
 *   queue: (batch: QueueBatch, env: Env) => forwarderOf(env).queue(batch),
 * };
 * console.log(TimelineOutbox.name, worker.queue.name);
 * ```
 *
 * @module
 */
export { consume } from "./queue_consumer.ts";
export type { ConsumeOptions } from "./queue_consumer.ts";
export type { ConsumeListeners } from "./outbox.ts";
export type { QueueBatch, QueueBinding, QueueMessage, QueueSendMessage } from "./queue_platform.ts";
export { cloudflareQueueOutbox } from "./queue_producer.ts";
export type { CloudflareQueueOutboxOptions } from "./queue_producer.ts";
