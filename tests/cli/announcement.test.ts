import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { announce } from "../../src/cli/announcement.ts";
import { readSettings } from "../../src/cli/settings.ts";
import { webhookSenders } from "../../src/cli/webhook_senders.ts";

const canaries = {
  DATABASE_URL: "postgres://canary:canary@db.example.com/hubline?sslkey=canary",
  HUBSPOT_ACCESS_TOKEN: "canary-of-the-access-token",
  GITHUB_WEBHOOK_SECRET: "canary-of-the-github-secret",
  GITHUB_TOKEN: "canary-of-the-github-token",
  HUBLINE_EVENTS_TOKEN: "canary-of-the-events-token",
  HUBLINE_PASSWORD: "canary-of-the-password",
  HUBLINE_METRICS_TOKEN: "canary-of-the-metrics-token",
  CLOUDEVENTS_TOKEN: "canary-of-the-cloudevents-token",
  WEBHOOK_SECRET: "canary-of-the-webhook-secret",
  SHOP_SECRET: "canary-of-the-shop-secret",
  HUBSPOT_CLIENT_SECRET: "canary-of-the-client-secret",
  SEGMENT_WRITE_KEY: "canary-of-the-write-key",
};
const configs = [{ name: "shop", secretEnv: "SHOP_SECRET" }];

/** What the start says with an environment, made-up secrets aside. */
function linesFor(environment: Record<string, string>): string[] {
  const settings = readSettings(environment);
  const senders = webhookSenders(settings, { configs, environment });
  const { githubSecret, eventsToken, password } = settings;
  const house = {
    url: "http://127.0.0.1:8787",
    ...(githubSecret === undefined ? {} : { githubSecret }),
    ...(eventsToken === undefined ? {} : { eventsToken }),
    ...(password === undefined ? {} : { password }),
  };
  return announce(house, { settings, senders, configSource: "none" }).split("\n");
}

describe("announce", () => {
  it("says where to see what became of events, or what opens that", () => {
    const open = linesFor(canaries).join("\n");
    assert.match(
      open,
      /^Deliveries: http:\/\/127\.0\.0\.1:8787\/deliveries, password as in HUBLINE_PASSWORD$/m,
    );
    assert.match(
      open,
      /^Metrics: http:\/\/127\.0\.0\.1:8787\/metrics, token as in HUBLINE_METRICS_TOKEN$/m,
    );
    const closed = linesFor({}).join("\n");
    assert.match(closed, /^\/deliveries is closed: set HUBLINE_PASSWORD to open it$/m);
    assert.ok(!closed.includes("Metrics"));
  });

  it("says where events are kept", () => {
    assert.ok(linesFor(canaries).includes("Outbox: Postgres, db.example.com/hubline"));
    assert.ok(linesFor({}).includes("Outbox: data/hubline.db"));
  });

  it("has for each open route the line that changes at its sender", () => {
    const lines = linesFor(canaries);
    assert.deepEqual(lines.slice(lines.indexOf("", 1) + 1), [
      "GitHub webhook: http://127.0.0.1:8787/github, secret as in GITHUB_WEBHOOK_SECRET",
      "Addresses that a delivery does not tell are looked up: at GitHub, in mailmap, pull_request_commits, " +
      "repository_commits, profile",
      'Segment\'s clients: new Analytics({ writeKey, host: "http://127.0.0.1:8787" }), write key as in SEGMENT_WRITE_KEY',
      'CloudEvents: emitterFor(httpTransport("http://127.0.0.1:8787/cloudevents")), with the header Authorization: ' +
      "Bearer and the token as in CLOUDEVENTS_TOKEN",
      "Standard Webhooks: http://127.0.0.1:8787/webhooks, secret as in WEBHOOK_SECRET",
      "Webhooks of shop: http://127.0.0.1:8787/webhooks/shop, secret as in SHOP_SECRET",
      "HubSpot's webhooks: http://127.0.0.1:8787/hubspot, client secret as in HUBSPOT_CLIENT_SECRET; behind a proxy, " +
      "set HUBLINE_PUBLIC_URL, because HubSpot signs the address",
      "Your own events: http://127.0.0.1:8787/events, token as in HUBLINE_EVENTS_TOKEN",
      "",
    ]);
  });

  it("names the address that senders reach, where there is another one", () => {
    const HUBLINE_PUBLIC_URL = "https://hooks.example.com/hubline";
    const told = linesFor({ ...canaries, HUBLINE_PUBLIC_URL }).slice(2);
    assert.ok(told.join("\n").includes(`${HUBLINE_PUBLIC_URL}/webhooks/shop`));
    assert.deepEqual(told.filter((line) => /127\.0\.0\.1|behind a proxy/.test(line)), []);
  });

  it("names what would open each route that is closed", () => {
    const { HUBSPOT_ACCESS_TOKEN } = canaries;
    const lines = linesFor({ HUBSPOT_ACCESS_TOKEN });
    assert.deepEqual(lines.slice(lines.indexOf("", 1) + 1), [
      "/github is closed: set GITHUB_WEBHOOK_SECRET to open it",
      "Closed until a variable is set: /v1 (SEGMENT_WRITE_KEY), /cloudevents (CLOUDEVENTS_TOKEN), " +
      "/webhooks (WEBHOOK_SECRET), /webhooks/shop (SHOP_SECRET), /hubspot (HUBSPOT_CLIENT_SECRET)",
      "/events is closed: set HUBLINE_EVENTS_TOKEN to open it",
      "",
    ]);
  });

  it("says that nobody is looked up, where nobody is", () => {
    const { GITHUB_TOKEN: _, ...others } = canaries;
    assert.ok(
      linesFor(others).includes(
        "Addresses that a delivery does not tell are looked up: nowhere; GITHUB_TOKEN turns this on",
      ),
    );
  });

  it("holds no secret that was set", () => {
    assert.doesNotMatch(linesFor(canaries).join("\n"), /canary/);
  });
});
