import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { delivered, failed, refused } from "../../support/client_stand_in.ts";
import { appEvent, customEvent } from "../../support/events.ts";
import { idsOn, startPage, wordsOf } from "./harness.ts";

const byName = (id: string) =>
  id.startsWith("good") ? delivered : id.startsWith("bad") ? refused : failed;

describe("the deliveries page", () => {
  it("shows what came in, from where, whose timeline, what became of it, attempts and time", async () => {
    const { reader, bring, postEvents, clock, outbox } = startPage(byName);
    await postEvents(appEvent({ id: "good" }));
    await clock.advance(1_500);
    await outbox.process(10);
    await bring("late", "bad");
    await reader.signIn();
    const { status, text } = await reader.get("/deliveries");
    assert.equal(status, 200);
    assert.deepEqual(idsOn(text), ["bad", "late", "good"]);
    const rows = wordsOf(text.slice(text.indexOf("<tbody>"))).trim();
    assert.match(
      rows,
      /^Dead letter bad ae1_test HubSpot refused it: no a\*\*\*@example\.com \/events 22 Nov, 12:00:01 UTC 1 0 ms/,
    );
    assert.match(rows, /Waiting late ae1_test HubSpot had a fault of its own: down .* 0 ms so far/);
    assert.match(rows, /Delivered good ae1_test a\*\*\*@example\.com .* 12:00:00 UTC 1 1\.5 s/);
    assert.match(wordsOf(text), /3 All 1 Waiting oldest 0 ms 1 Delivered 1 Dead letters/);
    assert.ok(!text.includes("ada@"));
  });

  it("finds by state, API, type and text, and keeps what was asked while turning pages", async () => {
    const { reader, bring, postEvents } = startPage(byName);
    await bring(...Array.from({ length: 60 }, (_, index) => `good-${index}`), "bad-1");
    await postEvents(customEvent({ uuid: "own" }));
    await reader.signIn();
    const found = async (query: string) => idsOn((await reader.get(`/deliveries?${query}`)).text);
    assert.deepEqual(await found("state=dead"), ["bad-1"]);
    assert.deepEqual(await found("family=custom"), ["own"]);
    assert.deepEqual(await found("type=pe1_test"), ["own"]);
    assert.deepEqual(await found("text=BAD"), ["bad-1"]);
    assert.deepEqual(await found("text=ada%40example.com"), []);
    const first = await reader.get("/deliveries?state=delivered&text=good");
    assert.equal(idsOn(first.text).length, 50);
    const older = /id="older" href="([^"]*)"/.exec(first.text)?.[1]?.replaceAll("&amp;", "&") ?? "";
    assert.match(older, /^\/deliveries\?state=delivered&text=good&cursor=/);
    const rest = await reader.get(older);
    assert.equal(idsOn(rest.text).length, 10);
    assert.ok(!rest.text.includes('id="older"'));
  });

  it("stands what an address says that no page wrote", async () => {
    const { reader, bring } = startPage(byName);
    await bring("good");
    await reader.signIn();
    for (
      const query of [
        "state=x",
        "family=__proto__",
        "cursor=x",
        "cursor=1.1",
        "limit=9",
        "done=<b>",
      ]
    ) {
      const { status, text } = await reader.get(`/deliveries?${query}`);
      assert.equal(status, 200, query);
      assert.ok(!text.includes("<b>"), query);
    }
    const { text } = await reader.get("/deliveries?done=Call+0900+now");
    assert.ok(!text.includes("0900"));
  });

  it("escapes whatever a sender wrote", async () => {
    const { reader, postEvents } = startPage(() => ({ ...refused, message: "<i>no</i>" }));
    const id = `"><script>alert(1)</script>&'`;
    await postEvents(
      appEvent({ id, eventTypeName: "<img src=x>", properties: { a: "</pre><b>" } }),
    );
    await reader.signIn();
    const list = await reader.get("/deliveries");
    const link = /<td class="event">\s*<a href="([^"]*)"/.exec(list.text)?.[1] ?? "";
    const detail = await reader.get(link.replaceAll("&amp;", "&"));
    assert.equal(detail.status, 200);
    for (const { text } of [list, detail]) {
      for (const tag of ["<script>alert", "<img src=x", "<b>", "<i>"]) {
        assert.ok(!text.includes(tag), tag);
      }
      assert.ok(text.includes("&lt;script&gt;"));
    }
  });

  it("shows one event with every attempt, and its address nowhere", async () => {
    const { reader, bring, outbox, clock } = startPage(() => ({
      ...failed,
      status: 503,
      correlationId: "of-hubspot",
    }));
    await bring("late");
    await clock.advance(10_000);
    await outbox.process(1);
    await reader.signIn();
    const { status, text } = await reader.get("/deliveries/event?family=app&type=ae1_test&id=late");
    assert.equal(status, 200);
    const words = wordsOf(text);
    assert.match(words, /Waiting late HubSpot had a fault of its own \(HTTP 503\): down/);
    assert.match(words, /Attempts that counted 2/);
    assert.equal(words.split("HubSpot's id of the request: of-hubspot").length - 1, 2);
    assert.match(words, /&quot;email&quot;: &quot;a\*\*\*@example\.com&quot;/);
    assert.ok(!text.includes("ada@"));
    for (const query of ["", "family=app&type=x&id=late", "family=x&type=ae1_test&id=late"]) {
      assert.equal((await reader.get(`/deliveries/event?${query}`)).status, 404);
    }
  });

  it("replays one, some or all dead letters, and says how many", async () => {
    const { reader, bring, outbox } = startPage(byName);
    await bring("bad-1", "bad-2", "bad-3", "bad-4");
    await reader.signIn();
    const dead = await reader.get("/deliveries?state=dead");
    const keys = [...dead.text.matchAll(/name="key" value="([^"]*)"/g)]
      .map(([, key = ""]) => key.replaceAll("&amp;", "&"));
    assert.equal(keys.length, 4);
    const replay = async (fields: [string, string][]) => {
      const { headers } = await reader.act("/deliveries/replay", fields);
      const page = await reader.get(headers.get("location") ?? "");
      return /role="status">([^<]*)</.exec(page.text)?.[1];
    };
    assert.equal(await replay([["key", keys[0] ?? ""]]), "Replayed: 1 event.");
    assert.equal(
      await replay([["key", keys[1] ?? ""], ["key", keys[2] ?? ""], ["key", "x"]]),
      "Replayed: 2 events.",
    );
    assert.equal(await replay([]), "Nothing was chosen.");
    assert.equal(await replay([["all", "yes"]]), "Replayed: 1 event.");
    const { waiting, dead: left } = await outbox.journal.counts();
    assert.deepEqual([waiting, left], [4, 0]);
  });

  it("drops dead letters for good, all of them only where the box is ticked", async () => {
    const { reader, bring, outbox } = startPage(byName);
    await bring("good", "bad-1", "bad-2", "bad-3");
    await reader.signIn();
    const drop = async (...fields: [string, string][]) =>
      (await reader.act("/deliveries/drop", fields)).headers.get("location");
    const key = "family=app&type=ae1_test&id=bad-1";
    assert.equal(await drop(["key", key]), "/deliveries?state=dead&done=dropped.1");
    assert.equal(await drop(["all", "yes"]), "/deliveries?state=dead&done=not_sure");
    assert.equal((await outbox.journal.counts()).dead, 2);
    assert.equal(
      await drop(["all", "yes"], ["sure", "yes"]),
      "/deliveries?state=dead&done=dropped.2",
    );
    const { dead, delivered: kept } = await outbox.journal.counts();
    assert.deepEqual([dead, kept], [0, 1]);
  });

  it("says in words that delivery pauses, and ends the pause", async () => {
    const verdict = { outcome: "deferred", code: "unauthorized", message: "revoked" } as const;
    const { reader, bring, outbox } = startPage(() => verdict);
    await bring("a");
    await reader.signIn();
    const { text } = await reader.get("/deliveries");
    assert.match(
      wordsOf(text),
      /Delivery pauses\. HubSpot did not take the access token: revoked\. Next try in 1 min\. Try now/,
    );
    const { headers } = await reader.act("/deliveries/resume");
    assert.match((await reader.get(headers.get("location") ?? "")).text, /Delivery goes on/);
    assert.equal((await outbox.journal.counts()).pause, undefined);
  });

  it("says so where nothing is there", async () => {
    const { reader } = startPage(() => delivered);
    await reader.signIn();
    assert.match((await reader.get("/deliveries?state=dead")).text, /Nothing here\./);
  });
});
