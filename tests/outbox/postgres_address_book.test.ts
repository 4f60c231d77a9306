import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { openPostgresOutbox } from "../../src/outbox/postgres.ts";
import {
  openPostgresAddressBook,
  type PostgresAddressBook,
  type PostgresAddressBookOptions,
} from "../../src/outbox/postgres_address_book.ts";
import { clientStandIn, delivered } from "../support/client_stand_in.ts";
import { keepServer, pool, server } from "./postgres_harness.ts";

describe("openPostgresAddressBook()", () => {
  keepServer();
  const books: PostgresAddressBook[] = [];

  async function openBook(own: Partial<PostgresAddressBookOptions> = {}) {
    const book = await openPostgresAddressBook({ database: server.url, ...own });
    books.push(book);
    return book;
  }

  afterEach(async () => {
    await Promise.all(books.splice(0).map((book) => book.close()));
    await pool.query("DROP SCHEMA IF EXISTS hubline CASCADE");
  });

  it("remembers the address that was put last, for every instance", async () => {
    const [here, there] = [await openBook(), await openBook()];
    assert.equal(await here.get("user:u1"), undefined);
    await here.put([{ key: "user:u1", email: "a@x.de" }, { key: "anonymous:a1", email: "a@x.de" }]);
    await there.put([{ key: "user:u1", email: "b@x.de" }, { key: "user:u1", email: "c@x.de" }]);
    assert.equal(await here.get("user:u1"), "c@x.de");
    assert.equal(await there.get("anonymous:a1"), "a@x.de");
  });

  it("makes its table once where several open together, beside an outbox's", async () => {
    const client = clientStandIn(() => delivered);
    const [outbox] = await Promise.all([
      openPostgresOutbox({ database: server.url, client }),
      ...[1, 2, 3].map(() => openBook()),
    ]);
    await outbox.close();
    const [book] = books;
    await book?.put([{ key: "user:u1", email: "a@x.de" }]);
    assert.equal(await book?.get("user:u1"), "a@x.de");
  });

  it("takes any key, however long, and tells keys apart that look alike", async () => {
    const book = await openBook();
    const keys = ["user:\0", "user:\\u0000", "user:", "user:ä", `user:${"x".repeat(10_000)}`];
    await book.put(keys.map((key, index) => ({ key, email: `${index}@x.de` })));
    const found = await Promise.all(keys.map((key) => book.get(key)));
    assert.deepEqual(found, keys.map((_, index) => `${index}@x.de`));
  });

  it("forgets what was told longest ago, and takes what is told again for nothing new", async () => {
    const book = await openBook({ maxEntries: 3 });
    const told = (key: string) => ({ key, email: `${key}@x.de` });
    await book.put([]);
    await book.put([told("a")]);
    await book.put([told("b")]);
    for (let round = 0; round < 10; round++) await book.put([told("b"), told("a")]);
    await book.put([told("c")]);
    await book.put([told("d")]);
    const found = await Promise.all(["a", "b", "c", "d"].map((key) => book.get(key)));
    assert.deepEqual(found, [undefined, "b@x.de", "c@x.de", "d@x.de"]);
  });

  it("puts all of a request or nothing", async () => {
    const book = await openBook();
    const broken = { key: "user:u2", email: "b@x.de" };
    Reflect.set(broken, "email", null);
    await assert.rejects(book.put([{ key: "user:u1", email: "a@x.de" }, broken]));
    assert.equal(await book.get("user:u1"), undefined);
  });

  it("takes puts of the same keys at the same time, in whatever order", async () => {
    const book = await openBook();
    const keys = Array.from({ length: 50 }, (_, index) => `user:${index}`);
    await Promise.all(Array.from({ length: 8 }, (_, turn) => {
      const ordered = turn % 2 === 0 ? keys : [...keys].reverse();
      return book.put(ordered.map((key) => ({ key, email: `${turn}@x.de` })));
    }));
    for (const key of keys) assert.match(await book.get(key) ?? "", /^\d@x\.de$/);
  });

  it("leaves a pool open that was handed in", async () => {
    const book = await openPostgresAddressBook({ database: pool });
    await book.close();
    assert.deepEqual((await pool.query("SELECT 1 AS one")).rows, [{ one: 1 }]);
  });

  it("refuses settings that are out of their range", async () => {
    await assert.rejects(openBook({ maxEntries: 0 }), {
      name: "RangeError",
      message: "Cannot open the address book: maxEntries must be a whole number from 1: 0",
    });
    await assert.rejects(openBook({ schema: "Hub line" }), {
      name: "RangeError",
      message:
        'Cannot open the address book: schema must be up to 63 lower-case letters, digits and _: "Hub line"',
    });
  });
});
