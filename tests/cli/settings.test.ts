import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readSettings } from "../../src/cli/settings.ts";

describe("readSettings", () => {
  it("has a default for everything that needs one; an empty variable counts as not set", () => {
    const defaults = {
      host: "127.0.0.1",
      port: 8787,
      database: "data/hubline.db",
      hubSpotUrl: "https://api.hubapi.com",
      versions: { app: "2026-03", custom: "2026-03" },
      localPort: 8788,
      localDelayMs: 0,
    };
    assert.deepEqual(readSettings({}), defaults);
    assert.deepEqual(readSettings({ PORT: "", HUBSPOT_ACCESS_TOKEN: "", OTHER: "x" }), defaults);
  });

  it("reads every variable", () => {
    assert.deepEqual(
      readSettings({
        HOST: "0.0.0.0",
        PORT: "0",
        HUBLINE_DB: "/var/lib/hubline.db",
        HUBLINE_CONFIG: "people.yml",
        HUBLINE_EVENT_NAME: "pe123_github_activity",
        HUBLINE_EVENTS_TOKEN: "0123456789abcdef",
        HUBSPOT_ACCESS_TOKEN: "pat-na1-x",
        HUBSPOT_APP_EVENTS_VERSION: "v4",
        HUBSPOT_BASE_URL: "http://localhost:1",
        HUBSPOT_CUSTOM_EVENTS_VERSION: "v3",
        GITHUB_WEBHOOK_SECRET: "12345678",
        LOCAL_HUBSPOT_PORT: "65535",
        LOCAL_HUBSPOT_DELAY_MS: "250",
      }),
      {
        host: "0.0.0.0",
        port: 0,
        database: "/var/lib/hubline.db",
        configPath: "people.yml",
        eventName: "pe123_github_activity",
        eventsToken: "0123456789abcdef",
        accessToken: "pat-na1-x",
        hubSpotUrl: "http://localhost:1",
        versions: { app: "v4", custom: "v3" },
        githubSecret: "12345678",
        localPort: 65535,
        localDelayMs: 250,
      },
    );
  });

  const refused: [Record<string, string>, string][] = [
    [{ PORT: "65536" }, 'PORT: Expected a port from 0 to 65535, found "65536"'],
    [{ PORT: "-1" }, 'PORT: Expected a port from 0 to 65535, found "-1"'],
    [{ PORT: "8e3" }, 'PORT: Expected a port from 0 to 65535, found "8e3"'],
    [
      { LOCAL_HUBSPOT_DELAY_MS: "1s" },
      'LOCAL_HUBSPOT_DELAY_MS: Expected milliseconds from 0 to 600000, found "1s"',
    ],
    [
      { HUBSPOT_BASE_URL: "api.hubapi.com" },
      "HUBSPOT_BASE_URL: Expected an http(s) address without user, query or fragment",
    ],
    [
      { HUBSPOT_BASE_URL: "http://user:canary@localhost" },
      "HUBSPOT_BASE_URL: Expected an http(s) address without user, query or fragment",
    ],
    [
      { HUBSPOT_ACCESS_TOKEN: "pät" },
      "HUBSPOT_ACCESS_TOKEN: Expected ASCII without white space, found something else",
    ],
    [
      { HUBSPOT_APP_EVENTS_VERSION: "v3" },
      'HUBSPOT_APP_EVENTS_VERSION: Expected 2026-03 or v4, found "v3"',
    ],
    [
      { HUBLINE_EVENT_NAME: "github activity" },
      'HUBLINE_EVENT_NAME: Expected the full name of a custom event, pe{HubID}_{name} as HubSpot\'s event settings show it, found "github activity"',
    ],
    [
      { GITHUB_WEBHOOK_SECRET: "canary" },
      "GITHUB_WEBHOOK_SECRET: Expected at least 8 characters, found 6",
    ],
    [
      { HUBLINE_EVENTS_TOKEN: "canary canary canary" },
      "HUBLINE_EVENTS_TOKEN: Expected ASCII without white space, found something else",
    ],
    [
      { PORT: "x", LOCAL_HUBSPOT_PORT: "y" },
      'PORT: Expected a port from 0 to 65535, found "x"\n' +
      'LOCAL_HUBSPOT_PORT: Expected a port from 0 to 65535, found "y"',
    ],
  ];
  for (const [environment, message] of refused) {
    it(`names variable, rule and finding, but no secret, for ${JSON.stringify(environment)}`, () => {
      assert.throws(() => readSettings(environment), { name: "SettingsError", message });
    });
  }
});
