import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { effects, frequencies, scopes } from "../../src/local/page/fault_choices.ts";
import { effectText, whenText } from "../../src/local/page/fault_text.ts";
import { localHubSpot, page, paths, post, request } from "./harness.ts";

const one = { eventTypeName: "t", id: "one", email: "ada@example.com", properties: {} };

/** Text of a page, without markup. */
async function textOf(hubspot: Parameters<typeof page>[0], path: string): Promise<string> {
  const markup = await page(hubspot, path);
  return markup.replaceAll(/<[^>]*>/g, "").replaceAll(/\s+/g, " ");
}

describe("/requests", () => {
  it("lists every request with its outcome, the latest first", async () => {
    const hubspot = localHubSpot();
    assert.ok((await textOf(hubspot, "/requests")).includes("Nobody has asked anything yet."));
    await post(hubspot, paths.app, one);
    await post(hubspot, paths.app, one);
    hubspot.faults.add({ what: { kind: "reset", stage: "after" }, when: { times: 1 } });
    await assert.rejects(post(hubspot, paths.app, { ...one, id: "two" }), TypeError);
    hubspot.faults.add({ what: { kind: "truncated_body" }, when: { times: 1 } });
    await assert.rejects(post(hubspot, paths.app, { ...one, id: "three" }), TypeError);
    const markup = await page(hubspot, "/requests");
    assert.deepEqual([...markup.matchAll(/id="request-(\d+)"/g)].map(([, number]) => number), [
      "4",
      "3",
      "2",
      "1",
    ]);
    const text = await textOf(hubspot, "/requests");
    const rows = text.slice(text.indexOf("12:00:00")).split("12:00:00 ").slice(1);
    const path = "POST /integrators/timeline/2026-03/events";
    assert.deepEqual(rows.map((row) => row.trim()), [
      `201, cut off fault: truncated body ${path} 1 event · 0 ms`,
      `connection reset fault: reset ${path} 1 event · 0 ms`,
      `409 ${path} 0 ms`,
      `201 ${path} 1 event · 0 ms`,
    ]);
  });

  it("leaves those that failed, or were struck", async () => {
    const hubspot = localHubSpot();
    await post(hubspot, paths.app, one);
    await post(hubspot, paths.app, one);
    hubspot.faults.add({ what: { kind: "delay", ms: 0 } });
    await post(hubspot, paths.app, { ...one, id: "two" });
    const numbers = async (only: string) => {
      const markup = await page(hubspot, `/requests?only=${only}`);
      return [...markup.matchAll(/id="request-(\d+)"/g)].map(([, number]) => Number(number));
    };
    assert.deepEqual(await numbers("failed"), [2]);
    assert.deepEqual(await numbers("struck"), [3]);
    assert.deepEqual(await numbers(""), [3, 2, 1]);
  });

  it("shows 100 at a time", async () => {
    const hubspot = localHubSpot();
    for (let id = 0; id <= 100; id++) await post(hubspot, paths.app, { ...one, id: String(id) });
    assert.equal((await page(hubspot, "/requests")).match(/id="request-/g)?.length, 100);
    assert.equal((await page(hubspot, "/requests?page=2")).match(/id="request-/g)?.length, 1);
  });
});

describe("/requests/:number", () => {
  it("shows request and answer, and is a click away from the event", async () => {
    const hubspot = localHubSpot();
    await request(hubspot, "/integrators/timeline/v3/events", { method: "POST" });
    await post(hubspot, paths.app, one);
    const card = await page(hubspot, "/contacts/101");
    assert.ok(card.includes('href="/requests/2"'));
    const text = await textOf(hubspot, "/requests/2");
    assert.ok(text.includes("POST /integrators/timeline/2026-03/events"));
    assert.ok(text.includes("{ &quot;eventTypeName&quot;: &quot;t&quot;, &quot;id&quot;"));
    assert.ok(text.includes("x-hubspot-ratelimit-max"));
    assert.ok((await page(hubspot, "/requests/2")).includes('href="/contacts/101#event-1"'));
    assert.ok((await textOf(hubspot, "/requests/1")).includes("correlation id uuid-1"));
  });

  it("says what is not there: a body, an answer, a secret, the rest", async () => {
    const hubspot = localHubSpot();
    await request(hubspot, "/oauth/2026-03/token", { method: "POST", body: "client_secret=x" });
    assert.ok((await textOf(hubspot, "/requests/1")).includes("not kept: they may hold secrets"));
    hubspot.faults.add({ what: { kind: "reset" }, when: { times: 1 } });
    await assert.rejects(request(hubspot, paths.app, { method: "POST" }), TypeError);
    const reset = await textOf(hubspot, "/requests/2");
    assert.ok(reset.includes("No body.") && reset.includes("There was none."));
    await post(hubspot, paths.app, { ...one, properties: { long: "x".repeat(70_000) } });
    assert.match(await textOf(hubspot, "/requests/3"), /This is the beginning of \d+ bytes\./);
  });

  it("shows a body that is no JSON, or too deep, as it came", async () => {
    const hubspot = localHubSpot();
    const deep = "[".repeat(5_000) + "]".repeat(5_000);
    for (const body of ["{not json", deep]) {
      await request(hubspot, paths.app, {
        method: "POST",
        headers: { authorization: "Bearer x" },
        body,
      });
    }
    assert.ok((await textOf(hubspot, "/requests/1")).includes("{not json"));
    assert.ok((await textOf(hubspot, "/requests/2")).includes(deep));
  });

  for (const number of ["2", "0", "-1", "x", "1.5", "1e0x"]) {
    it(`answers 404 for ${number}`, async () => {
      const hubspot = localHubSpot();
      await post(hubspot, paths.app, one);
      const { status, text } = await request(hubspot, `/requests/${number}`);
      assert.equal(status, 404);
      assert.ok(text.includes("No such request"));
    });
  }
});

describe("/controls", () => {
  it("lists the faults that are on, and every page says that there are any", async () => {
    const hubspot = localHubSpot();
    assert.ok((await textOf(hubspot, "/controls")).includes("No fault is switched on."));
    hubspot.faults.add({
      what: { kind: "answer", status: 500 },
      when: { path: "/events/*", times: 3 },
    });
    await post(hubspot, paths.custom, { eventName: "pe1_e", email: "a@b.c", properties: {} });
    const text = await textOf(hubspot, "/controls");
    assert.ok(
      text.includes(
        "500 in HubSpot&#39;s words Any method at /events/*, 3 times · struck 1 of 1 request",
      ),
    );
    for (const path of ["/", "/requests", "/requests/1", "/contacts/9"]) {
      assert.ok((await textOf(hubspot, path)).includes("1 fault on"), path);
    }
  });

  it("offers only what can be switched on", () => {
    const hubspot = localHubSpot();
    for (const { value: what } of effects.flatMap(({ choices }) => choices)) {
      for (const scope of scopes) hubspot.faults.add({ what, when: scope.value });
      hubspot.faults.clear();
    }
    for (const { value } of frequencies) {
      hubspot.faults.add({ what: { kind: "hang" }, when: value });
    }
    assert.equal(hubspot.faults.list().length, frequencies.length);
  });
});

describe("effectText", () => {
  it("says what is chosen in the words of the choice", () => {
    assert.equal(effectText({ kind: "hang" }), "Hangs until the caller gives up");
  });

  it("says all of what was added by other ways", () => {
    assert.equal(
      effectText({ kind: "rate_limit", policy: "DAILY", retryAfter: { seconds: 9 } }),
      'rate limit, policy "DAILY", retryAfter {"seconds":9}',
    );
  });
});

describe("whenText", () => {
  it("says when a fault strikes", () => {
    assert.equal(whenText(), "Any method at *");
    assert.equal(
      whenText({ method: "POST", path: "/a", from: 2, times: 1, forMs: 1500, probability: 0.25 }),
      "POST at /a, from request 2 on, 1 time, for 1.5 s, 25 % of requests",
    );
  });
});
