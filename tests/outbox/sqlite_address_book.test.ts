import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, it } from "node:test";
import {
  openSqliteAddressBook,
  type SqliteAddressBookOptions,
} from "../../src/outbox/sqlite_address_book.ts";
import { clientStandIn, delivered } from "../support/client_stand_in.ts";
import { event, folder, keepFolder, open } from "./sqlite_harness.ts";

describe("openSqliteAddressBook()", () => {
  keepFolder();

  const path = () => join(folder, "outbox.db");
  const openBook = (own: Partial<SqliteAddressBookOptions> = {}) =>
    openSqliteAddressBook({ path: path(), ...own });

  it("remembers the address that was put last, also for whoever opens the file later", async () => {
    const book = openBook();
    assert.equal(await book.get("user:u1"), undefined);
    await book.put([{ key: "user:u1", email: "a@x.de" }, { key: "anonymous:a1", email: "a@x.de" }]);
    await book.put([{ key: "user:u1", email: "b@x.de" }]);
    await book.close();
    const again = openBook();
    assert.equal(await again.get("user:u1"), "b@x.de");
    assert.equal(await again.get("anonymous:a1"), "a@x.de");
    await again.close();
  });

  it("holds what was put although nobody closed it", async () => {
    const first = openBook();
    await first.put([{ key: "user:u1", email: "a@x.de" }]);
    const second = openBook();
    assert.equal(await second.get("user:u1"), "a@x.de");
    await first.close();
    await second.close();
  });

  it("shares its file with an outbox that is open", async () => {
    const client = clientStandIn(() => delivered);
    const outbox = open(client);
    const book = openBook();
    await outbox.put([event("a")]);
    await book.put([{ key: "user:u1", email: "a@x.de" }]);
    await outbox.process(10);
    assert.deepEqual(client.ids, ["a"]);
    assert.equal(await book.get("user:u1"), "a@x.de");
    await book.close();
    await outbox.close();
  });

  it("forgets what was told longest ago, and takes what is told again for nothing new", async () => {
    const book = openBook({ maxEntries: 3 });
    const told = (key: string) => ({ key, email: `${key}@x.de` });
    await book.put(["a", "b"].map(told));
    for (let round = 0; round < 10; round++) await book.put([told("b")]);
    await book.put(["c", "d"].map(told));
    const found = await Promise.all(["a", "b", "c", "d"].map((key) => book.get(key)));
    assert.deepEqual(found, [undefined, "b@x.de", "c@x.de", "d@x.de"]);
    await book.close();
  });

  it("puts all of a request or nothing", async () => {
    const book = openBook();
    const broken = { key: "user:u2", email: "b@x.de" };
    Reflect.set(broken, "email", null);
    await assert.rejects(book.put([{ key: "user:u1", email: "a@x.de" }, broken]));
    assert.equal(await book.get("user:u1"), undefined);
    await book.put([{ key: "user:u1", email: "a@x.de" }]);
    assert.equal(await book.get("user:u1"), "a@x.de");
    await book.close();
  });

  it("keeps its file to its owner", async () => {
    const book = openBook();
    assert.equal(statSync(path()).mode & 0o777, 0o600);
    await book.close();
  });

  it("commits with a log that outlives the process", async () => {
    const book = openBook();
    const database = new DatabaseSync(path(), { readOnly: true });
    assert.deepEqual({ ...database.prepare("PRAGMA journal_mode").get() }, { journal_mode: "wal" });
    database.close();
    await book.close();
  });

  it("refuses a size that is no whole number from 1", () => {
    for (const maxEntries of [0, -1, 1.5]) {
      assert.throws(() => openBook({ maxEntries }), {
        name: "RangeError",
        message:
          `Cannot open the address book: maxEntries must be a whole number from 1, is ${maxEntries}`,
      });
    }
  });
});
