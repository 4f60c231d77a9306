import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { localHubSpot, page, paths, post, request } from "./harness.ts";

const event = { eventName: "pe1_seen", email: "ada@example.com", properties: { title: "Seen" } };
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; " +
  "img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

describe("the page", () => {
  it("says what to do while nothing has happened", async () => {
    const text = await page(localHubSpot(), "/");
    assert.ok(text.includes("Nothing has happened yet"));
    assert.ok(text.includes("curl http://localhost:8788/events/2026-03/send"));
    assert.ok(text.includes("They appear here with the first event that names an e-mail address."));
  });

  it("gives a first command that works as pasted", async () => {
    const hubspot = localHubSpot();
    const text = (await page(hubspot, "/")).replaceAll("&quot;", '"').replaceAll("&#39;", "'");
    const body = /-d '(.*)'/.exec(text)?.[1] ?? "";
    assert.equal((await post(hubspot, paths.custom, JSON.parse(body))).status, 204);
    assert.ok((await page(hubspot, "/")).includes("Signed up for the newsletter"));
  });

  it("says what to do on an empty timeline, and pastes no stranger's text", async () => {
    const hubspot = localHubSpot({ contacts: [{ id: "7", email: "a';reboot;'@b.c" }] });
    const text = await page(hubspot, "/contacts/7");
    assert.ok(text.includes("Nothing on this timeline yet"));
    assert.ok(text.includes("&quot;objectId&quot;:&quot;7&quot;"));
    assert.ok(!/<pre[^>]*>[^<]*reboot/.test(text));
  });

  it("lists the contacts, the one last heard of first, and marks the one shown", async () => {
    const hubspot = localHubSpot({ contacts: [{ id: "7" }] });
    await post(hubspot, paths.custom, event);
    await post(hubspot, paths.custom, { ...event, email: "bob@example.com" });
    await post(hubspot, paths.custom, event);
    const text = await page(hubspot, "/contacts/102");
    assert.deepEqual([...text.matchAll(/id="contact-(\d+)"/g)].map(([, id]) => id), [
      "101",
      "102",
      "7",
    ]);
    assert.deepEqual(
      [...text.matchAll(/href="\/contacts\/(\d+)"\s+aria-current="page"/g)].map(([, id]) => id),
      ["102"],
    );
    assert.match(text, /Contact 7<\/bdi><\/strong>\s*<small>0 events</);
    assert.match(text, /ada@example.com<\/bdi><\/strong>\s*<small>2 events</);
    assert.match(text, /bob@example.com<\/bdi><\/strong>\s*<small>1 event</);
  });

  it("shows one contact's events alone, what happened last first, by month", async () => {
    const hubspot = localHubSpot();
    const times = ["2026-10-01T10:00:00Z", "2026-11-03T10:00:00Z", "2026-11-02T10:00:00Z"];
    for (const occurredAt of times) {
      await post(hubspot, paths.custom, {
        ...event,
        occurredAt,
        properties: { title: occurredAt },
      });
    }
    await post(hubspot, paths.custom, { ...event, email: "b@b.c", properties: { title: "Bob's" } });
    const text = await page(hubspot, "/contacts/101");
    assert.ok(!text.includes("Bob"));
    assert.deepEqual(
      [...text.matchAll(/<time datetime="([^"]+)">([^<]+)</g)].map(([, a, b]) => [a, b]),
      [
        ["2026-11-03T10:00:00.000Z", "3 Nov 2026, 10:00 UTC"],
        ["2026-11-02T10:00:00.000Z", "2 Nov 2026, 10:00 UTC"],
        ["2026-10-01T10:00:00.000Z", "1 Oct 2026, 10:00 UTC"],
      ],
    );
    assert.deepEqual([...text.matchAll(/class="month">([^<]+)</g)].map(([, month]) => month), [
      "November 2026",
      "October 2026",
    ]);
  });

  it("says why an event is on no timeline", async () => {
    const hubspot = localHubSpot();
    await post(hubspot, paths.custom, { eventName: "pe1_a", properties: {}, objectId: "900" });
    await post(hubspot, paths.custom, { eventName: "pe1_b", properties: {}, utk: "cookie" });
    const text = await page(hubspot, "/");
    assert.ok(text.includes("On no timeline: no contact has id <bdi>900</bdi>"));
    assert.ok(
      text.includes("On no timeline: it waits until cookie <bdi>cookie</bdi> is a contact"),
    );
  });

  it("says whose timeline an event is on that is no contact's", async () => {
    const hubspot = localHubSpot({
      appEventTypes: [{ uid: "deal", objectType: "DEAL" }],
      eventDefinitions: [{ label: "Visit", primaryObject: "yachts" }],
    });
    const eventTypeName = "deal";
    await post(hubspot, paths.app, { eventTypeName, objectId: "12", properties: {} });
    await post(hubspot, paths.custom, { eventName: "pe1_visit", objectId: "5", properties: {} });
    const text = (await page(hubspot, "/")).replaceAll(/\s+/g, " ");
    assert.ok(text.includes("On the timeline of deal <bdi>12</bdi>"));
    assert.ok(text.includes("On the timeline of custom object <bdi>5</bdi>"));
  });

  it("answers 404 for an unknown contact", async () => {
    for (const id of ["999", "x", "%00", "__proto__"]) {
      const { status, text } = await request(localHubSpot(), `/contacts/${id}`);
      assert.equal(status, 404);
      assert.ok(text.includes("No such contact"));
    }
  });

  it("answers HEAD, and 405 to other methods", async () => {
    const head = await request(localHubSpot(), "/", { method: "HEAD" });
    assert.deepEqual([head.status, head.text], [200, ""]);
    const posted = await request(localHubSpot(), "/", { method: "POST" });
    assert.deepEqual([posted.status, posted.headers.get("allow")], [405, "GET, HEAD"]);
  });

  for (
    const path of [
      "/",
      "/contacts/101",
      "/contacts/9",
      "/requests",
      "/requests/1",
      "/controls",
      "/style.css",
      "/live.js",
      "/controls.js",
      "/mark.svg",
    ]
  ) {
    it(`${path}: forbids everything from elsewhere`, async () => {
      const { headers } = await request(localHubSpot(), path);
      assert.equal(headers.get("content-security-policy"), policy);
      assert.equal(headers.get("x-content-type-options"), "nosniff");
      assert.equal(headers.get("referrer-policy"), "no-referrer");
      assert.equal(headers.get("cross-origin-resource-policy"), "same-origin");
      assert.equal(headers.get("cache-control"), "no-store");
    });
  }

  it("serves what it is drawn with, by its type", async () => {
    const types: [string, string][] = [
      ["/style.css", "text/css; charset=utf-8"],
      ["/live.js", "text/javascript; charset=utf-8"],
      ["/controls.js", "text/javascript; charset=utf-8"],
      ["/mark.svg", "image/svg+xml; charset=utf-8"],
    ];
    const text = await page(localHubSpot(), "/controls");
    for (const [path, type] of types) {
      assert.equal((await request(localHubSpot(), path)).headers.get("content-type"), type);
      assert.ok(text.includes(`"${path}"`));
    }
  });
});

describe("the host that a request names", () => {
  const get = (url: string, headers: Record<string, string> = {}, hosts: string[] = []) =>
    localHubSpot({ hosts }).fetch(new Request(url, { headers }));

  for (const host of ["localhost", "LOCALHOST:1", "127.0.0.1:8788", "[::1]:9"]) {
    it(`may be ${host}`, async () => {
      assert.equal((await get(`http://${host}/`)).status, 200);
      assert.equal((await get("http://localhost/", { host })).status, 200);
    });
  }

  for (
    const host of ["evil.example", "localhost.evil.example:8788", "127.0.0.2", "0.0.0.0", "a b"]
  ) {
    it(`must not be ${host}`, async () => {
      for (const path of ["/", "/contacts/101", "/requests", "/controls", "/live", "/live.js"]) {
        const response = await get(`http://localhost${path}`, { host });
        assert.equal(response.status, 403);
        assert.match(await response.text(), /^This page is for this machine only: /);
      }
    });
  }

  it("must not be foreign in the request line either", async () => {
    assert.equal((await get("http://evil.example/", { host: "localhost" })).status, 403);
  });

  it("may be one that is given in hosts, on any port", async () => {
    assert.equal((await get("http://hub.test:80/", {}, ["hub.test"])).status, 200);
    assert.equal((await get("http://hub.test:8788/", {}, ["Hub.test:1"])).status, 200);
    assert.equal((await get("http://other.test/", {}, ["hub.test"])).status, 403);
  });
});
