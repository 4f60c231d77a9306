import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, describe, it } from "node:test";
import { type AccountData, startLocalHubSpot } from "../../src/local/mod.ts";
import { KeptCollection } from "../../src/local/storage/changes.ts";
import { openSqliteStore } from "../../src/local/storage/sqlite_store.ts";
import { contact, data, declared, event, nothing, one } from "./account_samples.ts";
import { now, paths, post } from "./harness.ts";

const folders: string[] = [];

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "local-hubspot-"));
  folders.push(folder);
  return join(folder, "account.sqlite");
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
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
