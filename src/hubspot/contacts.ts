import * as v from "valibot";
import type { SendResult } from "../transport/retry.ts";
import { checkNumbers } from "../validation/numbers.ts";
import { parseJson } from "./answers.ts";
import type { ApiRequest } from "./connection.ts";
import type { DatedVersion } from "./endpoints.ts";
import type { AcceptedEvent } from "./events.ts";
import type { Outgoing } from "./outgoing.ts";
import { judgeSingle, type Verdict } from "./verdicts.ts";

/** What becomes of events before they are sent. */
export interface ContactPlan {
  /** To be sent, each on its contact. */
  ready: Outgoing[];
  /** Not to be sent, and why. */
  held: { one: Outgoing; verdict: Verdict }[];
}

/** What a {@linkcode ContactPolicy} may use. */
export interface ContactContext {
  /** Asks HubSpot as the client does. Never rejects. */
  request(request: ApiRequest): Promise<SendResult>;
  /** The current time, in milliseconds since 1970. */
  now(): number;
}

/** Decides on whose contact events go. */
export interface ContactPolicy {
  /**
   * Looks at events before they are sent. Never rejects. One that is neither to be sent nor held is rejected with code
   * `refused`; one that is both is sent.
   */
  place(batch: readonly Outgoing[], context: ContactContext): Promise<ContactPlan>;
}

/** Settings of {@linkcode existingContacts}. */
export interface ExistingContactsOptions {
  /** Version of HubSpot's API of contacts. Default: `2026-03`. */
  version?: DatedVersion | "v3";
  /** How many addresses are remembered; the oldest go first. Default: 10,000. */
  mostRemembered?: number;
}

/** What is known of an address: its contact, that there is none, or why it could not be looked up. */
type Lookup =
  | { kind: "contact"; id: string }
  | { kind: "nobody" }
  | { kind: "failed"; verdict: Verdict };

/** Addresses that one request may ask for: HubSpot's limit for every batch of contacts. */
const mostAtOnce = 100;

/** How long a contact is remembered, in milliseconds. */
const contactMs = 10 * 60_000;

/** How long it is remembered that there is none: somebody may sign up at any time. */
const nobodyMs = 60_000;

const answerSchema = v.object({
  results: v.array(v.object({
    id: v.string(),
    properties: v.record(v.string(), v.nullish(v.string())),
  })),
  errors: v.optional(v.array(v.object({ category: v.optional(v.string()) })), []),
});

/** What an answer tells of the addresses that were asked for. */
interface Found {
  /** The contacts' ids by address, lower case. */
  ids: Map<string, string>;
  /** What an address is that is not among them. */
  others: Lookup;
}

/**
 * Lets events go to people only who are in HubSpot already: addresses are looked up first, a hundred with each request,
 * and the events go by the contacts' ids. One for an unknown address is rejected with code `contact_not_found`, and
 * nobody new enters the CRM. Needs the scope `crm.objects.contacts.read`.
 *
 * @example
 * ```ts
 * import { createClient, existingContacts } from "@hubline/timeline";
 * import { createLocalHubSpot } from "@hubline/timeline/local";
 * import assert from "node:assert/strict";
 *
 * const hubspot = createLocalHubSpot({ contacts: [{ id: "101", email: "ada@example.com" }] });
 * const client = createClient({
 *   accessToken: "pat-na1-your-token",
 *   contacts: existingContacts(),
 *   deps: { fetch: (url, init) => hubspot.fetch(new Request(url, init)) },
 * });
 * const events = ["ada@example.com", "stranger@example.com"].map((email) => ({
 *   eventName: "pe123_signed_up",
 *   email,
 *   properties: {},
 * }));
 * const receipts = await Array.fromAsync(client.sendAll(events));
 * assert.deepEqual(receipts.map(({ outcome }) => outcome).sort(), ["delivered", "rejected"]);
 * ```
 *
 * @throws {RangeError} If `mostRemembered` is no whole number from 0.
 * @see https://developers.hubspot.com/docs/api-reference/latest/crm/objects/objects/batch/get-objects
 */
export function existingContacts(options: ExistingContactsOptions = {}): ContactPolicy {
  const { version = "2026-03", mostRemembered = 10_000 } = options;
  checkNumbers("look up contacts", { mostRemembered }, { least: 0, isWhole: true });
  const base = version === "v3" ? "/crm/v3/objects" : `/crm/objects/${version}`;
  const path = `${base}/contacts/batch/read`;
  const remembered = new Map<string, { lookup: Lookup; until: number }>();
  return {
    async place(batch, context) {
      const emails = batch.flatMap(({ event }) => addressOf(event) ?? []);
      const found = await find(new Set(emails), context);
      const plan: ContactPlan = { ready: [], held: [] };
      for (const one of batch) {
        const email = addressOf(one.event);
        const lookup = email === undefined ? undefined : found.get(email);
        if (email === undefined) plan.ready.push(one);
        else if (lookup?.kind === "contact") plan.ready.push(onContact(one, lookup.id));
        else plan.held.push({ one, verdict: lookup?.kind === "failed" ? lookup.verdict : nobody });
      }
      return plan;
    },
  };

  async function find(
    emails: ReadonlySet<string>,
    context: ContactContext,
  ): Promise<Map<string, Lookup>> {
    const found = new Map<string, Lookup>();
    const unknown: string[] = [];
    for (const email of emails) {
      const known = remembered.get(email);
      if (known !== undefined && context.now() < known.until) found.set(email, known.lookup);
      else unknown.push(email);
    }
    for (let start = 0; start < unknown.length; start += mostAtOnce) {
      const asked = unknown.slice(start, start + mostAtOnce);
      for (const [email, lookup] of await ask(path, asked, context)) {
        found.set(email, lookup);
        remember(email, lookup, context.now());
      }
    }
    return found;
  }

  function remember(email: string, lookup: Lookup, now: number): void {
    if (lookup.kind === "failed") return;
    remembered.delete(email);
    remembered.set(email, {
      lookup,
      until: now + (lookup.kind === "contact" ? contactMs : nobodyMs),
    });
    for (const oldest of remembered.keys()) {
      if (remembered.size <= mostRemembered) return;
      remembered.delete(oldest);
    }
  }
}

/** Asks for up to a hundred addresses at once. */
async function ask(
  path: string,
  emails: readonly string[],
  context: ContactContext,
): Promise<[string, Lookup][]> {
  const result = await context.request({
    operation: "look up contacts",
    method: "POST",
    path,
    body: JSON.stringify({
      idProperty: "email",
      properties: ["email", "hs_additional_emails"],
      inputs: emails.map((id) => ({ id })),
    }),
  });
  const { ids, others } = readFound(result);
  return emails.map((email) => {
    const id = ids.get(email);
    return [email, id === undefined ? others : { kind: "contact", id }];
  });
}

/** Reads who was found. That the others are nobody's is for HubSpot to say: a fault says nothing against the events. */
function readFound(result: SendResult): Found {
  const { outcome } = result;
  const judged = judgeSingle(result);
  if (judged.outcome === "deferred") {
    const scope = judged.code === "forbidden"
      ? "; give the token the scope crm.objects.contacts.read, or let events create contacts"
      : "";
    return failed({ ...judged, message: `Cannot look up contacts: ${judged.message}${scope}` });
  }
  const text = outcome.kind === "answer" ? outcome.answer.text : "";
  const answer = v.safeParse(answerSchema, parseJson(text));
  if (judged.outcome !== "delivered" || !answer.success) {
    const found = "message" in judged ? judged.message : "HubSpot's answer is not as documented";
    return failed(unclear(found));
  }
  const ids = new Map<string, string>();
  for (const { id, properties } of answer.output.results) {
    // Further addresses of a contact stand in one text, with semicolons between them.
    const addresses = `${properties.email ?? ""};${properties.hs_additional_emails ?? ""}`;
    for (const address of addresses.toLowerCase().split(";")) ids.set(address.trim(), id);
  }
  const isFaulty = answer.output.errors.some(({ category }) => category !== "OBJECT_NOT_FOUND");
  const others: Lookup = isFaulty
    ? { kind: "failed", verdict: unclear("HubSpot looked up only some of them") }
    : { kind: "nobody" };
  return { ids, others };
}

function failed(verdict: Verdict): Found {
  return { ids: new Map(), others: { kind: "failed", verdict } };
}

function unclear(found: string): Verdict {
  const message = `Cannot look up contacts: ${found}`;
  return { outcome: "deferred", code: "unclear_answer", message };
}

const nobody: Verdict = {
  outcome: "rejected",
  code: "contact_not_found",
  message: "No contact in HubSpot has this e-mail address, and none is to be created",
  issues: [],
};

/** The address that HubSpot would find or create a contact by, in the one spelling that is compared. */
function addressOf({ objectId, email }: AcceptedEvent): string | undefined {
  return objectId === undefined ? email?.toLowerCase() : undefined;
}

/** Beside an id, HubSpot would take the address for a new one of the contact's. */
function onContact(one: Outgoing, objectId: string): Outgoing {
  const { email: _, ...rest } = one.event;
  return { ...one, event: { ...rest, objectId } };
}
