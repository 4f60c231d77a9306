import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { InputError } from "../../action/input_error.ts";
import { inputNames, type Inputs, rawInputs, readInputs } from "../../action/inputs.ts";

const defaults: Inputs = {
  kinds: [],
  config: {},
  people: {},
  strategies: ["mailmap", "pull_request_commits", "repository_commits", "profile"],
  excludePeople: [],
  allowDomains: [],
  includeBodies: false,
  signOffs: false,
  createContacts: false,
  dryRun: false,
  failOnError: true,
  retries: 3,
  timeoutMs: 300_000,
  hubSpotUrl: "https://api.hubapi.com",
  summary: true,
};

describe("rawInputs", () => {
  it("finds each input where the runner puts it, trimmed", () => {
    const environment = Object.fromEntries(
      inputNames.map((name) => [`INPUT_${name.toUpperCase()}`, ` ${name}\n`]),
    );
    assert.deepEqual(
      rawInputs(environment),
      Object.fromEntries(inputNames.map((name) => [name, name])),
    );
  });

  it("takes an empty input, and one of blanks, for none", () => {
    assert.deepEqual(rawInputs({ "INPUT_DRY-RUN": "", INPUT_CONFIG: " \n " }), {});
  });
});

describe("readInputs", () => {
  it("has a default for all that can have one", () => {
    assert.deepEqual(readInputs({}), defaults);
  });

  it("reads every input", () => {
    const raw = {
      "allow-domains": "example.com, *.example.com",
      config: "people: { mona: mona@example.com }",
      "config-file": ".github/hubline.yml",
      "create-contacts": "true",
      "dry-run": "True",
      email: "{{properties.customer}}",
      "email-strategies": "profile, saml",
      event: "order.shipped",
      "event-name": "pe12345_github_activity",
      "event-template": "1001",
      "event-type": "app:shipped",
      events: "github.pull_request.*, github.issue.opened\n\ngithub.repo.starred,",
      "exclude-people": "*-helper\n*@hubline.example",
      "fail-on-error": "FALSE",
      "github-token": "ghs_x",
      "hubspot-api-url": "http://127.0.0.1:8788/hubspot",
      "hubspot-token": "pat-na1-x",
      "include-bodies": "true",
      mode: "event",
      people: "ada: ada@example.com",
      properties: "order: 7",
      resume: "",
      retries: "0",
      "sign-offs": "true",
      since: "",
      summary: "false",
      timeout: "3600",
    };
    assert.deepEqual(Object.keys(raw), inputNames, "All of them are tried here");
    const { resume: _, since: __, ...ofAnEvent } = raw;
    const { told, ...others } = readInputs(ofAnEvent);
    assert.equal(told?.type, "order.shipped");
    assert.deepEqual([...told?.properties ?? []], [["order", 7]]);
    assert.deepEqual(others, {
      accessToken: "pat-na1-x",
      gitHubToken: "ghs_x",
      kinds: [
        { input: "event-name", kind: { eventName: "pe12345_github_activity" } },
        { input: "event-template", kind: { eventTemplateId: "1001" } },
        { input: "event-type", kind: { eventTypeName: "app:shipped" } },
      ],
      config: { people: { mona: "mona@example.com" } },
      configFile: ".github/hubline.yml",
      people: { ada: "ada@example.com" },
      events: ["github.pull_request.*", "github.issue.opened", "github.repo.starred"],
      strategies: ["profile", "saml"],
      excludePeople: ["*-helper", "*@hubline.example"],
      allowDomains: ["example.com", "*.example.com"],
      includeBodies: true,
      signOffs: true,
      createContacts: true,
      dryRun: true,
      failOnError: false,
      retries: 0,
      timeoutMs: 3_600_000,
      hubSpotUrl: "http://127.0.0.1:8788/hubspot",
      summary: false,
    });
  });

  it("reads the inputs of a backfill", () => {
    const raw = { mode: "backfill", since: "2026-01-01", "github-token": "ghs_x" };
    assert.deepEqual(readInputs(raw).past, { since: Date.UTC(2026, 0, 1) });
    const zoned = {
      ...raw,
      since: "2026-01-01T01:30:00+02:00",
      resume: "stars:Y3Vyc29yOnYyOpK5==",
    };
    assert.deepEqual(readInputs(zoned).past, {
      since: Date.UTC(2025, 11, 31, 23, 30),
      resume: "stars:Y3Vyc29yOnYyOpK5==",
    });
  });

  it("asks nowhere with email-strategies: none", () => {
    assert.deepEqual(readInputs({ "email-strategies": "none" }).strategies, []);
  });

  const refused: [Parameters<typeof readInputs>[0], string][] = [
    [{ "dry-run": "yes" }, 'Input dry-run: Expected true or false, found "yes"'],
    [{ "fail-on-error": "0" }, 'Input fail-on-error: Expected true or false, found "0"'],
    [{ summary: "on" }, 'Input summary: Expected true or false, found "on"'],
    [
      { "event-name": "github_activity" },
      "Input event-name: Expected the full name of a custom event, pe{HubID}_{name} as HubSpot's " +
      'event settings show it, found "github_activity"',
    ],
    [
      { events: "github.issue.*, pull_request.*" },
      "Input events: Expected activity types or patterns such as github.pull_request.*, " +
      'found "pull_request.*", which fits none',
    ],
    [
      { events: "github.pull_requests.merged" },
      "Input events: Expected activity types or patterns such as github.pull_request.*, " +
      'found "github.pull_requests.merged", which fits none',
    ],
    [
      { "hubspot-api-url": "api.hubapi.com" },
      "Input hubspot-api-url: Expected an http(s) address without user, query or fragment, as in " +
      "https://api.hubapi.com",
    ],
    [
      { "hubspot-api-url": "https://me:secret@proxy.example" },
      "Input hubspot-api-url: Expected an http(s) address without user, query or fragment, as in " +
      "https://api.hubapi.com",
    ],
    [
      { "hubspot-token": "Bearer secret" },
      "Input hubspot-token: Expected an access token and nothing else, found white space or " +
      "other characters; leave out `Bearer` and line breaks",
    ],
    [
      { config: "people:\n  mona: nobody" },
      "Input config: Cannot read config:2:9: people.mona: Expected an e-mail address, " +
      'found "nobody"',
    ],
    [
      { config: "github: { types: [github.isue.opened] }" },
      "Input config: Cannot read config:1:19: github.types.0: Expected an activity type, or a pattern " +
      'like github.pull_request.*, found "github.isue.opened", which fits none; did you mean github.issue.opened?',
    ],
    [
      { config: "rules: [{ match: { type: github.pull_request.mergd }, send: false }]" },
      "Input config: Cannot read config:1:26: rules.0.match.type: Expected an activity type, or a pattern " +
      'like github.pull_request.*, found "github.pull_request.mergd", which fits none; did you mean ' +
      "github.pull_request.merged?",
    ],
    [
      { "github-token": "a secret" },
      "Input github-token: Expected a token and nothing else, found white space or other characters",
    ],
    [{ retries: "11" }, 'Input retries: Expected a whole number from 0 to 10, found "11"'],
    [{ retries: "-1" }, 'Input retries: Expected a whole number from 0 to 10, found "-1"'],
    [{ timeout: "5m" }, 'Input timeout: Expected a whole number from 10 to 3600, found "5m"'],
    [
      { "email-strategies": "profile, guess" },
      "Input email-strategies: Expected none or places out of mailmap, pull_request_commits, " +
      'repository_commits, profile, organization_domain, saml, found "guess"',
    ],
    [
      { "allow-domains": "mona@example.com" },
      'Input allow-domains: Expected domains such as example.com or *.example.com, found "mona@example.com"',
    ],
    ...["/etc/passwd", "../hubline.yml", "a//b.yml", "./hubline.yml", "docs/"].map((
      path,
    ): (typeof refused)[number] => [
      { "config-file": path },
      "Input config-file: Expected the path of a file in this repository, as in .github/hubline.yml, " +
      `found "${path}"`,
    ]),
    [{ mode: "replay" }, 'Input mode: Expected event or backfill, found "replay"'],
    [
      { mode: "backfill", "github-token": "x" },
      "Input since: Expected the day that a backfill goes back to, as in 2026-01-01, found nothing",
    ],
    [
      { mode: "backfill", since: "2026-01-01" },
      "Input github-token: Expected a token that a backfill can ask GitHub with, found nothing",
    ],
    [
      { mode: "backfill", since: "2026-01-01", "github-token": "x", event: "order.shipped" },
      "Input event: Expected nothing, because a backfill tells of the past; leave out one of the two",
    ],
    [
      { since: "2026-01-01" },
      "Input since: Expected nothing, because only a backfill reads the past; set mode: backfill",
    ],
    ...["yesterday", "2026-13-01", "2026-01-01T08:00", "01.01.2026"].map((
      since,
    ): (typeof refused)[number] => [
      { mode: "backfill", since, "github-token": "x" },
      "Input since: Expected a day or a time with its zone, as in 2026-01-01 or 2026-01-01T08:00:00Z, " +
      `found "${since}"`,
    ]),
    ...["3", "commits:3", "issues:3:4", "issues:\n"].map((resume): (typeof refused)[number] => [
      { mode: "backfill", since: "2026-01-01", "github-token": "x", resume },
      "Input resume: Expected what output resume of an earlier run says, as in issues:3, found " +
      JSON.stringify(resume).replace("\\n", "\n"),
    ]),
    [
      { event: "an order" },
      'Input event: Expected a name with dots such as order.shipped, found "an order"',
    ],
    [
      { "event-template": "12 34" },
      "Input event-template: Expected a name or number as HubSpot shows it, without blanks, found " +
      '"12 34"',
    ],
    [
      { people: "mona: nobody" },
      'Input people: mona: Expected an e-mail address, found "nobody"',
    ],
    [
      { people: "mona" },
      "Input people: Expected an object of values, found a string",
    ],
    [
      { people: "mona: a@example.com\nmona: b@example.com" },
      "Input people: line 2, column 1: Expected each name once, found mona again",
    ],
    [
      { email: "mona@example.com" },
      "Input email: Expected nothing, because input event is empty; give the event a name there to tell " +
      "of it, or leave this input out to send what started the run",
    ],
    [
      { event: "order.shipped", properties: "order: { id: 7 }" },
      "Input properties: order: Expected a text, a number, true or false",
    ],
    [
      { event: "order.shipped", properties: "order: '{{order}}'" },
      "Input properties: order: Cannot read the template: expected properties.{name} or one of id, type, " +
      "time, actor.email, actor.emailSource, actor.utk, actor.objectId, actor.login, actor.name, " +
      "subject.title, subject.url, found order",
    ],
    [
      { event: "order.shipped", email: "{{properties.email" },
      "Input email: Cannot read the template: braces or quotes do not match in {{properties.email",
    ],
  ];
  for (const [raw, line] of refused) {
    it(`refuses ${JSON.stringify(raw)}`, () => {
      assert.throws(() => readInputs(raw), (error) => {
        assert.ok(error instanceof InputError);
        assert.equal(error.message, `Cannot use the step's inputs:\n${line}`);
        return true;
      });
    });
  }

  it("names all inputs at fault at once, and no secret", () => {
    const raw = { config: "rules: 1", "dry-run": "maybe", "hubspot-token": "se cret" };
    assert.throws(() => readInputs(raw), (error) => {
      assert.ok(error instanceof InputError);
      const named = error.message.split("\n").slice(1).map((line) => line.split(":")[0]);
      assert.deepEqual(named, ["Input dry-run", "Input hubspot-token", "Input config"]);
      assert.ok(!error.message.includes("cret"));
      return true;
    });
  });
});
