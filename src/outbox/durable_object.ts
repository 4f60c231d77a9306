/**
 * An outbox for Cloudflare Workers: one Durable Object for each HubSpot account keeps its events in SQLite, delivers them
 * by its alarm, and is thereby the account's only limiter and its journal. What is put is durable before the put
 * resolves.
 *
 * ```ts
 * import { createClient } from "@hubline/timeline";
 * import { createForwarder } from "@hubline/timeline/edge";
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
 * }
 *
 * // The Worker's module exports the class under its name; in wrangler's configuration there are a binding OUTBOX to it,
 * // and the class in `new_sqlite_classes` of a migration.
 * class TimelineOutbox extends outboxObject((env: Env) => ({
 *   client: createClient({ accessToken: env.HUBSPOT_ACCESS_TOKEN }),
 * })) {}
 *
 * // The Worker's module exports this as its default.
 * const worker = {
 *   fetch(request: Request, env: Env): Promise<Response> {
 *     const outbox = durableObjectOutbox({ namespace: env.OUTBOX });
 *     return createForwarder({ outbox, events: { token: env.EVENTS_TOKEN } }).fetch(request);
 *   },
 * };
 * console.log(TimelineOutbox.name, worker.fetch.name);
 * ```
 *
 * @module
 */
export { durableObjectOutbox } from "./object_client.ts";
export type { DurableObjectOutbox, DurableObjectOutboxOptions } from "./object_client.ts";
export type {
  ObjectContext,
  ObjectNamespace,
  ObjectResponse,
  ObjectSql,
  ObjectStorage,
  ObjectStub,
} from "./object_platform.ts";
export { outboxObject } from "./outbox_object.ts";
export type { OutboxObject, OutboxObjectClass, OutboxObjectSettings } from "./outbox_object.ts";
export { type DepthLimit, OutboxFullError } from "./depth.ts";
export type {
  Attempt,
  DeadLetters,
  Journal,
  JournalCounts,
  JournalDetail,
  JournalEntry,
  JournalPage,
  JournalQuery,
  Pause,
} from "./journal.ts";
export type {
  DeliveryState,
  EventOrigin,
  JournaledOutbox,
  Outbox,
  ProcessResult,
  PutResult,
  Settled,
  SettledReceipt,
} from "./outbox.ts";
export type { RetrySchedule } from "./settlement.ts";
export type { DeliveryRecord } from "./sql_outbox.ts";
