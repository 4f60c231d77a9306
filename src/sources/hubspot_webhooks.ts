/**
 * HubSpot's own webhooks, for those who answer a change in the CRM with an event on a timeline: checks the signature and turns
 * each change into an activity.
 *
 * ```ts
 * import { hubSpotWebhooks, signHubSpot } from "@hubline/timeline/sources/hubspot_webhooks";
 * import assert from "node:assert/strict";
 *
 * const clientSecret = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy";
 * const source = hubSpotWebhooks({ clientSecret });
 *
 * const receivedAt = new Date();
 * const body = new TextEncoder().encode(JSON.stringify([{
 *   eventId: 100,
 *   subscriptionId: 7,
 *   portalId: 62515,
 *   occurredAt: Date.parse("2026-11-20T10:00:00Z"),
 *   subscriptionType: "contact.propertyChange",
 *   attemptNumber: 0,
 *   objectId: 123,
 *   propertyName: "lifecyclestage",
 *   propertyValue: "customer",
 * }]));
 * const sent = { method: "POST", url: "https://hooks.example.com/hubspot", body };
 * const headers = new Headers(await signHubSpot(clientSecret, { ...sent, signedAt: receivedAt }));
 * const request = { ...sent, headers, receivedAt };
 *
 * await source.verify(request);
 * const { activities } = await source.parse(request);
 *
 * assert.equal(activities[0]?.type, "hubspot.contact.propertyChange");
 * assert.equal(activities[0]?.actor.objectId, "123");
 * assert.equal(activities[0]?.subject.title, "lifecyclestage: customer");
 * ```
 *
 * What changes in HubSpot is the one line with the target URL, in the app's settings for webhooks. HubSpot signs that address:
 * behind a proxy, the host has to put its public form into the request's `url`.
 *
 * @module
 */
import type { Activity, Skipped } from "../activity/activity.ts";
import { type Issue, validate } from "../validation/issues.ts";
import {
  isFarewell,
  notificationActivity,
  notificationSchema,
} from "./hubspot_webhooks/notification.ts";
import {
  givenSignature,
  type OlderSignature,
  verifySignature,
} from "./hubspot_webhooks/signature.ts";
import { compileWorkflow, type WorkflowPaths } from "./hubspot_webhooks/workflow.ts";
import { invalidPayload, isRecord, parseBody } from "./json_body.ts";
import { checkedCount, checkedSecrets, refusal } from "./option_checks.ts";
import type { Parsed, RawRequest, Source } from "./source.ts";

export type * from "../activity/activity.ts";
export type { Issue } from "../validation/issues.ts";
export type * from "../validation/json.ts";
export {
  type OlderSignature,
  type SignableRequest,
  signHubSpot,
} from "./hubspot_webhooks/signature.ts";
export type { WorkflowPaths } from "./hubspot_webhooks/workflow.ts";
export type { PayloadPath } from "./payload/path.ts";
export type { ActorPaths, PayloadPaths, SubjectPaths } from "./payload/reader.ts";
export * from "./source.ts";

/** What {@linkcode hubSpotWebhooks} needs to know. */
export interface HubSpotWebhooksOptions {
  /** Client secret of the app whose webhooks they are. Several while it is being changed: any of them is taken. */
  clientSecret: string | readonly string[];
  /**
   * Versions of the signature that are taken where there is none of v3, which decides alone where it is there. They carry no
   * time: whoever has seen such a request can send it again for ever, although its activities keep their ids. Workflows
   * sign with `v2`. Default: none.
   */
  olderSignatures?: readonly OlderSignature[];
  /** Longest time between signing and receiving, either way, in seconds; v3 alone says it. Default: 300, as HubSpot asks. */
  toleranceSeconds?: number;
  /** Where things stand in what a workflow's "Send a webhook" sends. Default: as in a contact's record. */
  workflow?: WorkflowPaths;
  /** Largest body taken, in bytes. Default: 1 MiB. */
  maxBodyBytes?: number;
}

const source = "HubSpot";

const defaultToleranceSeconds = 300;

const defaultMaxBodyBytes = 1024 * 1024;

/** Most changes of one delivery: HubSpot sends fewer than 100. */
const mostNotifications = 1_000;

/**
 * Makes the source for an app's webhooks.
 *
 * An activity's type is `hubspot.` and the subscription's (`hubspot.deal.propertyChange`, and `hubspot.object.propertyChange`
 * in the generic form); its properties are what HubSpot tells besides (`object_id`, `property_name`, `change_source` and so
 * on). Its actor is the contact's record where a contact changed, or was tied to something; a change of any other record
 * leads to no contact by itself, and a rule may take `properties.object_id`. A contact that was deleted has no timeline
 * any more and is skipped. The value of a sensitive property is left out.
 *
 * Its id comes from the numbers of account, subscription and event, the time, and the record and property concerned: HubSpot
 * sends all of them again in every attempt, and does not promise that the event's number alone is anybody's own. So a change
 * that two subscriptions are told of is two activities.
 *
 * A body that is one object is what a workflow sends, of type `hubspot.workflow`.
 *
 * Throws a `TypeError` or `RangeError` for options that break their rule.
 *
 * @see https://developers.hubspot.com/docs/api-reference/legacy/webhooks/guide
 */
export function hubSpotWebhooks(options: HubSpotWebhooksOptions): Source {
  const { maxBodyBytes = defaultMaxBodyBytes, toleranceSeconds = defaultToleranceSeconds } =
    options;
  const rules = {
    secrets: checkedSecrets(options.clientSecret, { source, name: "clientSecret" }),
    older: checkedOlder(options.olderSignatures ?? []),
    toleranceSeconds: checkedCount(toleranceSeconds, { source, name: "toleranceSeconds" }),
  };
  const workflow = compileWorkflow(options.workflow ?? {});
  return {
    name: "hubspot",
    maxBodyBytes: checkedCount(maxBodyBytes, { source, name: "maxBodyBytes" }),
    admit: (headers) => void givenSignature(headers, rules.older),
    verify: (request) => verifySignature(request, rules),
    async parse(request: RawRequest): Promise<Parsed> {
      const payload = parseBody(request.body);
      if (!isRecord(payload)) return await readNotifications(payload);
      return { activities: [await workflow.activity(payload, request)], skipped: [] };
    },
  };
}

function checkedOlder(given: readonly OlderSignature[]): ReadonlySet<OlderSignature> {
  const wrong: unknown = given.find((one) => !["v1", "v2"].includes(one));
  if (wrong === undefined) return new Set(given);
  const rule = `must be a list of v1 and v2, holds ${wrong}`;
  throw new RangeError(refusal({ source, name: "olderSignatures" }, rule));
}

async function readNotifications(payload: unknown): Promise<Parsed> {
  if (!Array.isArray(payload) || payload.length > mostNotifications) {
    const message = `Expected a list of at most ${mostNotifications} changes, or an object`;
    throw invalidPayload([{ path: "", message }]);
  }
  const activities: Activity[] = [];
  const skipped: Skipped[] = [];
  const issues: Issue[] = [];
  for (const [index, item] of payload.entries()) {
    const checked = validate(notificationSchema, item);
    if (!checked.ok) {
      const found = checked.issues.map(({ path, message }) => ({
        path: path === "" ? `${index}` : `${index}.${path}`,
        message,
      }));
      issues.push(...found);
      skipped.push({ reason: "invalid_event", what: `hubspot.${index}`, issues: found });
    } else if (isFarewell(checked.value)) {
      skipped.push({
        reason: "unsupported_event",
        what: `hubspot.${checked.value.subscriptionType}`,
      });
    } else activities.push(await notificationActivity(checked.value));
  }
  if (payload.length > 0 && skipped.length === payload.length && issues.length > 0) {
    throw invalidPayload(issues);
  }
  if (payload.length === 0) skipped.push({ reason: "nothing_to_tell", what: "hubspot" });
  return { activities, skipped };
}
