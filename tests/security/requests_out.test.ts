import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileRules, createClient, createGitHubResolver, type Rule } from "../../mod.ts";
import { createForwarder } from "../../src/edge/mod.ts";
import { openSqliteOutbox } from "../../src/outbox/sqlite.ts";
import { lookupSources } from "../../src/people/resolver.ts";
import type { Fetch } from "../../src/transport/deps.ts";
import { root } from "../checks/root.ts";
import { readSources } from "../architecture/source_text.ts";
import { eventsSender, eventsToken, sourceSenders } from "../fuzz/senders.ts";
import { VirtualClock } from "../support/virtual_clock.ts";

/** Texts that would lead elsewhere if anybody took them for an address, a host or a part of a path. */
const lures = [
  "http://169.254.169.254/latest/meta-data",
  "//evil.example/x",
  "https://evil.example@api.hubapi.com",
  "../../../evil",
  "..%2f..%2fevil",
  "evil?x=",
  "evil#",
  "\\\\evil.example\\x",
];

/** Rules that put what a sender wrote wherever a rule can put anything. */
const rules: readonly Rule[] = [{
  send: {
    eventName: "pe1_activity",
    email: "{{actor.email}}",
    objectId: "{{actor.objectId | default 'ada'}}",
    utk: "{{subject.title}}",
    properties: {
      title: "{{subject.title}}",
      url: "{{subject.url | default 'none'}}",
      login: "{{actor.login | default 'none'}}",
    },
  },
}];

const hubSpotPaths =
  /^\/(?:events\/2026-03\/send|integrators\/timeline\/(?:2026-03|v3)\/events)(?:\/batch)?(?:\/create)?$/;
const gitHubPaths =
  /^\/(?:graphql|users\/[^/]+|repos\/[^/]+\/[^/]+\/(?:commits|contents|pulls)(?:\/[^?]*)?)$/;

/** Replaces every text in a value. */
function lured(value: unknown, lure: string): unknown {
  if (typeof value === "string") return /^\d{4}-\d\d-\d\d/.test(value) ? value : lure;
  if (Array.isArray(value)) return value.map((one) => lured(one, lure));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]): [string, unknown] => {
      // What chooses the shape of a message stays, or else it would not be read at all.
      const isShape =
        /^(?:action|type|state|specversion|eventName|eventTypeName|eventTemplateId|subscriptionType|email)$/;
      return [name, isShape.test(name) ? one : lured(one, lure)];
    }),
  );
}

describe("what senders and rules write", () => {
  for (const lure of lures) {
    it(`leads no request anywhere but to HubSpot and GitHub: ${lure}`, async () => {
      const clock = new VirtualClock();
      const asked: string[] = [];
      const fetch: Fetch = (url, { redirect }) => {
        asked.push(url);
        assert.equal(redirect, "manual");
        // What answers may lead on as well: nobody follows.
        const location = `http://169.254.169.254/${lure}`;
        return Promise.resolve(
          asked.length % 3 === 0
            ? new Response(null, { status: 302, headers: { location: encodeURI(location) } })
            : Response.json({ message: location, url: location, email: null }, { status: 404 }),
        );
      };
      const deps = { now: clock.now, sleep: clock.sleep, random: () => 0.5, fetch };
      const client = createClient({ accessToken: "pat-na1-test", deps });
      const outbox = openSqliteOutbox({ path: ":memory:", client, deps });
      const resolver = createGitHubResolver({
        token: "ghp_test",
        strategies: lookupSources,
        deps,
      });
      const forwarder = createForwarder({
        outbox,
        sources: sourceSenders.map(({ route, source }) => ({
          path: route,
          source,
          mapping: compileRules(rules),
          people: { [lure]: "ada@example.com" },
          ...(route === "/github" ? { resolver } : {}),
        })),
        events: { token: eventsToken },
        deps,
      });
      for (const sender of [...sourceSenders, eventsSender]) {
        for (const { kind, bodies } of sender.truths) {
          for (
            const body of [
              ...bodies.slice(0, 2),
              ...bodies.slice(0, 2).map((one) => lured(one, lure)),
            ]
          ) {
            const bytes = new TextEncoder().encode(JSON.stringify(body));
            const url = `https://hubline.example${sender.paths[0]}`;
            const headers = {
              ...kind,
              ...await sender.prove({ url, bytes, now: clock.now() }),
              "x-forwarded-host": "evil.example",
              forwarded: "host=evil.example",
              host: "evil.example",
            };
            await clock.drive(
              forwarder.fetch(new Request(url, { method: "POST", body: bytes, headers })),
            );
          }
        }
      }
      for (let round = 0; round < 3; round++) {
        await clock.drive(outbox.process(1_000));
        await clock.advance(3_600_000);
      }
      await outbox.close();
      assert.ok(asked.some((url) => url.startsWith("https://api.hubapi.com/")), "nothing was sent");
      assert.ok(
        asked.some((url) => url.startsWith("https://api.github.com/")),
        "nobody was looked up",
      );
      for (const one of asked) {
        const { origin, pathname, username } = new URL(one);
        assert.equal(username, "");
        const paths = origin === "https://api.hubapi.com" ? hubSpotPaths : gitHubPaths;
        assert.ok(["https://api.hubapi.com", "https://api.github.com"].includes(origin), one);
        assert.match(pathname, paths, one);
      }
    });
  }
});

describe("the network", () => {
  const sources = readSources(root, ["mod.ts", "src", "action"]).filter(({ path }) =>
    !path.startsWith("action/dist/") && !path.startsWith("src/local/")
  );

  it("is reached by one function, which follows no redirect", () => {
    const reaching = /\b(?:deps|network|globalThis)\.fetch\(/;
    const callers = sources.filter(({ code }) => reaching.test(code));
    assert.deepEqual(callers.map(({ path }) => path), [
      // Puts the developer's key behind an address that was sent to it.
      "src/hubspot/developer_key.ts",
      "src/transport/deps.ts",
      "src/transport/send_once.ts",
    ]);
    assert.match(callers.at(-1)?.text ?? "", /redirect: "manual"/);
  });
});
