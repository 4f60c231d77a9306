import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileRules, type EventTemplate, explainRules } from "../../mod.ts";
import { activity } from "../support/activities.ts";

const send = {
  eventName: "pe1_merged",
  properties: { title: "{{subject.title}}", gone: "{{properties.x}}" },
};

describe("compileRules", () => {
  it("makes the event of the first rule that matches", () => {
    const mapping = compileRules([
      { match: { type: "github.issue.*" }, send: { eventName: "pe1_issue", properties: {} } },
      { match: { type: "github.pull_request.*", properties: { branch: "ma*" } }, send },
      { send: { eventName: "pe1_other", properties: {} } },
    ]);
    assert.deepEqual(mapping(activity()), {
      eventName: "pe1_merged",
      properties: { title: "Add a timeline" },
    });
    assert.deepEqual(mapping(activity({ type: "github.repo.starred" })), {
      eventName: "pe1_other",
      properties: {},
    });
  });

  it("makes nothing where no rule matches, or the one that does says so", () => {
    const only = { match: { type: "github.pull_request.*" } };
    assert.equal(compileRules([])(activity()), undefined);
    assert.equal(compileRules([{ ...only, send: false }, { send }])(activity()), undefined);
    assert.equal(
      compileRules([{ match: { properties: { branch: "x" } }, send }])(activity()),
      undefined,
    );
    assert.equal(
      compileRules([{ match: { properties: { x: "*" } }, send }])(activity()),
      undefined,
    );
  });

  it("fills in the events of all families, and a frame", () => {
    const timelineIFrame = {
      linkLabel: "Open",
      headerLabel: "{{subject.title}}",
      url: "{{subject.url}}",
      width: 800,
      height: 600,
    };
    const [timeline, app] = [
      compileRules([{
        send: { eventTemplateId: "1", tokens: { n: "{{properties.number}}" }, timelineIFrame },
      }]),
      compileRules([{ send: { eventTypeName: "ae1_x", properties: {}, timelineIFrame } }]),
    ];
    const script = { url: "javascript:alert(1)", title: "Not a page" };
    assert.deepEqual(app(activity({ subject: script })), {
      eventTypeName: "ae1_x",
      properties: {},
    });
    const frame = {
      ...timelineIFrame,
      headerLabel: "Add a timeline",
      url: "https://github.com/o/r/pull/7",
    };
    assert.deepEqual(timeline(activity()), {
      eventTemplateId: "1",
      tokens: { n: "7" },
      timelineIFrame: frame,
    });
    assert.deepEqual(app(activity({ subject: { title: "No page" } })), {
      eventTypeName: "ae1_x",
      properties: {},
    });
  });

  it("names the contact by what a rule says, in every family", () => {
    const association = {
      email: "{{properties.customer_email | lower}}",
      objectId: "{{properties.record}}",
      utk: "{{actor.utk}}",
    };
    const of = activity({ properties: { customer_email: "Ada@example.com", record: 42 } });
    const expected = { email: "ada@example.com", objectId: "42" };
    const events: EventTemplate[] = [
      { eventName: "pe1_x", properties: {}, ...association },
      { eventTypeName: "ae1_x", properties: {}, ...association },
      { eventTemplateId: "1", tokens: {}, ...association },
    ];
    for (const event of events) {
      const { email: _email, objectId: _objectId, utk: _utk, ...own } = event;
      assert.deepEqual(compileRules([{ send: event }])(of), { ...own, ...expected });
    }
  });

  it("names nobody where what a rule says leads nowhere, rather than the actor", () => {
    const send = {
      eventName: "pe1_x",
      properties: {},
      email: "{{properties.customer_email}}",
      objectId: "{{properties.record}}",
    };
    assert.deepEqual(compileRules([{ send }])(activity()), {
      eventName: "pe1_x",
      properties: {},
      email: "",
    });
  });

  it("sends extra data that has a value, and none where nothing has", () => {
    const send = {
      eventTypeName: "ae1_x",
      properties: {},
      extraData: { page: "{{subject.url}}", gone: "{{properties.gone}}" },
    };
    const mapping = compileRules([{ send }]);
    assert.deepEqual(mapping(activity()), {
      ...send,
      extraData: { page: "https://github.com/o/r/pull/7" },
    });
    assert.deepEqual(mapping(activity({ subject: { title: "No page" } })), {
      eventTypeName: "ae1_x",
      properties: {},
    });
  });

  // Types tell whoever has them; schemas tell whoever writes a file.
  const refused: [rules: object[], message: string][] = [
    [[{ match: { typ: "x" }, send }], "rules.0.match can have no typ; did you mean type?"],
    [[{ send }, { exept: {}, send }], "rules.1 can have no exept; did you mean except?"],
    [[{ except: { lables: "x" }, send }], "rules.0.except can have no lables; did you mean label?"],
    [[{ when: {}, send }], "rules.0 can have no when"],
    [
      [{ send: { ...send, emial: "{{x}}" } }],
      "rules.0.send can have no emial; did you mean email?",
    ],
    [
      [{ send: { eventNam: "pe1_x", properties: {} } }],
      "rules.0.send can have no eventNam; did you mean eventName?",
    ],
    [
      [{ send: { eventTypeName: "x", propertys: {} } }],
      "rules.0.send can have no propertys; did you mean properties?",
    ],
    [[{ send: { eventTemplateId: "1", properties: {} } }], "rules.0.send can have no properties"],
    [
      [{ match: {} }],
      "rules.0.send must be false or have eventTemplateId, eventTypeName, eventName",
    ],
    [
      [{ send: { eventName: undefined, properties: {} } }],
      "rules.0.send.eventName must be the full name of a custom event, pe{HubID}_{name} as HubSpot's " +
      "event settings show it, found none",
    ],
    [
      [{ send: { eventTypeName: undefined, properties: {} } }],
      "rules.0.send.eventTypeName must be a name, found none",
    ],
    [
      [{ send: { eventTemplateId: "", tokens: {} } }],
      'rules.0.send.eventTemplateId must be a name, found ""',
    ],
  ];
  for (const [rules, message] of refused) {
    it(`refuses what no rule has: ${message}`, () => {
      const problem = { name: "TypeError", message: `Cannot compile the rules: ${message}` };
      assert.throws(() => Reflect.apply(compileRules, undefined, [rules]), problem);
      assert.throws(() => Reflect.apply(explainRules, undefined, [rules, activity()]), problem);
    });
  }

  it("takes every name that a rule can have", () => {
    const conditions = { type: "a", repository: "a", branch: "a", label: "a", actor: "a" };
    const contact = { email: "a", objectId: "1", utk: "a" };
    const timelineIFrame = { linkLabel: "a", headerLabel: "a", url: "a", width: 1, height: 1 };
    const occurrence = { ...contact, extraData: {}, timelineIFrame };
    const events: EventTemplate[] = [
      { eventName: "pe1_x", properties: {}, ...contact },
      { eventTypeName: "ae1_x", properties: {}, ...occurrence },
      { eventTemplateId: "1", tokens: {}, ...occurrence },
    ];
    const [match, except] = [{ ...conditions, properties: {} }, conditions];
    compileRules(events.map((send) => ({ name: "a", match, except, send })));
  });

  it("refuses a template that cannot be read, wherever it stands", () => {
    const text = "{{nothing}}";
    const frame = { linkLabel: "a", headerLabel: "a", url: "a", width: 1, height: 1 };
    const events: EventTemplate[] = [
      { eventName: "pe1_x", properties: { a: text } },
      { eventName: "pe1_x", properties: {}, email: text },
      { eventTemplateId: "1", tokens: { a: text } },
      { eventTypeName: "ae1_x", properties: {}, extraData: { a: text } },
      { eventTypeName: "ae1_x", properties: {}, timelineIFrame: { ...frame, url: text } },
    ];
    for (const send of events) {
      assert.throws(() => compileRules([{ send }]), {
        name: "SyntaxError",
        message: /^Cannot read the template: .* found nothing$/,
      });
    }
  });
});
