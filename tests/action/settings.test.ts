import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { InputError } from "../../action/input_error.ts";
import { type RawInputs, readInputs } from "../../action/inputs.ts";
import { completeInputs, mappingOf } from "../../action/settings.ts";
import type { Activity } from "../../src/activity/activity.ts";
import { parseConfig } from "../../src/mapping/config.ts";

const rules = "rules: [{ send: { eventName: pe1_x, properties: { a: '{{type}}' } } }]";

const activity: Activity = {
  id: "1",
  type: "github.repo.starred",
  time: "2026-02-02T10:00:00.000Z",
  actor: {},
  subject: { title: "octo/hello" },
  properties: {},
};

const complete = (raw: RawInputs, file = "") =>
  completeInputs(readInputs({ "hubspot-token": "t", ...raw }), parseConfig(file, "file"));

describe("completeInputs", () => {
  it("needs no token for a dry run, and uses none", () => {
    const dry = { "dry-run": "true", "event-name": "pe1_x" };
    assert.equal(completeInputs(readInputs(dry)).accessToken, undefined);
    assert.equal(complete(dry).accessToken, undefined);
    assert.equal(complete({ "event-name": "pe1_x" }).accessToken, "t");
  });

  it("names all that is missing at once", () => {
    assert.throws(() => completeInputs(readInputs({})), (error) => {
      assert.ok(error instanceof InputError);
      const [, token, name] = error.message.split("\n");
      assert.match(token ?? "", /^Input hubspot-token: Expected a HubSpot access token, found no/);
      assert.match(name ?? "", /^Input event-name: Expected the full name .* found nothing; give/);
      return true;
    });
  });

  it("puts together what inputs and both configurations say of the activities to make", () => {
    const file = "github: { types: ['github.issue.*'], excludePeople: [c], confidential: true }";
    const raw = {
      "event-name": "pe1_x",
      "exclude-people": "a",
      "sign-offs": "true",
      config: "github: { excludePeople: [b], bodies: true }",
    };
    assert.deepEqual(complete(raw, file).activities, {
      types: ["github.issue.*"],
      excludePeople: ["a", "b", "c"],
      bodies: true,
      signOffs: true,
      confidential: true,
    });
    assert.deepEqual(complete({ ...raw, events: "github.repo.*" }, file).activities.types, [
      "github.repo.*",
    ]);
  });

  const refused: [name: string, raw: RawInputs, message: RegExp][] = [
    [
      "an event-name that the rules would leave unused",
      { config: rules, "event-name": "pe1_x" },
      /Input event-name: Expected nothing, because the rules .* leave out one of the two$/,
    ],
    [
      "an event-type that the rules would leave unused",
      { config: rules, "event-type": "x" },
      /Input event-type: Expected nothing, because the rules/,
    ],
    [
      "two kinds of events",
      { "event-name": "pe1_x", "event-type": "x", "event-template": "1" },
      /Input event-template: Expected nothing, because input event-name says .*\nInput event-type: /,
    ],
    [
      "an event of the workflow's own that goes on nobody's timeline",
      { "event-name": "pe1_x", event: "order.shipped" },
      /Input email: Expected the e-mail address of the contact, found nothing; without rules/,
    ],
  ];
  for (const [name, raw, message] of refused) {
    it(`refuses ${name}`, () => {
      assert.throws(() => complete(raw), { name: "InputError", message });
    });
  }

  it("takes rules from the file, and from config before it", () => {
    const file = "rules: [{ send: false }]";
    assert.deepEqual(complete({}, file).choice, { rules: [{ send: false }] });
    const { choice } = complete({ config: rules }, file);
    assert.ok("rules" in choice && choice.rules[0]?.send !== false);
  });

  it("puts people of input people before those of config, and these before the file's", () => {
    const { people } = complete(
      {
        "event-name": "pe1_x",
        people: "a: input@example.com",
        config: "people: { a: config@example.com, b: config@example.com }",
      },
      "people: { a: file@example.com, b: file@example.com, c: file@example.com }",
    );
    assert.deepEqual(people, {
      a: "input@example.com",
      b: "config@example.com",
      c: "file@example.com",
    });
  });
});

describe("mappingOf", () => {
  const properties = {
    activity: "github.repo.starred",
    summary: "Repo starred: octo/hello",
    title: "octo/hello",
  };

  it("makes the default properties an event of the kind that is asked for", () => {
    const eventOf = (raw: RawInputs) => mappingOf(complete(raw))(activity);
    assert.deepEqual(eventOf({ "event-name": "pe1_x" }), { eventName: "pe1_x", properties });
    assert.deepEqual(eventOf({ "event-type": "a:b" }), { eventTypeName: "a:b", properties });
    assert.deepEqual(eventOf({ "event-template": "7" }), {
      eventTemplateId: "7",
      tokens: properties,
    });
  });

  it("sends what the workflow itself told, and nothing else", () => {
    const mapping = mappingOf({ choice: { kind: { eventName: "pe1_x" } } }, { order: 7 });
    assert.deepEqual(mapping(activity), { eventName: "pe1_x", properties: { order: 7 } });
  });

  it("follows the rules where there are some", () => {
    assert.deepEqual(mappingOf(complete({ config: rules }), { order: 7 })(activity), {
      eventName: "pe1_x",
      properties: { a: "github.repo.starred" },
    });
  });
});
