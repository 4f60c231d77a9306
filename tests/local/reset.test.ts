import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { declared, one } from "./account_samples.ts";
import { localHubSpot, paths, post, request } from "./harness.ts";

describe("reset", () => {
  it("numbers contacts, events, templates and definitions as from the beginning", async () => {
    const hubspot = localHubSpot();
    const fill = async () => {
      for (const id of ["a", "b"]) {
        await post(hubspot, paths.app, { ...one, id, email: `${id}@example.com` });
        await post(hubspot, "/integrators/timeline/v3/1/event-templates", { name: id });
        await post(hubspot, "/events/v3/event-definitions", { name: id, label: id });
      }
    };
    await fill();
    const before = hubspot.export();
    assert.deepEqual([before.contacts.length, before.templates.length], [2, 2]);
    assert.equal(before.eventDefinitions.length, 2);
    hubspot.reset();
    await fill();
    assert.deepEqual(hubspot.export(), before);
  });

  it("leaves the contacts to begin with, and nothing else", async () => {
    const hubspot = localHubSpot({
      contacts: [{ id: "7", email: "grace@example.com" }],
      limits: { requests: 1 },
    });
    const [seed] = hubspot.contacts();
    await post(hubspot, paths.app, one);
    hubspot.faults.add({ what: { kind: "reset" } });
    hubspot.reset();
    assert.deepEqual(hubspot.contacts(), [seed]);
    assert.deepEqual(hubspot.events(), []);
    assert.deepEqual(hubspot.log(), []);
    assert.deepEqual(hubspot.faults.list(), []);
    assert.equal((await post(hubspot, paths.app, one)).status, 201);
  });

  it("leaves what was declared to begin with, and no token that was given out", async () => {
    const hubspot = localHubSpot({
      ...declared,
      tokens: "known",
      apps: [{ clientId: "app", clientSecret: "secret", refreshTokens: ["refresh"] }],
    });
    const before = hubspot.export();
    const given = await request(hubspot, "/oauth/2026-03/token", {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "refresh_token",
        client_id: "app",
        client_secret: "secret",
        refresh_token: "refresh",
      }),
    });
    const headers = { authorization: `Bearer ${Object(given.body).access_token}` };
    const template = "/integrators/timeline/v3/1/event-templates/5";
    assert.equal((await request(hubspot, template, { method: "DELETE", headers })).status, 204);
    hubspot.declareAppEventType({ uid: "other" });
    hubspot.reset();
    assert.deepEqual(hubspot.export(), before);
    assert.equal((await request(hubspot, template, { headers })).status, 401);
  });

  it("is seen by those who watch the page", async () => {
    const hubspot = localHubSpot();
    const response = await hubspot.fetch(new Request("http://localhost/live"));
    const reader = response.body?.getReader();
    await reader?.read();
    hubspot.reset();
    assert.equal(new TextDecoder().decode((await reader?.read())?.value), "data: changed\n\n");
    await reader?.cancel();
  });
});

describe("onReset", () => {
  it("tells of each reset and import, by whatever way, until it is ended", async () => {
    const hubspot = localHubSpot();
    let resets = 0;
    const end = hubspot.onReset(() => resets++);
    await post(hubspot, paths.app, one);
    assert.equal(resets, 0);
    hubspot.reset();
    assert.equal(resets, 1);
    await request(hubspot, "/_local/reset", { method: "POST" });
    assert.equal(resets, 2);
    hubspot.import(hubspot.export());
    assert.equal(resets, 3);
    end();
    hubspot.reset();
    assert.equal(resets, 3);
  });

  it("tells when what was there is gone", async () => {
    const hubspot = localHubSpot();
    await post(hubspot, paths.app, one);
    const seen: number[] = [];
    hubspot.onReset(() => void seen.push(hubspot.events().length));
    hubspot.reset();
    assert.deepEqual(seen, [0]);
  });

  it("does not tell of an import that is refused", () => {
    const hubspot = localHubSpot();
    let resets = 0;
    hubspot.onReset(() => resets++);
    assert.throws(() => hubspot.import({}), TypeError);
    assert.equal(resets, 0);
  });

  it("does not let a listener that throws stand in the way", () => {
    const hubspot = localHubSpot();
    let isTold = false;
    hubspot.onReset(() => {
      throw new Error("listener");
    });
    hubspot.onReset(() => void (isTold = true));
    hubspot.reset();
    assert.equal(isTold, true);
  });
});
