import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, describe, it } from "node:test";
import { type AccountData, type DeclarationSeeds, startLocalHubSpot } from "../../src/local/mod.ts";
import { KeptCollection } from "../../src/local/storage/changes.ts";
import { openSqliteStore } from "../../src/local/storage/sqlite_store.ts";
import { localHubSpot, now, page, paths, post, request } from "./harness.ts";

const one = { eventTypeName: "t", id: "one", email: "ada@example.com", properties: { a: "b" } };

const contact = { id: "101", email: "ada@example.com", utks: ["cookie"], createdAt: now };
const event = {
  family: "app",
  type: "t",
  id: "one",
  email: "ada@example.com",
  properties: { a: "b" },
  time: now,
  sequence: 1,
  createdAt: now,
  contactId: "101",
} as const;
const nothing: AccountData = {
  version: 1,
  contacts: [],
  events: [],
  templates: [],
  appEventTypes: [],
  eventDefinitions: [],
  spentEventNames: [],
};
const data: AccountData = { ...nothing, contacts: [contact], events: [event] };

const declared: DeclarationSeeds = {
  templates: [{
    id: "5",
    name: "Visit",
    headerTemplate: "Saw {{page}}",
    tokens: [{ name: "page", label: "Page", type: "string", objectPropertyName: "last_page" }],
  }],
  appEventTypes: [{
    uid: "visit",
    detailTemplate: "{{kind}}",
    properties: [{ name: "kind", type: "enumeration", options: [{ label: "A", value: "a" }] }],
  }],
  eventDefinitions: [{
    label: "Signed up",
    propertyDefinitions: [{ label: "Plan", type: "string" }],
    customMatchingId: {
      primaryObjectRule: { eventPropertyName: "plan", targetObjectPropertyName: "plan" },
    },
  }],
};

const folders: string[] = [];

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "local-hubspot-"));
  folders.push(folder);
  return join(folder, "account.sqlite");
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe("export and import", () => {
  it("carry all contacts and events to another Local HubSpot, by way of JSON", async () => {
    const from = localHubSpot({ contacts: [{ id: "7", email: "g@example.com", utk: "u" }] });
    await post(from, paths.app, one);
    await post(from, paths.timeline, { eventTemplateId: "1", id: "x", utk: "u", tokens: {} });
    await post(from, paths.custom, { eventName: "e", utk: "nobody", properties: {} });
    const to = localHubSpot();
    await post(to, paths.app, { ...one, id: "gone" });
    to.import(JSON.parse(JSON.stringify(from.export())));
    assert.deepEqual(to.contacts(), from.contacts());
    assert.deepEqual(to.events(), from.events());
  });

  it("carry all that is declared, and all that is known of a contact", async () => {
    const from = localHubSpot({
      ...declared,
      contacts: [{
        id: "7",
        email: "g@example.com",
        additionalEmails: ["grace@example.com"],
        properties: { firstname: "Grace" },
      }],
    });
    const headers = { authorization: "Bearer token" };
    await request(from, "/events/2026-03/event-definitions/signed_up", {
      method: "DELETE",
      headers,
    });
    const exported = from.export();
    assert.deepEqual(exported.spentEventNames, ["signed_up"]);
    const to = localHubSpot({ definitions: "declared" });
    to.import(JSON.parse(JSON.stringify(exported)));
    assert.deepEqual(to.export(), exported);
    const event = { eventTypeName: "visit", email: "grace@example.com", properties: {} };
    assert.equal((await post(to, paths.app, event)).status, 201);
    assert.deepEqual(to.events().map(({ contactId }) => contactId), ["7"]);
  });

  it("leave an account that goes on as it would have", async () => {
    const hubspot = localHubSpot();
    hubspot.import(data);
    assert.equal((await post(hubspot, paths.app, one)).status, 409);
    await post(hubspot, paths.app, { ...one, id: "two" });
    await post(hubspot, paths.app, { ...one, id: "three", email: "new@example.com" });
    await post(hubspot, paths.timeline, {
      eventTemplateId: "1",
      id: "four",
      utk: "cookie",
      tokens: {},
    });
    const timelines = hubspot.events().map(({ sequence, contactId }) => [sequence, contactId]);
    assert.deepEqual(timelines, [[1, "101"], [2, "101"], [3, "102"], [4, "101"]]);
  });

  const wrong: [what: string, data: unknown, message: string][] = [
    ["no data", null, "Invalid type: Expected Object but received null"],
    ["another version", { ...data, version: 2 }, "version: Give 1: no other version is known"],
    ["a member that is unknown", { ...data, deals: [] }, "deals: Expected no field of this name"],
    [
      "an id that is none",
      { ...data, contacts: [{ ...contact, id: "x" }], events: [] },
      "contacts.0.id: Give 1 to 20 digits",
    ],
    [
      "an address that is not in its one form",
      { ...data, contacts: [{ ...contact, email: "Ada@example.com" }] },
      "contacts.0.email: Give it trimmed and in lower case",
    ],
    [
      "a time that is none",
      { ...data, events: [{ ...event, time: "yesterday" }] },
      "events.0.time: Give ISO 8601 in UTC, with milliseconds",
    ],
    [
      "contacts with the same id",
      { ...data, contacts: [contact, { ...contact, email: "b@example.com", utks: [] }] },
      "Give each contact an id of its own",
    ],
    [
      "contacts with the same address",
      { ...data, contacts: [contact, { ...contact, id: "102", utks: [] }] },
      "Give each contact an e-mail address of its own",
    ],
    [
      "an address that is another contact's further one",
      {
        ...data,
        contacts: [contact, {
          id: "102",
          utks: [],
          additionalEmails: ["ada@example.com"],
          createdAt: now,
        }],
      },
      "Give each contact an e-mail address of its own",
    ],
    [
      "a template that is none",
      { ...data, templates: [{ id: "5" }] },
      "templates.0.appId: Expected this field, found none (and 5 more)",
    ],
    [
      "a name that is spent twice",
      { ...data, spentEventNames: ["a", "a"] },
      "spentEventNames: Give each one once",
    ],
    [
      "contacts with the same cookie",
      { ...data, contacts: [contact, { ...contact, id: "102", email: "b@example.com" }] },
      "Give each contact utks of its own",
    ],
    [
      "the same place twice",
      { ...data, events: [event, { ...event, id: "two" }] },
      "Give each event a sequence of its own",
    ],
    [
      "an event of nobody's",
      { ...data, events: [{ ...event, contactId: "102" }] },
      "Give each event the contactId of a contact",
    ],
  ];
  for (const [what, found, message] of wrong) {
    it(`refuse ${what}, and change nothing`, () => {
      const hubspot = localHubSpot();
      hubspot.import(data);
      assert.throws(() => hubspot.import(found), {
        name: "TypeError",
        message: `Cannot read the account's data: ${message}`,
      });
      assert.deepEqual(hubspot.export(), data);
    });
  }
});

describe("import", () => {
  it("leaves no request that an event could be taken to have come by", async () => {
    const hubspot = localHubSpot();
    await post(hubspot, paths.app, { ...one, id: "of another account" });
    hubspot.import(data);
    assert.deepEqual(hubspot.log(), []);
    const shown = await page(hubspot, `/contacts/${data.contacts[0]?.id}`);
    assert.ok(shown.includes('id="event-1"') && !shown.includes("/requests/1"));
  });
});

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

describe("startLocalHubSpot with a file", () => {
  const sent = { method: "POST", headers: { authorization: "Bearer token" } };

  it("keeps contacts and events over a restart, and the contacts to begin with only once", async () => {
    const file = newFile();
    const contacts = [{ id: "7", email: "grace@example.com" }];
    const first = await startLocalHubSpot({ port: 0, file, contacts });
    const response = await fetch(`${first.url}${paths.app}`, {
      ...sent,
      body: JSON.stringify(one),
    });
    assert.equal(response.status, 201);
    await response.body?.cancel();
    const before = first.export();
    await first.close();
    const second = await startLocalHubSpot({ port: 0, file, contacts: [{ id: "8" }] });
    assert.deepEqual(second.export(), before);
    second.reset();
    assert.deepEqual(second.contacts().map(({ id }) => id), ["8"]);
    second.import(data);
    await second.close();
    const third = await startLocalHubSpot({ port: 0, file });
    assert.deepEqual(third.export(), data);
    await third.close();
  });

  it("keeps what is declared over a restart, and what was declared to begin with only once", async () => {
    const file = newFile();
    const first = await startLocalHubSpot({ port: 0, file, ...declared });
    first.declareAppEventType({ uid: "later" });
    const before = first.export();
    await first.close();
    const second = await startLocalHubSpot({ port: 0, file, templates: [{ id: "6", name: "B" }] });
    assert.deepEqual(second.export(), before);
    await second.close();
  });

  it("keeps events that share an id, as after a year", async () => {
    const file = newFile();
    let time = Date.parse(now);
    const deps = { now: () => time };
    const sent = { eventName: "pe1_a", uuid: "one", email: "a@example.com", properties: {} };
    const first = await startLocalHubSpot({ port: 0, file, deps });
    await post(first, paths.custom, sent);
    time += 366 * 24 * 60 * 60_000;
    assert.equal((await post(first, paths.custom, sent)).status, 204);
    const before = first.export();
    assert.equal(before.events.length, 2);
    await first.close();
    const second = await startLocalHubSpot({ port: 0, file, deps });
    assert.deepEqual(second.export(), before);
    await second.close();
  });

  it("has written an event when it answers, whatever becomes of it then", async () => {
    const file = newFile();
    const hubspot = await startLocalHubSpot({ port: 0, file });
    const response = await fetch(`${hubspot.url}${paths.app}`, {
      ...sent,
      body: JSON.stringify(one),
    });
    await response.body?.cancel();
    // What is on the disk now is all that a crash would leave.
    const left = newFile();
    for (const end of ["", "-wal"]) copyFileSync(`${file}${end}`, `${left}${end}`);
    const store = openSqliteStore(left);
    assert.deepEqual(store.load(), hubspot.export());
    store.close();
    await hubspot.close();
  });

  it("answers 500 where it cannot write", async () => {
    const file = newFile();
    const hubspot = await startLocalHubSpot({ port: 0, file });
    await hubspot.close();
    const response = await hubspot.fetch(
      new Request(`http://localhost${paths.app}`, { ...sent, body: JSON.stringify(one) }),
    );
    assert.equal(response.status, 500);
    assert.match(
      Object(await response.json()).message,
      /^Cannot write Local HubSpot's file .*account\.sqlite: /,
    );
  });

  it("lets nobody else on the machine read it", async () => {
    const file = newFile();
    await (await startLocalHubSpot({ port: 0, file })).close();
    assert.equal(statSync(file).mode & 0o077, 0);
  });

  it("has the file to itself, and lets go of it where it cannot start", async () => {
    const file = newFile();
    const hubspot = await startLocalHubSpot({ port: 0, file });
    await assert.rejects(startLocalHubSpot({ port: 0, file }), {
      name: "Error",
      message: `Cannot open Local HubSpot's file ${file}: ` +
        "another process has it open; stop that, or name another file",
    });
    const { port } = new URL(hubspot.url);
    const other = newFile();
    await assert.rejects(startLocalHubSpot({ port: Number(port), file: other }), /port is in use/);
    await hubspot.close();
    await (await startLocalHubSpot({ port: 0, file: other })).close();
    assert.ok(existsSync(other));
  });

  it("refuses a file that is no database, or another version's", async () => {
    const file = newFile();
    writeFileSync(file, "This is a letter, and no database at all. ".repeat(100));
    await assert.rejects(startLocalHubSpot({ port: 0, file }), {
      name: "Error",
      message: /^Cannot open Local HubSpot's file .*account\.sqlite: .*not a database/,
    });
    const later = newFile();
    const database = new DatabaseSync(later);
    database.exec("PRAGMA user_version = 2");
    database.close();
    await assert.rejects(startLocalHubSpot({ port: 0, file: later }), {
      message: `Cannot open Local HubSpot's file ${later}: ` +
        "its version is 2, and 1 is the latest that is known",
    });
  });
});

describe("openSqliteStore", () => {
  it("gives back what was saved, however it changed in between", () => {
    const file = newFile();
    const two = { ...event, id: "two", sequence: 2 };
    const renamed = { ...contact, email: "new@example.com" };
    const states: AccountData[] = [
      { ...data, events: [] },
      { ...data, events: [event, two] },
      { ...data, contacts: [renamed], events: [two] },
      nothing,
      data,
    ];
    let store = openSqliteStore(file);
    assert.equal(store.load(), undefined);
    for (const state of states) {
      store.save(state);
      store.close();
      store = openSqliteStore(file);
      assert.deepEqual(store.load(), state);
    }
    store.close();
  });

  it("refuses records that it cannot have written", () => {
    const file = newFile();
    const store = openSqliteStore(file);
    store.save(data);
    store.close();
    const database = new DatabaseSync(file);
    database.exec("UPDATE records SET value = '{}' WHERE collection = 'contacts'");
    database.close();
    const again = openSqliteStore(file);
    assert.throws(() => again.load(), {
      name: "Error",
      message: `Cannot read Local HubSpot's file ${file}: Cannot read the account's data: ` +
        "contacts.0.id: Expected this field, found none (and 2 more)",
    });
    again.close();
  });
});

describe("KeptCollection", () => {
  it("tells what is new, replaced and gone", () => {
    const kept = new KeptCollection<{ id: string; value: number }>(({ id }) => id);
    const [a, b, c] = [{ id: "a", value: 1 }, { id: "b", value: 1 }, { id: "c", value: 1 }];
    const changes = (...records: { id: string; value: number }[]) => {
      const found = kept.changes(records);
      kept.keep(found);
      return [[...found.written.keys()], found.removed];
    };
    assert.deepEqual(changes(a, b), [["a", "b"], []]);
    assert.deepEqual(changes(a, b), [[], []]);
    const other = { id: "b", value: 2 };
    assert.deepEqual(changes(a, other), [["b"], []]);
    assert.deepEqual(changes(a, b), [["b"], []]);
    assert.deepEqual(changes(c, a), [["c"], ["b"]]);
    assert.deepEqual(changes(), [[], ["a", "c"]]);
  });
});
