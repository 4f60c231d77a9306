import fc from "fast-check";
import assert from "node:assert/strict";
import { createLocalHubSpot, type LocalHubSpot } from "../../src/local/mod.ts";
import { checkedTags } from "../local/tags.ts";
import { appEvent, customEvent, timelineEvent } from "../support/events.ts";
import { takesBody } from "./forwarder_requests.ts";
import { type Law, law } from "./law.ts";
import { mutatedJson } from "./mutations.ts";
import { oddBytes, oddText } from "./values.ts";

const encoder = new TextEncoder();
const json = "application/json";
const form = "application/x-www-form-urlencoded";

const token = {
  name: "petName",
  type: "enumeration",
  label: "Pet",
  options: [{ value: "a", label: "A" }],
};
const template = {
  name: "Pet adopted",
  objectType: "contacts",
  headerTemplate: "# {{petName}} [x]({{url}})",
  detailTemplate: "{{#each extraData.list}}* {{this}}\n{{/each}} {{#if petName}}**x**{{/if}}",
  tokens: [token],
};
const property = {
  name: "plan",
  label: "Plan",
  type: "enumeration",
  options: [{ label: "A", value: "a" }],
};
const definition = {
  label: "Ordered",
  name: "ordered",
  primaryObject: "CONTACT",
  propertyDefinitions: [property],
};
const type = {
  eventTypeName: "ae1_type",
  objectType: "CONTACT",
  headerTemplate: "{{plan}}",
  detailTemplate: "{{plan}}",
  properties: [{ name: "plan", type: "string", label: "Plan" }],
};
const contact = { properties: { email: "ada@example.com", firstname: "Ada" } };
const search = {
  filterGroups: [{
    filters: [{ propertyName: "email", operator: "EQ", value: "ada@example.com" }],
  }],
  limit: 10,
  properties: ["email"],
};
const grant = {
  grant_type: "refresh_token",
  client_id: "a",
  client_secret: "b",
  refresh_token: "c",
};
const fault = { what: { kind: "status", status: 404, body: "json" }, when: { path: "/nothing" } };
const data = createLocalHubSpot({ contacts: [{ id: "101", email: "ada@example.com" }] }).export();

const timeline = "/integrators/timeline/v3";
const custom = "/events/2026-03";
const contacts = "/crm/objects/2026-03/contacts";

/** Every path, with what is sent there. */
const endpoints: readonly (readonly [path: string, bodies: readonly unknown[]])[] = [
  [`${timeline}/events`, [timelineEvent({ id: "t" })]],
  [`${timeline}/events/batch/create`, [{ inputs: [timelineEvent(), timelineEvent({ id: "u" })] }]],
  [`${timeline}/events/:x/:x`, []],
  [`${timeline}/events/:x/:x/detail`, []],
  [`${timeline}/events/:x/:x/render`, []],
  [`${timeline}/:x/event-templates`, [template]],
  [`${timeline}/:x/event-templates/:x`, [{ ...template, id: "1" }]],
  [`${timeline}/:x/event-templates/:x/tokens`, [token]],
  [`${timeline}/:x/event-templates/:x/tokens/:x`, [{ label: "Pet" }]],
  ["/integrators/timeline/2026-03/events", [appEvent({ id: "a", extraData: { list: [1] } })]],
  ["/integrators/timeline/v4/events/batch", [{ inputs: [appEvent(), appEvent({ id: "b" })] }]],
  ["/integrators/timeline/2026-03/types/projects", []],
  [`${custom}/send`, [customEvent({ uuid: "c" })]],
  ["/events/v3/send/batch", [{ inputs: [customEvent(), customEvent({ uuid: "d" })] }]],
  [`${custom}/event-definitions`, [definition]],
  [`${custom}/event-definitions/:x`, [{ label: "Ordered" }]],
  [`${custom}/event-definitions/:x/property`, [property]],
  [`${custom}/event-definitions/:x/property/:x`, [{ label: "Plan" }]],
  [contacts, [contact]],
  [`${contacts}/batch/read`, [{ idProperty: "email", inputs: [{ id: "ada@example.com" }] }]],
  [`${contacts}/search`, [search]],
  ["/oauth/2026-03/token", [grant]],
  ["/oauth/v1/token", [grant]],
  ["/oauth/2026-03/token/introspect", [grant]],
  ["/oauth/2026-03/token/revoke", [grant]],
  ["/oauth/v1/access-tokens/:x", []],
  ["/oauth/v1/refresh-tokens/:x", []],
  ["/_local/faults", [fault]],
  ["/_local/faults/:x", []],
  ["/_local/app-event-types", [type]],
  ["/_local/requests", []],
  ["/_local/export", []],
  ["/_local/import", [data]],
  ["/_local/reset", []],
  ["/", []],
  ["/contacts/:x", []],
  ["/requests", []],
  ["/requests/:x", []],
  ["/controls", []],
  ["/nothing/:x", []],
];

/** A part of a path, as a client writes it, well or not. */
const part = fc.oneof(
  fc.constantFrom(
    "1",
    "101",
    "1001298",
    "uuid-1",
    "t",
    "petName",
    "ordered",
    "pe0_ordered",
    "plan",
  ),
  fc.constantFrom(
    "..",
    "%",
    "%00",
    "%ff",
    "..%2f..%2fetc",
    "%2e%2e",
    "a%2fb",
    "__proto__",
    "-1",
    "1e9",
  ),
  oddText.map((text) => encodeURIComponent(text.toWellFormed())),
);

const query = fc.oneof(
  { arbitrary: fc.constant(""), weight: 4 },
  {
    arbitrary: fc.array(
      fc.tuple(
        fc.constantFrom(
          "limit",
          "after",
          "q",
          "only",
          "page",
          "hapikey",
          "state",
          "type",
          "searchString",
        ),
        oddText,
      ),
      { maxLength: 3 },
    ).map((entries) => `?${new URLSearchParams(entries)}`),
    weight: 1,
  },
);

const content = fc.constantFrom(...endpoints).chain(([path, bodies]) =>
  fc.record({
    path: fc.constant(path),
    parts: fc.array(part, { minLength: 3, maxLength: 3 }),
    query,
    body: bodies.length === 0 ? oddBytes : fc.oneof(
      { arbitrary: mutatedJson(bodies).map((text) => encoder.encode(text)), weight: 5 },
      { arbitrary: mutatedJson(bodies).map(formOf), weight: 1 },
      { arbitrary: oddBytes, weight: 1 },
    ),
    method: fc.oneof(
      { arbitrary: fc.constant(bodies.length === 0 ? "GET" : "POST"), weight: 6 },
      {
        arbitrary: fc.constantFrom("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"),
        weight: 4,
      },
    ),
    type: fc.constantFrom(json, json, form, "text/plain", ""),
    authorization: fc.oneof(
      { arbitrary: fc.constant("Bearer token"), weight: 9 },
      {
        arbitrary: fc.constantFrom("", "Bearer", "Basic YTpi", "Bearer a b", "Bearer \xff"),
        weight: 1,
      },
    ),
  })
);

/** The law of Local HubSpot: whatever it is sent, the client never sees a 5xx that nobody asked for. */
export const localHubSpotLaw: Law = law("Local HubSpot", {
  share: 14,
  cases: content,
  open() {
    let hubspot = fresh();
    let count = 0;
    return {
      async holds({ path, parts, query, body, method, type, authorization }) {
        if (++count % 50 === 0) hubspot = fresh();
        const own = parts.values();
        const filled = path.replaceAll(":x", () => own.next().value ?? "x");
        const developerKey = /event-templates/.test(path) ? "hapikey=key" : "";
        const asked = [query, developerKey].filter(Boolean).join(query === "" ? "?" : "&");
        const url = `http://localhost:8788${filled}${
          asked.startsWith("?") || asked === "" ? asked : `?${asked}`
        }`;
        const request = new Request(url, {
          method,
          headers: {
            ...(authorization === "" ? {} : { authorization }),
            ...(type === "" ? {} : { "content-type": type }),
          },
          ...(takesBody(method) ? { body } : {}),
        });
        const response = await hubspot.fetch(request);
        const text = await response.text();
        assert.ok(response.status < 500, `${response.status} ${text.slice(0, 300)}`);
        if (response.headers.get("content-type")?.startsWith("text/html")) checkedTags(text);
        // What it was told to do wrong it does, from the next request on.
        hubspot.faults.clear();
        if (count % 10 === 0) await canBeLookedAt(hubspot);
      },
    };
  },
});

function fresh(): LocalHubSpot {
  let count = 0;
  return createLocalHubSpot({
    contacts: [{ id: "101", email: "ada@example.com" }],
    deps: { now: () => Date.parse("2026-11-22T12:00:00Z"), uuid: () => `uuid-${++count}` },
  });
}

/** Whatever was stored is shown, exported and taken back. */
async function canBeLookedAt(hubspot: LocalHubSpot): Promise<void> {
  const numbers = hubspot.log().slice(-3).map(({ number }) => `/requests/${number}`);
  const ids = hubspot.contacts().slice(-2).map(({ id }) => `/contacts/${encodeURIComponent(id)}`);
  for (const path of ["/", "/requests", "/controls", ...ids, ...numbers]) {
    const response = await hubspot.fetch(new Request(`http://localhost:8788${path}`));
    assert.equal(response.status, 200, path);
    checkedTags(await response.text());
  }
  hubspot.import(JSON.parse(JSON.stringify(hubspot.export())));
}

function formOf(text: string): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(Object(JSON.parse(text))).map((
    [name, value],
  ) => [name, typeof value === "string" ? value : JSON.stringify(value)]);
  return encoder.encode(new URLSearchParams(entries).toString());
}
