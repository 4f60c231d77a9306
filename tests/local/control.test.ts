import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LocalHubSpot } from "../../src/local/mod.ts";
import { localHubSpot, paths, post, request } from "./harness.ts";

const one = { eventTypeName: "t", id: "one", email: "ada@example.com", properties: {} };

function control(hubspot: LocalHubSpot, path: string, method: string, body?: unknown) {
  return request(hubspot, `/_local/${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

describe("/_local/faults", () => {
  it("adds faults, lists them and removes them", async () => {
    const hubspot = localHubSpot();
    const fault = { when: { times: 3 }, what: { kind: "answer", status: 503 } };
    const added = await control(hubspot, "faults", "POST", fault);
    assert.deepEqual([added.status, added.body], [201, { id: "fault-1" }]);
    assert.equal((await post(hubspot, paths.app, one)).status, 503);
    const listed = await control(hubspot, "faults", "GET");
    assert.deepEqual(listed.body, {
      faults: [{ id: "fault-1", ...fault, matched: 1, struck: 1 }],
    });
    assert.equal((await control(hubspot, "faults/fault-1", "DELETE")).status, 204);
    assert.equal((await control(hubspot, "faults/fault-1", "DELETE")).status, 404);
    assert.equal((await post(hubspot, paths.app, one)).status, 201);
  });

  it("removes all faults", async () => {
    const hubspot = localHubSpot();
    hubspot.faults.add({ what: { kind: "reset" } });
    hubspot.faults.add({ what: { kind: "hang" } });
    assert.equal((await control(hubspot, "faults", "DELETE")).status, 204);
    assert.deepEqual(hubspot.faults.list(), []);
  });

  const wrong: [body: string, message: string][] = [
    ["{", "Give a fault as JSON, of at most 64 KiB"],
    [`"${"x".repeat(70_000)}"`, "Give a fault as JSON, of at most 64 KiB"],
    [
      `{"what":{"kind":"hang","stage":1}}`,
      "Cannot add the fault: what.stage: Give before or after",
    ],
  ];
  for (const [body, message] of wrong) {
    it(`refuses ${body.slice(0, 40)}`, async () => {
      const hubspot = localHubSpot();
      const answer = await request(hubspot, "/_local/faults", { method: "POST", body });
      assert.deepEqual([answer.status, Object(answer.body).message], [400, message]);
    });
  }
});

describe("/_local/app-event-types", () => {
  const type = { uid: "visit", properties: [{ name: "page", type: "string" }] };

  it("declares a type, once", async () => {
    const hubspot = localHubSpot({ definitions: "declared" });
    const event = { eventTypeName: "ae1_visit", email: "a@b.c", properties: { page: "x" } };
    assert.equal((await post(hubspot, paths.app, event)).status, 400);
    assert.equal((await control(hubspot, "app-event-types", "POST", type)).status, 204);
    assert.equal((await post(hubspot, paths.app, event)).status, 201);
    const again = await control(hubspot, "app-event-types", "POST", type);
    assert.deepEqual([again.status, Object(again.body).message], [
      400,
      "Cannot declare the app-event type: ae1_visit is there already",
    ]);
  });

  it("refuses what is none", async () => {
    const answer = await request(localHubSpot(), "/_local/app-event-types", {
      method: "POST",
      body: "{",
    });
    assert.deepEqual([answer.status, Object(answer.body).message], [
      400,
      "Give a type of app events as JSON, of at most 1 MiB",
    ]);
  });
});

describe("/_local/requests", () => {
  it("reads the log from a number on", async () => {
    const hubspot = localHubSpot();
    for (const id of ["a", "b", "c"]) await post(hubspot, paths.app, { ...one, id });
    const { body } = await control(hubspot, "requests?after=1&limit=1", "GET");
    assert.deepEqual(body, { requests: hubspot.log().slice(1, 2) });
  });

  for (const query of ["after=-1", "after=x", "limit=1.5", "limit=1001"]) {
    it(`refuses ${query}`, async () => {
      const answer = await control(localHubSpot(), `requests?${query}`, "GET");
      assert.equal(answer.status, 400);
      assert.equal(
        Object(answer.body).message,
        "Give after and limit as whole numbers, limit up to 1000",
      );
    });
  }
});

describe("/_local", () => {
  it("exports, resets and imports the account", async () => {
    const hubspot = localHubSpot({ contacts: [{ id: "7", email: "grace@example.com" }] });
    await post(hubspot, paths.app, one);
    const before = hubspot.events();
    const exported = await control(hubspot, "export", "GET");
    assert.deepEqual(exported.body, hubspot.export());
    assert.equal((await control(hubspot, "reset", "POST")).status, 204);
    assert.deepEqual(hubspot.events(), []);
    assert.equal((await control(hubspot, "import", "POST", exported.body)).status, 204);
    assert.deepEqual(hubspot.events(), before);
  });

  it("refuses to import anything else, and changes nothing", async () => {
    const hubspot = localHubSpot();
    await post(hubspot, paths.app, one);
    const answer = await control(hubspot, "import", "POST", { version: 2 });
    assert.equal(answer.status, 400);
    assert.match(Object(answer.body).message, /^Cannot read the account's data: /);
    const notJson = await request(hubspot, "/_local/import", { method: "POST", body: "{" });
    assert.equal(notJson.status, 400);
    assert.equal(hubspot.events().length, 1);
  });

  const methods: [path: string, method: string, allow: string][] = [
    ["faults", "PUT", "GET, HEAD, POST, DELETE"],
    ["faults/fault-1", "GET", "DELETE"],
    ["requests", "POST", "GET, HEAD"],
    ["app-event-types", "GET", "POST"],
    ["export", "POST", "GET, HEAD"],
    ["import", "GET", "POST"],
    ["reset", "GET", "POST"],
  ];
  for (const [path, method, allow] of methods) {
    it(`refuses ${method} ${path}`, async () => {
      const answer = await control(localHubSpot(), path, method);
      assert.deepEqual([answer.status, answer.headers.get("allow")], [405, allow]);
    });
  }

  const foreign: [what: string, url: string, headers: Record<string, string>][] = [
    ["another name in the address", "http://evil.example/_local/reset", {}],
    ["another name in Host", "http://localhost/_local/reset", { host: "evil.example" }],
    ["a page of another site", "http://localhost/_local/reset", { origin: "https://evil.example" }],
    ["a page at another port", "http://localhost/_local/reset", {
      origin: "http://localhost:3000",
    }],
    ["a page without origin", "http://localhost/_local/reset", { origin: "null" }],
    ["a browser that names no origin", "http://localhost/_local/reset", {
      "sec-fetch-site": "cross-site",
    }],
  ];
  for (const [what, url, headers] of foreign) {
    it(`refuses ${what}`, async () => {
      const hubspot = localHubSpot();
      await post(hubspot, paths.app, one);
      const response = await hubspot.fetch(new Request(url, { method: "POST", headers }));
      assert.equal(response.status, 403);
      assert.equal(
        Object(await response.json()).message,
        "This is for this machine only: ask for it as localhost, from no other site",
      );
      assert.equal(hubspot.events().length, 1);
    });
  }

  it("lets no other site read its answers", async () => {
    const { headers } = await control(localHubSpot(), "export", "GET");
    assert.equal(headers.get("cross-origin-resource-policy"), "same-origin");
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("cache-control"), "no-store");
    assert.equal(headers.get("access-control-allow-origin"), null);
  });

  it("is open to its own page, and under the names in hosts", async () => {
    const hubspot = localHubSpot({ hosts: ["box.example"] });
    for (const origin of ["http://localhost:8788", "http://box.example:8788"]) {
      const response = await hubspot.fetch(
        new Request(`${origin}/_local/reset`, { method: "POST", headers: { origin } }),
      );
      assert.equal(response.status, 204);
    }
  });
});
