import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createEventDefinitions } from "../../src/hubspot/event_definitions.ts";
import { exactly, once } from "../support/local_hubspot.ts";
import { errorOf, lineOf, start } from "./management_harness.ts";

const names = ["first", "second", "third"];

/** An account with three definitions, while these faults strike one after the other. */
function begin(...faults: Parameters<typeof once>[]) {
  const { connection, ...rest } = start({
    hubspot: { eventDefinitions: names.map((name) => ({ name, label: name })) },
    faults: faults.map((fault) => once(...fault)),
  });
  return { ...rest, definitions: createEventDefinitions(connection) };
}

async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const base = "/events/2026-03/event-definitions";

describe("createEventDefinitions, list", () => {
  it("goes from page to page to the last", async () => {
    const { clock, sent, definitions } = begin();
    const all = await clock.drive(gather(definitions.list({ limit: 1 })));
    assert.deepEqual(all.map(({ name }) => name), names);
    assert.deepEqual(sent.map((request) => lineOf(request)[0]), [
      `GET ${base}?limit=1`,
      `GET ${base}?limit=1&after=1`,
      `GET ${base}?limit=1&after=2`,
    ]);
  });

  it("goes on after a page in which nothing is", async () => {
    const empty = { results: [], total: 3, paging: { next: { after: "2" } } };
    const { clock, definitions } = begin([exactly(200, empty)]);
    const all = await clock.drive(gather(definitions.list()));
    assert.deepEqual(all.map(({ name }) => name), ["third"]);
  });

  it("takes a next page that is null for none", async () => {
    const { clock, sent, definitions } = begin([
      exactly(200, { results: [], paging: { next: null } }),
    ]);
    assert.deepEqual(await clock.drive(gather(definitions.list())), []);
    assert.equal(sent.length, 1);
  });

  it("asks for a page only when it is needed", async () => {
    const { clock, sent, definitions } = begin();
    const items = definitions.list({ limit: 2 });
    await clock.drive(items.next());
    await clock.drive(items.next());
    await items.return();
    assert.equal(sent.length, 1);
  });

  it("does not go round in circles", async () => {
    const same = exactly(200, { results: [], paging: { next: { after: "A" } } });
    const { clock, sent, definitions } = begin([same, { times: 3 }]);
    const error = await errorOf(clock.drive(gather(definitions.list())));
    assert.equal(error.code, "unclear_answer");
    assert.equal(
      error.message,
      "Cannot list event definitions: HubSpot's next page is the same again",
    );
    assert.equal(sent.length, 2);
  });

  it("ends with the caller's signal between two pages", async () => {
    const { clock, sent, definitions } = begin();
    const leaving = new AbortController();
    const items = definitions.list({ limit: 1, signal: leaving.signal });
    await clock.drive(items.next());
    leaving.abort();
    assert.equal((await errorOf(clock.drive(items.next()))).code, "aborted");
    assert.equal(sent.length, 1);
  });
});
