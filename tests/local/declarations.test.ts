import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  restoreDeclarations,
  snapshotDeclarations,
} from "../../src/local/declarations/declaration_data.ts";
import { declare } from "../../src/local/declarations/declarations.ts";
import { createLocalHubSpot, type LocalHubSpotOptions } from "../../src/local/mod.ts";
import { localHubSpot, now, paths, post } from "./harness.ts";

const label = "Signed up";

describe("createLocalHubSpot", () => {
  const impossible: [options: LocalHubSpotOptions, message: string][] = [
    [{ hubId: -1 }, "Cannot make Local HubSpot: hubId must be a whole number, but is -1"],
    [
      { unconfirmed: { timelineBatchSize: 0 } },
      "Cannot make Local HubSpot: unconfirmed.timelineBatchSize: Invalid value: Expected >=1 but received 0",
    ],
    [
      { templates: [{ id: "1", name: "" }] },
      "Cannot declare templates[0]: name: Give at least one character",
    ],
    [
      { templates: [{ id: "1", name: "A" }, { id: "1", name: "B" }] },
      "Cannot declare templates[1]: id 1 is there already",
    ],
    [
      { appEventTypes: [{ uid: "a", name: "x".repeat(51) }] },
      "Cannot declare appEventTypes[0]: name: Give at most 50 characters",
    ],
    [
      { appEventTypes: [{ uid: "a" }, { uid: "a" }] },
      "Cannot declare appEventTypes[1]: ae1_a is there already",
    ],
    [
      { eventDefinitions: [{ name: "A", label }] },
      "Cannot declare eventDefinitions[0]: name: " +
      "Give lower-case letters, digits and underscores, a letter first",
    ],
    [
      { eventDefinitions: [{ label }, { label }] },
      "Cannot declare eventDefinitions[1]: signed_up is there already",
    ],
    [
      { apps: [{ clientId: "a", clientSecret: "s", expiresIn: 0 }] },
      'Cannot make Local HubSpot: expiresIn of app "a" must be whole seconds, but is 0',
    ],
    [
      { apps: [{ clientId: "a", clientSecret: "s" }, { clientId: "a", clientSecret: "s" }] },
      'Cannot make Local HubSpot: an app with client id "a" is there already',
    ],
    [
      { contacts: [{ id: "1", email: "a@b.c", additionalEmails: ["A@b.c"] }] },
      'Cannot seed contacts[0]: e-mail address "A@b.c" is there already',
    ],
  ];
  for (const [options, message] of impossible) {
    it(`refuses ${JSON.stringify(options).slice(0, 70)}`, () => {
      assert.throws(() => createLocalHubSpot(options), { name: "RangeError", message });
    });
  }

  it("refuses a rule that is misspelt, as from a file", () => {
    const unconfirmed = JSON.parse('{"timelineBatchsize": 5}');
    assert.throws(() => createLocalHubSpot({ unconfirmed }), {
      name: "RangeError",
      message:
        "Cannot make Local HubSpot: unconfirmed.timelineBatchsize: Expected no field of this name",
    });
  });
});

describe("declareAppEventType", () => {
  it("makes a type known, from that moment on", async () => {
    const hubspot = localHubSpot({ definitions: "declared" });
    const event = { eventTypeName: "ae1_visit", email: "a@b.c", properties: { page: "x" } };
    assert.equal((await post(hubspot, paths.app, event)).status, 400);
    hubspot.declareAppEventType({ uid: "visit", properties: [{ name: "page", type: "string" }] });
    assert.equal((await post(hubspot, paths.app, event)).status, 201);
  });

  it("refuses a type that is there already, and one that cannot be", () => {
    const hubspot = localHubSpot({ appEventTypes: [{ uid: "visit" }] });
    assert.throws(() => hubspot.declareAppEventType({ uid: "visit" }), {
      name: "RangeError",
      message: "Cannot declare the app-event type: ae1_visit is there already",
    });
    const headerTemplate = "x".repeat(1001);
    assert.throws(() => hubspot.declareAppEventType({ uid: "other", headerTemplate }), {
      name: "RangeError",
      message: "Cannot declare the app-event type: headerTemplate: Give at most 1000 characters",
    });
  });

  it("takes 750 types and no more", () => {
    const appEventTypes = Array.from({ length: 750 }, (_, index) => ({ uid: `type${index}` }));
    const hubspot = localHubSpot({ appEventTypes });
    assert.throws(() => hubspot.declareAppEventType({ uid: "more" }), {
      name: "RangeError",
      message:
        "Cannot declare the app-event type: an account has at most 750 types, but has them already",
    });
  });
});

describe("restoreDeclarations", () => {
  const deps = { now: () => Date.parse(now) };

  it("puts all that was declared in place of what is, by way of JSON", () => {
    const before = declare({
      templates: [{ id: "5", name: "Visit" }],
      appEventTypes: [{ uid: "visit" }],
      eventDefinitions: [{ label }, { label: "Left" }],
    }, deps);
    const left = before.eventDefinitions.named("left");
    if (left !== undefined) before.eventDefinitions.remove(left);
    const data = snapshotDeclarations(before);

    const after = declare({ templates: [{ id: "6", name: "Other" }] }, deps);
    restoreDeclarations(after, JSON.parse(JSON.stringify(data)));
    assert.deepEqual(snapshotDeclarations(after), data);
    assert.deepEqual(after.templates.all().map(({ id }) => id), ["5"]);
    assert.ok(after.eventDefinitions.isSpent("left"));
  });

  it("gives later definitions ids of their own", () => {
    const before = declare({ eventDefinitions: [{ label }, { label: "Left" }] }, deps);
    const after = declare({}, deps);
    restoreDeclarations(after, snapshotDeclarations(before));
    const draft = { label: "New", includeDefaultProperties: true, properties: [] };
    after.eventDefinitions.add({
      ...draft,
      name: "new",
      description: "",
      primaryObject: "CONTACT",
    });
    const ids = after.eventDefinitions.all().map(({ id }) => id);
    assert.equal(new Set(ids).size, 3);
  });
});
