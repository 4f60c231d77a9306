import assert from "node:assert/strict";
import { delivered, failed, refused } from "../support/client_stand_in.ts";
import type { ContractCheck, World } from "./contract.ts";
import { keyOfApp } from "./contract_delivery.ts";

/** What the journal of an outbox must say and do. */
export const journalChecks: readonly ContractCheck[] = [
  {
    name: "journal.get says all of one event, and nothing of an unknown one",
    async run(world) {
      const { outbox, event, round } = world;
      const a = event("a");
      await outbox.put([a], { path: "/events", trace: "t" });
      assert.partialDeepStrictEqual(await outbox.journal.get(keyOfApp("a")), {
        key: keyOfApp("a"),
        state: "waiting",
        contact: { email: "ada@example.com" },
        origin: { path: "/events", trace: "t" },
        attempts: 0,
        history: [],
        event: a,
      });
      await round();
      const found = await outbox.journal.get(keyOfApp("a"));
      assert.partialDeepStrictEqual(found, {
        state: "delivered",
        attempts: 1,
        history: [{ outcome: "delivered" }],
      });
      assert.ok(found?.settledAt !== undefined && found.settledAt >= found.receivedAt);
      assert.equal(found.dueAt, undefined);
      assert.equal(await outbox.journal.get(keyOfApp("b")), undefined);
      assert.equal(await outbox.journal.get({ ...keyOfApp("a"), type: "other" }), undefined);
    },
  },
  {
    name: "journal.get keeps what each attempt came to, in words",
    async run(world) {
      const { outbox, put, round } = world;
      world.decide = () => failed;
      await put("a");
      await round();
      const issues = [{ path: "email", message: "Expected an address" }];
      world.decide = () => ({ ...refused, status: 400, correlationId: "c", issues });
      await round();
      const found = await outbox.journal.get(keyOfApp("a"));
      assert.partialDeepStrictEqual(found, {
        state: "dead",
        attempts: 2,
        history: [
          { outcome: "deferred", code: "server_error", message: "down" },
          {
            outcome: "rejected",
            code: "refused",
            message: "no",
            status: 400,
            correlationId: "c",
            issues,
          },
        ],
      });
      assert.ok(found?.history.every(({ at }) => at >= found.receivedAt));
    },
  },
  {
    name: "journal.find finds events by their id alone",
    async run({ outbox, event }) {
      await outbox.put([event("a"), event("a", { eventTypeName: "other" }), event("ab")]);
      const found = await outbox.journal.find("a");
      assert.deepEqual(found.map(({ key }) => key.type).sort(), ["ae1_test", "other"]);
      assert.deepEqual(await outbox.journal.find("b"), []);
    },
  },
  {
    name: "journal.list lists what came last first, page by page, each event once",
    async run({ outbox, put }) {
      await put("a", "b", "c", "d", "e");
      const pages: string[][] = [];
      let cursor: string | undefined;
      do {
        const page = await outbox.journal.list({ limit: 2, ...(cursor ? { cursor } : {}) });
        pages.push(page.entries.map(({ key }) => key.id));
        cursor = page.next;
      } while (cursor !== undefined);
      assert.deepEqual(pages, [["e", "d"], ["c", "b"], ["a"]]);
    },
  },
  {
    name: "journal.list pages through events of one state, each once",
    async run(world) {
      world.decide = (id) => id.startsWith("bad") ? refused : delivered;
      await world.put("bad1", "good1", "bad2", "good2", "bad3", "good3");
      await world.round();
      await world.put("new1", "new2", "new3");
      for (const [state, name] of states) {
        const first = await world.outbox.journal.list({ state, limit: 2 });
        assert.equal(first.entries.length, 2, state);
        assert.ok(first.next !== undefined);
        const rest = await world.outbox.journal.list({ state, limit: 2, cursor: first.next });
        const ids = [...first.entries, ...rest.entries].map(({ key }) => key.id);
        assert.deepEqual(ids.sort(), [`${name}1`, `${name}2`, `${name}3`]);
        assert.equal(rest.next, undefined);
      }
    },
  },
  {
    name: "journal.list filters by family, type and text, and never searches addresses",
    async run({ outbox, event }) {
      await outbox.put([
        event("Issue-1"),
        event("b", { eventTypeName: "ae1_other", email: "issue@example.com" }),
      ]);
      const list = async (query: Parameters<typeof outbox.journal.list>[0]) =>
        (await outbox.journal.list(query)).entries.map(({ key }) => key.id);
      assert.deepEqual(await list({ family: "app" }), ["b", "Issue-1"]);
      assert.deepEqual(await list({ family: "custom" }), []);
      assert.deepEqual(await list({ type: "ae1_other" }), ["b"]);
      assert.deepEqual(await list({ text: "issue" }), ["Issue-1"]);
      assert.deepEqual(await list({ text: "OTHER" }), ["b"]);
      assert.deepEqual(await list({ text: "issue", type: "ae1_other" }), []);
      assert.deepEqual(await list({ text: "%" }), []);
      assert.deepEqual(await list({ text: "example.com" }), []);
    },
  },
  {
    name: "journal.list refuses a limit and a cursor that are none",
    async run({ outbox }) {
      for (const limit of [0, 101, 1.5]) {
        await assert.rejects(outbox.journal.list({ limit }), {
          name: "RangeError",
          message: `Cannot list the journal: limit must be a whole number from 1 to 100: ${limit}`,
        });
      }
      await assert.rejects(outbox.journal.list({ cursor: "x" }), {
        name: "RangeError",
        message: "Cannot list the journal: cursor must come from a page: x",
      });
    },
  },
  {
    name: "journal.counts counts by state and says since when the oldest waits",
    async run(world) {
      const { outbox, put, round, now } = world;
      assert.deepEqual(await outbox.journal.counts(), { waiting: 0, delivered: 0, dead: 0 });
      world.decide = (id) => id === "bad" ? refused : delivered;
      await put("bad", "good1", "good2");
      await round();
      const before = now();
      await put("new");
      const { oldestWaitingAt, ...counts } = await outbox.journal.counts();
      assert.deepEqual(counts, { waiting: 1, delivered: 2, dead: 1 });
      assert.ok(oldestWaitingAt !== undefined);
      assert.ok(oldestWaitingAt >= before && oldestWaitingAt <= now());
    },
  },
  {
    name: "journal.replay has one, some or all dead letters wait anew, and nothing else",
    async run(world) {
      const { outbox: { journal }, round, asked } = world;
      await bury(world);
      assert.equal(await journal.replay([keyOfApp("bad1"), keyOfApp("good"), keyOfApp("x")]), 1);
      assert.partialDeepStrictEqual(await journal.get(keyOfApp("bad1")), {
        state: "waiting",
        attempts: 0,
      });
      assert.equal(await journal.replay([keyOfApp("bad2"), keyOfApp("bad3")]), 2);
      assert.equal(await journal.replay("all"), 1);
      assert.equal(await journal.replay("all"), 0);
      asked.length = 0;
      await round();
      assert.deepEqual([...asked].sort(), ["bad1", "bad2", "bad3", "bad4"]);
      assert.partialDeepStrictEqual(await journal.counts(), { waiting: 0, delivered: 5, dead: 0 });
    },
  },
  {
    name: "journal.replay tells those who listen, since there is something to deliver",
    async run(world) {
      await bury(world);
      let told = 0;
      world.outbox.onPut(() => told++);
      await world.outbox.journal.replay("all");
      await world.outbox.journal.replay("all");
      assert.equal(told, 1);
    },
  },
  {
    name: "journal.drop forgets one, some or all dead letters, and nothing else",
    async run(world) {
      const { outbox: { journal }, put, round, asked } = world;
      await bury(world);
      assert.equal(await journal.drop([keyOfApp("bad1"), keyOfApp("good"), keyOfApp("x")]), 1);
      assert.equal(await journal.get(keyOfApp("bad1")), undefined);
      assert.equal(await journal.drop("all"), 3);
      assert.deepEqual(await journal.counts(), { waiting: 0, delivered: 1, dead: 0 });
      asked.length = 0;
      await put("bad1");
      await round();
      assert.deepEqual(asked, ["bad1"]);
    },
  },
];

const states = [["dead", "bad"], ["delivered", "good"], ["waiting", "new"]] as const;

/** Leaves four dead letters and one event that is delivered; from then on everything is. */
async function bury(world: World): Promise<void> {
  world.decide = (id) => id === "good" ? delivered : refused;
  await world.put("bad1", "bad2", "good", "bad3", "bad4");
  await world.round();
  world.decide = () => delivered;
}
