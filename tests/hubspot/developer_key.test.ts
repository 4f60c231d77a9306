import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { createEventTemplates } from "../../src/hubspot/event_templates.ts";
import type { Fault } from "../../src/local/mod.ts";
import type { Fetch } from "../../src/transport/deps.ts";
import type { Hooks } from "../../src/transport/hooks.ts";
import { always, exactly } from "../support/local_hubspot.ts";
import { errorOf, lineOf, start } from "./management_harness.ts";

const canary = "canary+key";

/** Templates of an app, reached with its developer key, and all that hooks are told meanwhile. */
function withKey({ faults = [], fetch }: { faults?: readonly Fault[]; fetch?: Fetch } = {}) {
  const app = { clientId: "id", clientSecret: "secret", developerApiKey: canary };
  const hubspot = { tokens: "known" as const, apps: [app] };
  const { deps, ...rest } = start({ hubspot, faults });
  const told: unknown[] = [];
  const tell = (what: unknown) => void told.push(what);
  const hooks: Hooks = { onRequest: tell, onResponse: tell, onRetry: tell };
  const templates = createEventTemplates({
    appId: 123,
    developerKey: canary,
    deps: fetch === undefined ? deps : { ...deps, fetch },
    hooks,
  });
  return { ...rest, told, templates };
}

/** What nobody but us may read of an error, and of what hooks were told. */
function assertHidden(error: unknown, told: readonly unknown[]): void {
  const shown = inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error);
  assert.ok(!shown.includes("canary"), shown);
  assert.ok(told.length >= 2);
  assert.ok(!inspect(told, { depth: 20 }).includes("canary"));
}

describe("createEventTemplates with a developer key", () => {
  it("puts the key in the query and no token in the headers", async () => {
    const { clock, sent, templates } = withKey();
    assert.deepEqual(await clock.drive(templates.list()), []);
    assert.deepEqual(lineOf(sent[0]), [
      "GET /integrators/timeline/v3/123/event-templates?hapikey=canary%2Bkey",
      undefined,
    ]);
    assert.deepEqual(sent[0]?.init.headers, {});
  });

  const quoting = `This hapikey (${canary}) at ?hapikey=${encodeURIComponent(canary)} is unknown`;
  const faults: [string, Fault][] = [
    ["it is quoted in a refusal", always(exactly(401, { message: quoting, category: quoting }))],
    [
      "it is quoted in an issue",
      always(exactly(400, { message: "x", errors: [{ message: quoting }] })),
    ],
    ["HubSpot is not reached", always({ kind: "reset" })],
    ["HubSpot says nothing", always({ kind: "hang" })],
  ];
  for (const [what, fault] of faults) {
    it(`shows the key to nobody where ${what}`, async () => {
      const { clock, told, templates } = withKey({ faults: [fault] });
      assertHidden(await errorOf(clock.drive(templates.list())), told);
    });
  }

  it("shows the key to nobody where the network names the address in its error", async () => {
    // No server can have a runtime throw this: some do, and name the address deep in it.
    const talkative = Object.assign(
      new TypeError(`error sending request for url (https://api.hubapi.com/?hapikey=${canary})`),
      { path: `https://api.hubapi.com/?hapikey=${canary}`, cause: { url: `?hapikey=${canary}` } },
    );
    const { clock, told, templates } = withKey({ fetch: () => Promise.reject(talkative) });
    assertHidden(await errorOf(clock.drive(templates.list())), told);
  });

  it("refuses a key in two words, without showing it", () => {
    assert.throws(() => createEventTemplates({ appId: 1, developerKey: "a b" }), {
      name: "TypeError",
      message: "Cannot reach HubSpot: developerKey must be one word in ASCII",
    });
  });
});
