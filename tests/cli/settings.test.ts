import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readSecrets, readSettings } from "../../src/cli/settings.ts";

describe("readSettings", () => {
  it("has a default for everything that needs one; an empty variable counts as not set", () => {
    const defaults = {
      host: "127.0.0.1",
      port: 8787,
      database: "data/hubline.db",
      hubSpotUrl: "https://api.hubapi.com",
      versions: { app: "2026-03", custom: "2026-03" },
      log: "text",
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
        DATABASE_URL: "postgres://me:canary@db.example.com:5433/hubline?sslmode=require",
        HUBLINE_CONFIG: "people.yml",
        HUBLINE_LOG: "json",
        HUBLINE_RATE_LIMITS: "/github=0.5, /events=50:200",
        HUBLINE_EVENTS_MAX_BYTES: "65536",
        HUBLINE_EVENT_NAME: "pe123_github_activity",
        HUBLINE_EVENTS_TOKEN: "0123456789abcdef",
        HUBLINE_PASSWORD: "correct horse battery",
        HUBLINE_METRICS_TOKEN: "0123456789abcdeh",
        HUBSPOT_ACCESS_TOKEN: "pat-na1-x",
        HUBSPOT_APP_EVENTS_VERSION: "v4",
        HUBSPOT_BASE_URL: "http://localhost:1",
        HUBSPOT_CUSTOM_EVENTS_VERSION: "v3",
        GITHUB_WEBHOOK_SECRET: "12345678",
        GITHUB_TOKEN: "github_pat_x",
        GITHUB_LOOKUPS: "profile, saml",
        CLOUDEVENTS_TOKEN: "0123456789abcdeg",
        WEBHOOK_SECRET: "whsec_C2FVsBQIhrscChlQIMV, whpk_C2FVsBQIhrscChlQIMV",
        HUBSPOT_CLIENT_SECRET: "yyyyyyyy-yyyy-yyyy",
        SEGMENT_WRITE_KEY: "abcdefgh, ijklmnop",
        HUBLINE_PUBLIC_URL: "https://hooks.example.com/hubline",
        LOCAL_HUBSPOT_PORT: "65535",
        LOCAL_HUBSPOT_DELAY_MS: "250",
        LOCAL_HUBSPOT_FILE: "data/local.db",
      }),
      {
        host: "0.0.0.0",
        port: 0,
        database: "/var/lib/hubline.db",
        databaseUrl: "postgres://me:canary@db.example.com:5433/hubline?sslmode=require",
        configPath: "people.yml",
        log: "json",
        rateLimits: [{ path: "/github", perSecond: 0.5 }, {
          path: "/events",
          perSecond: 50,
          burst: 200,
        }],
        eventsMaxBytes: 65_536,
        eventName: "pe123_github_activity",
        eventsToken: "0123456789abcdef",
        password: "correct horse battery",
        metricsToken: "0123456789abcdeh",
        accessToken: "pat-na1-x",
        hubSpotUrl: "http://localhost:1",
        versions: { app: "v4", custom: "v3" },
        githubSecret: "12345678",
        githubToken: "github_pat_x",
        githubLookups: ["profile", "saml"],
        cloudEventsToken: "0123456789abcdeg",
        webhookSecrets: ["whsec_C2FVsBQIhrscChlQIMV", "whpk_C2FVsBQIhrscChlQIMV"],
        hubSpotClientSecret: "yyyyyyyy-yyyy-yyyy",
        segmentWriteKeys: ["abcdefgh", "ijklmnop"],
        publicUrl: "https://hooks.example.com/hubline",
        localPort: 65535,
        localDelayMs: 250,
        localFile: "data/local.db",
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
    ...([
      ["db.example.com/canary", "no address; in a password, @ is %40, / is %2F and # is %23"],
      [
        "postgres://me:can/ary@db/hubline",
        "no address; in a password, @ is %40, / is %2F and # is %23",
      ],
      ["mysql://me:canary@db/hubline", "another scheme"],
      ["postgres:///canary", "no host"],
      ["postgres://me:canary@db", "no database"],
      ["postgresql://me:canary@db/", "no database"],
      ["postgres://me@db/canary#ary", "a #, which is %23 in a password"],
    ] as const).map(([DATABASE_URL, found]): [Record<string, string>, string] => [
      { DATABASE_URL },
      `DATABASE_URL: Expected postgres://user:password@host/database, found ${found}`,
    ]),
    [{ HUBLINE_LOG: "yaml" }, 'HUBLINE_LOG: Expected text or json, found "yaml"'],
    ...["/github", "github=5", "/github=0", "/github=0.0:5", "/github=5:0", "/a=1,"].map((
      limits,
    ): [Record<string, string>, string] => [
      { HUBLINE_RATE_LIMITS: limits },
      "HUBLINE_RATE_LIMITS: Expected /PATH=REQUESTS, the requests a second above 0, or " +
      `/PATH=REQUESTS:BURST, found ${JSON.stringify(limits === "/a=1," ? "" : limits)}`,
    ]),
    [
      { HUBLINE_EVENTS_MAX_BYTES: "0" },
      'HUBLINE_EVENTS_MAX_BYTES: Expected bytes from 1 to 67108864, found "0"',
    ],
    [
      { HUBSPOT_ACCESS_TOKEN: "pät" },
      "HUBSPOT_ACCESS_TOKEN: Expected ASCII without white space, found another character",
    ],
    ...([
      ["Bearer pat-canary", '"Bearer " before it; leave that out'],
      ["bearer  pat-canary\n", '"Bearer " before it; leave that out'],
      ["pat-canary\n", "a line break at its end"],
      ["\r\npat-canary", "a line break at its beginning"],
      ["pat-canary ", "white space at its end"],
      ["\tpat-canary", "white space at its beginning"],
      ["pat-canary pat", "white space inside it"],
      ["pat-canary\u00a0", "white space at its end"],
      ['"pat-canary"', "quotes around it; leave them out"],
      ["'pat-canary'", "quotes around it; leave them out"],
      ["pat-canary\u0000", "another character"],
    ] as const).map(([HUBSPOT_ACCESS_TOKEN, found]): [Record<string, string>, string] => [
      { HUBSPOT_ACCESS_TOKEN },
      `HUBSPOT_ACCESS_TOKEN: Expected ASCII without white space, found ${found}`,
    ]),
    [
      { WEBHOOK_SECRET: "'whsec_canary_canary'" },
      "WEBHOOK_SECRET: Expected ASCII without white space, found quotes around it; leave them out",
    ],
    [
      { SEGMENT_WRITE_KEY: "canary canary" },
      "SEGMENT_WRITE_KEY: Expected ASCII without white space and colons, found white space inside it",
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
      { HUBLINE_PASSWORD: "canary" },
      "HUBLINE_PASSWORD: Expected at least 12 characters, found 6",
    ],
    [
      { HUBLINE_EVENTS_TOKEN: "canary canary canary" },
      "HUBLINE_EVENTS_TOKEN: Expected ASCII without white space, found white space inside it",
    ],
    [
      { SEGMENT_WRITE_KEY: "abcdefgh,canary" },
      "SEGMENT_WRITE_KEY: Expected at least 8 characters each, found 6",
    ],
    [
      { SEGMENT_WRITE_KEY: "canary:canary" },
      "SEGMENT_WRITE_KEY: Expected ASCII without white space and colons, found a colon",
    ],
    [
      { WEBHOOK_SECRET: "whsec_canary_canary," },
      "WEBHOOK_SECRET: Expected at least 16 characters each, found 0",
    ],
    [
      { CLOUDEVENTS_TOKEN: "canary" },
      "CLOUDEVENTS_TOKEN: Expected at least 16 characters, found 6",
    ],
    [
      { HUBSPOT_CLIENT_SECRET: "canary" },
      "HUBSPOT_CLIENT_SECRET: Expected at least 16 characters, found 6",
    ],
    [
      { HUBLINE_PUBLIC_URL: "https://hooks.example.com/?x" },
      "HUBLINE_PUBLIC_URL: Expected an http(s) address without user, query or fragment",
    ],
    [
      { GITHUB_TOKEN: "canary canary" },
      "GITHUB_TOKEN: Expected ASCII without white space, found white space inside it",
    ],
    [
      { GITHUB_LOOKUPS: "profile,commits" },
      "GITHUB_LOOKUPS: Expected off, or of mailmap, pull_request_commits, repository_commits, profile, " +
      'organization_domain, saml, found "profile,commits"',
    ],
    [
      { PORT: "1\r\nHOST: fine\x1b[2J" },
      'PORT: Expected a port from 0 to 65535, found "1 HOST: fine [2J"',
    ],
    [
      { HUBLINE_EVENT_NAME: "pe1_x\nHOST: fine" },
      'HUBLINE_EVENT_NAME: Expected the full name of a custom event, pe{HubID}_{name} as HubSpot\'s event settings show it, found "pe1_x HOST: fine"',
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

describe("readSecrets", () => {
  it("reads what a variable holds, one or several; an empty one counts as not set", () => {
    const environment = { A: "0123456789abcdef", B: "0123456789abcdef,0123456789abcdeg", C: "" };
    assert.deepEqual(readSecrets("A", environment), ["0123456789abcdef"]);
    assert.deepEqual(readSecrets("B", environment), ["0123456789abcdef", "0123456789abcdeg"]);
    assert.equal(readSecrets("C", environment), undefined);
    assert.equal(readSecrets("D", environment), undefined);
  });

  it("names the variable and the rule, but no secret", () => {
    assert.throws(() => readSecrets("SHOP", { SHOP: "canary" }), {
      name: "SettingsError",
      message: "SHOP: Expected at least 16 characters each, found 6",
    });
  });
});
