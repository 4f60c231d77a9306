import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  completeInputs,
  InputError,
  inputNames,
  type Inputs,
  rawInputs,
  readInputs,
} from "../../action/inputs.ts";
import type { Activity } from "../../src/activity/activity.ts";

const rules = "rules: [{ send: { eventName: pe1_x, properties: { a: '{{type}}' } } }]";

const activity: Activity = {
  id: "1",
  type: "github.repo.starred",
  time: "2026-02-02T10:00:00.000Z",
  actor: {},
  subject: { title: "octo/hello" },
  properties: {},
};

const defaults: Inputs = {
  config: {},
  events: ["*"],
  dryRun: false,
  failOnError: true,
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
  it("has a default for everything but the token and the event's name", () => {
    assert.deepEqual(readInputs({}), defaults);
  });

  it("reads every input", () => {
    assert.deepEqual(
      readInputs({
        config: "people: { mona: mona@example.com }",
        "dry-run": "True",
        "event-name": "pe12345_github_activity",
        events: "github.pull_request.*, github.issue.opened\n\ngithub.repo.starred,",
        "fail-on-error": "FALSE",
        "hubspot-api-url": "http://127.0.0.1:8788/hubspot",
        "hubspot-token": "pat-na1-x",
        summary: "false",
      }),
      {
        accessToken: "pat-na1-x",
        config: { people: { mona: "mona@example.com" } },
        dryRun: true,
        eventName: "pe12345_github_activity",
        events: ["github.pull_request.*", "github.issue.opened", "github.repo.starred"],
        failOnError: false,
        hubSpotUrl: "http://127.0.0.1:8788/hubspot",
        summary: false,
      },
    );
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

describe("completeInputs", () => {
  it("makes the default mapping of event-name", () => {
    const inputs = { ...defaults, accessToken: "t", eventName: "pe1_x" };
    const { accessToken, mapping } = completeInputs(inputs);
    assert.equal(accessToken, "t");
    assert.deepEqual(mapping(activity), {
      eventName: "pe1_x",
      properties: {
        activity: "github.repo.starred",
        summary: "Repo starred: octo/hello",
        title: "octo/hello",
      },
    });
  });

  it("makes the mapping of the rules where there are some", () => {
    const { mapping } = completeInputs({ ...readInputs({ config: rules }), accessToken: "t" });
    assert.deepEqual(mapping(activity), {
      eventName: "pe1_x",
      properties: { a: "github.repo.starred" },
    });
  });

  it("needs no token for a dry run, and uses none", () => {
    const inputs = { ...defaults, dryRun: true, eventName: "pe1_x" };
    assert.equal(completeInputs(inputs).accessToken, undefined);
    assert.equal(completeInputs({ ...inputs, accessToken: "t" }).accessToken, undefined);
  });

  it("names all that is missing at once", () => {
    assert.throws(() => completeInputs(defaults), (error) => {
      assert.ok(error instanceof InputError);
      const [, token, name] = error.message.split("\n");
      assert.match(token ?? "", /^Input hubspot-token: Expected a HubSpot access token, found no/);
      assert.match(name ?? "", /^Input event-name: Expected the full name .* found nothing; give/);
      return true;
    });
  });

  it("refuses an event-name that the rules would leave unused", () => {
    const inputs = { ...readInputs({ config: rules, "event-name": "pe1_x" }), accessToken: "t" };
    assert.throws(() => completeInputs(inputs), {
      name: "InputError",
      message: /Input event-name: Expected nothing, because the rules .* leave out one of the two$/,
    });
  });
});
