import assert from "node:assert/strict";
import type { LocalHubSpot, LocalHubSpotOptions } from "../../../src/local/mod.ts";
import { localHubSpot, now, request } from "../harness.ts";

/** A request: method, path, body (JSON, or a form), and the bearer token; `null` for none. */
export type Ask = readonly [
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
  token?: string | null,
];

/** Something that happens before the request that a rule is about: another request, or time that passes. */
export type Step = Ask | { readonly passMs: number };

/** One rule of HubSpot's, and the request that shows it. */
export interface Rule {
  /** The rule, in a sentence. */
  rule: string;
  /** How Local HubSpot is. */
  options?: LocalHubSpotOptions;
  /** What happens before; each request of it must succeed. */
  before?: readonly Step[];
  /** The request. */
  ask: Ask;
  /** Status of the answer. */
  status: number;
  /** What the body has in it, among other things. */
  body?: unknown;
  /** What headers of the answer say; `undefined` for one that is not there. */
  headers?: Readonly<Record<string, string | undefined>>;
  /** What is true afterwards. */
  leaves?: readonly [look: (hubspot: LocalHubSpot) => unknown, expected: unknown];
}

/** Shows a rule. */
export async function show(
  { options = {}, before = [], ask, status, body, headers = {}, leaves }: Rule,
): Promise<void> {
  let clock = Date.parse(now);
  const hubspot = localHubSpot({ ...options, deps: { now: () => clock } });
  for (const step of before) {
    if ("passMs" in step) {
      clock += step.passMs;
      continue;
    }
    const prepared = await send(hubspot, step);
    assert.ok(prepared.status < 300, `${step[0]} ${step[1]}: ${prepared.status} ${prepared.text}`);
  }
  const answer = await send(hubspot, ask);
  assert.equal(answer.status, status, answer.text);
  if (body !== undefined) assertHas(answer.body, body, "body");
  for (const [name, value] of Object.entries(headers)) {
    assert.equal(answer.headers.get(name) ?? undefined, value, name);
  }
  if (leaves !== undefined) assert.deepEqual(leaves[0](hubspot), leaves[1]);
}

function send(hubspot: LocalHubSpot, [method, path, body, token = "token"]: Ask) {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  const sent = body instanceof URLSearchParams ? body : JSON.stringify(body);
  return request(hubspot, path, { method, headers, ...(body === undefined ? {} : { body: sent }) });
}

/** Whether all that is expected is there: objects may have more members, arrays may not have more items. */
function assertHas(found: unknown, expected: unknown, where: string): void {
  if (typeof expected !== "object" || expected === null) {
    assert.deepEqual(found, expected, `${where}: ${JSON.stringify(found)}`);
    return;
  }
  assert.ok(typeof found === "object" && found !== null, `${where}: ${JSON.stringify(found)}`);
  const members = new Map(Object.entries(found));
  if (Array.isArray(expected)) assert.equal(members.size, expected.length, `${where}.length`);
  for (const [name, value] of Object.entries(expected)) {
    assertHas(members.get(name), value, `${where}.${name}`);
  }
}

/** The ids and contacts of all events. */
export const placed = (hubspot: LocalHubSpot) =>
  hubspot.events().map(({ id, contactId }) => [id, contactId]);

/** The ids and addresses of all contacts. */
export const people = (hubspot: LocalHubSpot) =>
  hubspot.contacts().map(({ id, email }) => [id, email]);

/** How many events there are. */
export const count = (hubspot: LocalHubSpot) => hubspot.events().length;

/** A form. */
export const form = (fields: Record<string, string>) => new URLSearchParams(fields);
