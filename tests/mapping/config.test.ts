import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ConfigError, parseConfig } from "../../src/mapping/config.ts";
import {
  standardWebhooks,
  type StandardWebhooksOptions,
} from "../../src/sources/standard_webhooks.ts";

describe("parseConfig", () => {
  it("reads people and rules from YAML, and from JSON", () => {
    const config = {
      people: { octocat: "octocat@example.com" },
      rules: [{
        match: { type: "github.*" },
        send: { eventName: "pe1_x", properties: { t: "{{subject.title}}" } },
      }],
    };
    const yaml = `
people:
  octocat: octocat@example.com
rules:
  - match: { type: "github.*" }
    send:
      eventName: pe1_x
      properties: { t: "{{subject.title}}" }
`;
    assert.deepEqual(parseConfig(yaml, "hubline.yml"), config);
    assert.deepEqual(parseConfig(JSON.stringify(config), "hubline.json"), config);
  });

  it("takes an empty file", () => assert.deepEqual(parseConfig("# nothing\n", "hubline.yml"), {}));

  const refused: [string, string, RegExp][] = [
    [
      "an unknown key",
      "people: {}\npeeple: {}\n",
      /^Cannot read f\.yml:2:1: peeple: Expected no field of this name, but one of \$schema, people, rules, github, cloudevents, webhooks, hubspot, segment; did you mean people\?$/,
    ],
    [
      "nothing under people",
      "people:\nrules: []\n",
      /^Cannot read f\.yml:1:8: people: Expected an object of values, found nothing$/,
    ],
    [
      "a list of people",
      "people: [octocat]\n",
      /^Cannot read f\.yml:1:9: people: Expected an object of values, found a list$/,
    ],
    [
      "a person without an address",
      "people:\n  octocat: nobody\n",
      /^Cannot read f\.yml:2:12: people\.octocat: Expected an e-mail address, found "nobody"/,
    ],
    [
      "a broken template",
      'rules:\n  - send:\n      eventName: pe1_x\n      properties:\n        t: "{{1+1}}"\n',
      /^Cannot read f\.yml:5:12: rules\.0\.send\.properties\.t: Cannot read the template/,
    ],
    [
      "a login that would be lost",
      "people: { constructor: x@example.com }\n",
      /^Cannot read f\.yml:1:11: Expected another name, found constructor$/,
    ],
    [
      "an event's name that can be none",
      "rules:\n  - send:\n      eventName: Bad Name\n      properties: {}\n",
      /^Cannot read f\.yml:3:18: rules\.0\.send\.eventName: Expected the full name of a custom event/,
    ],
    [
      "a value that is no text",
      "rules:\n  - send:\n      eventName: pe1_x\n      properties:\n        t: 5\n",
      /^Cannot read f\.yml:5:12: rules\.0\.send\.properties\.t: /,
    ],
    [
      "a field too many",
      "rules:\n  - send: { eventTypeName: ae1_x, properties: {}, domain: x }\n",
      /^Cannot read f\.yml:2:51: rules\.0\.send\.domain: Expected no field of this name/,
    ],
    [
      "a misspelt key",
      "rules:\n  - send: { eventNam: pe1_x, properties: {} }\n",
      /^Cannot read f\.yml:2:11: rules\.0\.send: Expected false, or an event: .*, found eventNam, properties; did you mean eventName\?$/,
    ],
    [
      "a rule that sends nothing",
      "rules:\n  - match: { type: x }\n",
      /^Cannot read f\.yml:2:5: rules\.0\.send: Expected this field/,
    ],
    ["what is no YAML", "people: [\n", /^Cannot read f\.yml:2:1: /],
    [
      "a list",
      "- a\n",
      /^Cannot read f\.yml:1:1: Expected fields \(\$schema, people, rules, github, .*\), found a list$/,
    ],
    [
      "a list of conditions",
      "rules:\n  - match: [x]\n    send: false\n",
      /^Cannot read f\.yml:2:12: rules\.0\.match: Expected fields \(type, .*\), found a list$/,
    ],
    [
      "rules that are no list",
      "rules: { send: false }\n",
      /^Cannot read f\.yml:1:8: rules: Expected a list of rules, found an object$/,
    ],
    [
      "a pattern that is a number",
      "rules:\n  - match: { branch: 1.0 }\n    send: false\n",
      /^Cannot read f\.yml:2:22: rules\.0\.match\.branch: Expected a text, found 1; put it in quotes$/,
    ],
    [
      "a pattern with a mark of negation",
      'rules:\n  - match: { label: [bug, "!docs"] }\n    send: false\n',
      /^Cannot read f\.yml:2:27: rules\.0\.match\.label\.1: Expected a pattern without ! before it, found "!docs"; what a rule does not want goes under except$/,
    ],
    [
      "the same, out of quotes, which YAML has another use for",
      "rules:\n  - match: { label: !docs }\n    send: false\n",
      /^Cannot read f\.yml:2:21: Cannot read this as YAML: Unresolved tag: !docs; a text that begins so goes in quotes$/,
    ],
    [
      "no pattern at all",
      "rules:\n  - match: { label: [] }\n    send: false\n",
      /^Cannot read f\.yml:2:21: rules\.0\.match\.label: Expected a pattern, found none$/,
    ],
    [
      "a property's name that HubSpot has not",
      "rules:\n  - send: { eventName: pe1_x, properties: { Title: x } }\n",
      /^Cannot read f\.yml:2:45: rules\.0\.send\.properties\.Title: Expected the name of a property .*, found "Title"$/,
    ],
    [
      "a property's name that is too long",
      `rules:\n  - send: { eventName: pe1_x, properties: { ${"a".repeat(51)}: x } }\n`,
      /^Cannot read f\.yml:2:45: rules\.0\.send\.properties\.a{51}: Expected the name of a property, 50 characters at most$/,
    ],
    [
      "more properties than HubSpot takes",
      `rules:\n  - send: { eventName: pe1_x, properties: { ${
        Array.from({ length: 51 }, (_, index) => `p${index}: x`).join(", ")
      } } }\n`,
      /^Cannot read f\.yml:2:43: rules\.0\.send\.properties: Expected 50 properties at most, found 51$/,
    ],
    [
      "a frame without a size",
      "rules:\n  - send: { eventTypeName: x, properties: {}, timelineIFrame: { linkLabel: a, headerLabel: a, url: a, width: 1.5 } }\n",
      /timelineIFrame\.height: Expected this field, found none\nCannot read f\.yml:2:\d+: .*\.width: Expected a whole number of pixels, found 1\.5$/,
    ],
    [
      "a name that is there twice",
      "people:\n  a: a@example.com\n  a: b@example.com\n",
      /^Cannot read f\.yml:3:3: Expected each name once, found a again$/,
    ],
    [
      "a template out of quotes",
      "rules:\n  - send: { eventName: pe1_x, properties: { a: {{id}} } }\n",
      /^Cannot read f\.yml:2:49: Expected a name, found an object; a text that begins so goes in quotes$/,
    ],
    [
      "a pattern that begins like nothing in YAML",
      "rules:\n  - match: { actor: @me }\n    send: false\n",
      /^Cannot read f\.yml:2:\d+: Cannot read this as YAML: Plain value .*; a text that begins so goes in quotes/,
    ],
    ["a field without a name", ": x\n", /^Cannot read f\.yml:1:1: Expected a name, found none$/],
    [
      "two documents",
      "people: {}\n---\nrules: []\n",
      /^Cannot read f\.yml:2:1: Expected one document, found another behind its end \(---\)$/,
    ],
    [
      "aliases, which could multiply",
      "a: &a [x]\nb: [*a]\n",
      /^Cannot read f\.yml:2:5: Expected no alias, found \*a; a text that begins so goes in quotes$/,
    ],
  ];
  for (const [what, text, message] of refused) {
    it(`refuses ${what}, with file, line and column`, () => {
      assert.throws(() => parseConfig(text, "f.yml"), { name: "ConfigError", message });
    });
  }

  const sources: [string, string, RegExp][] = [
    [
      "GitHub's options in another style",
      "github: { exclude_people: [x] }\n",
      /^Cannot read f\.yml:1:11: github\.exclude_people: Expected no field of this name, .*; did you mean excludePeople\?$/,
    ],
    [
      "one pattern in place of a list",
      "github: { types: github.issue.* }\n",
      /^Cannot read f\.yml:1:18: github\.types: Expected a list of activity types, found "github\.issue\.\*"$/,
    ],
    [
      "what is neither true nor false",
      "github: { bodies: yes }\n",
      /^Cannot read f\.yml:1:19: github\.bodies: Expected true or false, found "yes"$/,
    ],
    [
      "a path that is none",
      "cloudevents:\n  actor: { email: [data.email, data..email] }\n",
      /^Cannot read f\.yml:2:32: cloudevents\.actor\.email\.1: Expected a path like data\.user\.email, found "data\.\.email"$/,
    ],
    [
      "a list of no paths",
      "cloudevents: { time: [] }\n",
      /^Cannot read f\.yml:1:22: cloudevents\.time: Expected a path, found none$/,
    ],
    [
      "a name that no template can ask for",
      "cloudevents: { properties: { a b: data.x } }\n",
      /^Cannot read f\.yml:1:30: cloudevents\.properties\.a b: Expected a name of letters, digits, _ and -, found "a b"$/,
    ],
    [
      "an address for an origin",
      "cloudevents: { allowedOrigins: ['https://x'] }\n",
      /^Cannot read f\.yml:1:33: cloudevents\.allowedOrigins\.0: Expected a name such as eventgrid\.azure\.net, found "https:\/\/x"$/,
    ],
    [
      "a token, which belongs into the environment",
      "cloudevents: { token: canary }\n",
      /^Cannot read f\.yml:1:16: cloudevents\.token: Expected no field of this name, but one of [^"]*$/,
    ],
    [
      "a sender's secret in place of its variable, without giving it back",
      "webhooks:\n  - name: shop\n    secretEnv: whsec_canary\n",
      /^Cannot read f\.yml:3:16: webhooks\.0\.secretEnv: Expected the name of an environment variable, as in SHOP_WEBHOOK_SECRET, found something else$/,
    ],
    [
      "a sender without a name",
      "webhooks:\n  - secretEnv: X\n",
      /^Cannot read f\.yml:2:5: webhooks\.0\.name: Expected this field, found none$/,
    ],
    [
      "two senders of one name",
      "webhooks:\n  - { name: a, secretEnv: A }\n  - { name: a, secretEnv: B }\n",
      /^Cannot read f\.yml:3:13: webhooks\.1\.name: Expected each name once, found a again$/,
    ],
    [
      "a route's path that can be none",
      "webhooks:\n  - { name: a, secretEnv: A, path: a b }\n",
      /^Cannot read f\.yml:2:36: webhooks\.0\.path: Expected a path like \/webhooks\/shop, found "a b"$/,
    ],
    [
      "a tolerance of nothing",
      "webhooks:\n  - { name: a, secretEnv: A, toleranceSeconds: 0 }\n",
      /^Cannot read f\.yml:2:48: webhooks\.0\.toleranceSeconds: Expected 1 second or more, found 0$/,
    ],
    [
      "a tolerance that no number can count",
      "webhooks:\n  - { name: a, secretEnv: A, toleranceSeconds: 9007199254740992 }\n",
      /^Cannot read f\.yml:2:48: webhooks\.0\.toleranceSeconds: Expected a whole number of seconds, found 9007199254740992$/,
    ],
    [
      "a version of the signature that needs no asking for",
      "hubspot: { olderSignatures: [v3] }\n",
      /^Cannot read f\.yml:1:30: hubspot\.olderSignatures\.0: Expected v1 or v2, found "v3"$/,
    ],
    [
      "a kind of call that is an event anyway",
      "segment: { include: [track] }\n",
      /^Cannot read f\.yml:1:22: segment\.include\.0: Expected identify, group or alias, found "track"$/,
    ],
  ];
  for (const [what, text, message] of sources) {
    it(`refuses, in the options of a source, ${what}`, () => {
      assert.throws(() => parseConfig(text, "f.yml"), { name: "ConfigError", message });
    });
  }

  it("takes the paths, senders and names that the sources take, and no others", () => {
    const event = { secret: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD" };
    const table: [options: Partial<StandardWebhooksOptions>, isTaken: boolean][] = [
      [{ name: "shop" }, true],
      [{ name: "shop_2", time: "data.at" }, true],
      [{ name: "2shop" }, false],
      [{ name: "Shop" }, false],
      [{ name: "a".repeat(50) }, true],
      [{ name: "a".repeat(51) }, false],
      [{ name: "a", time: ".data" }, false],
      [{ name: "a", time: "data." }, false],
      [{ name: "a", time: "" }, false],
      [{ name: "a", time: Array(20).fill("a").join(".") }, true],
      [{ name: "a", time: Array(21).fill("a").join(".") }, false],
      [{ name: "a", time: [] }, false],
      [{ name: "a", properties: { "a-b_1": "data.x" } }, true],
      [{ name: "a", properties: { "": "data.x" } }, false],
      [{ name: "a", properties: { "a.b": "data.x" } }, false],
      [{ name: "a", toleranceSeconds: 1 }, true],
      [{ name: "a", toleranceSeconds: 1.5 }, false],
    ];
    for (const [options, isTaken] of table) {
      const config = { webhooks: [{ ...options, secretEnv: "A" }] };
      const takes = (read: () => unknown) =>
        isTaken ? assert.doesNotThrow(read) : assert.throws(read);
      takes(() => parseConfig(JSON.stringify(config), "f.json"));
      takes(() => standardWebhooks({ ...event, ...options }));
    }
  });

  it("tells all that is wrong at once, in the order of the file", () => {
    const text = `
peopel: {}
rules:
  - match: { lable: bug, tpye: x, branch: 5 }
    send: { eventName: nobody, properties: { a: "{{subject.titel}}", B: x } }
  - sned: false
`;
    const lines = messageOf(text).split("\n").map((line) => line.replace(/: Expected.*/, ""));
    assert.deepEqual(lines, [
      "Cannot read f.yml:2:1: peopel",
      "Cannot read f.yml:4:14: rules.0.match.lable",
      "Cannot read f.yml:4:26: rules.0.match.tpye",
      "Cannot read f.yml:4:43: rules.0.match.branch",
      "Cannot read f.yml:5:24: rules.0.send.eventName",
      "Cannot read f.yml:5:49: rules.0.send.properties.a: Cannot read the template: expected " +
      "properties.{name} or one of id, type, time, actor.email, actor.emailSource, actor.utk, " +
      "actor.objectId, actor.login, actor.name, subject.title, subject.url, found subject.titel; " +
      "did you mean subject.title?",
      "Cannot read f.yml:5:70: rules.0.send.properties.B",
      "Cannot read f.yml:6:5: rules.1.send",
      "Cannot read f.yml:6:5: rules.1.sned",
    ]);
    assert.match(messageOf(text), /lable: .*; did you mean label\?\n/);
    assert.match(messageOf(text), /sned: .*; did you mean send\?$/);
  });

  it("names twenty problems and counts the rest", () => {
    const people = Array.from({ length: 25 }, (_, index) => `  p${index}: nobody\n`).join("");
    const lines = messageOf(`people:\n${people}`).split("\n");
    assert.equal(lines.length, 21);
    assert.equal(lines[20], "… and 5 more in f.yml");
  });

  const hostile: [what: string, text: string, message: RegExp][] = [
    [
      "one that is too long",
      "#".repeat(500_001),
      /:1:1: Expected 500000 characters at most, found/,
    ],
    ["lists in lists", "[".repeat(100_000), /:1:22: Expected 20 levels at most/],
    ["objects in objects", `${"{a: ".repeat(50_000)}`, /: Expected 20 levels at most/],
    ["lists in lists, one to a dash", "- ".repeat(100_000), /:1:43: Expected 20 levels at most/],
    ["keys in keys", "? ".repeat(100_000), /: Expected 20 levels at most/],
    ["brackets that close nothing", "}".repeat(20_000), /: Cannot read this as YAML/],
    [
      "documents without end",
      "---\n".repeat(100_000),
      /:2:1: Expected one document, found another/,
    ],
    ["quotes that do not close", `a: "${"x\n".repeat(50_000)}`, /: Cannot read this as YAML/],
    [
      "names that mean something to objects",
      "__proto__: {}\n",
      /:1:1: Expected another name, found __proto__$/,
    ],
  ];
  for (const [what, text, message] of hostile) {
    it(`refuses a hostile file: ${what}`, () => assert.match(messageOf(text), message));
  }

  it("takes thousands of people in no time that grows faster than they do", () => {
    const people = Array.from(
      { length: 10_000 },
      (_, index) => `  p${index}: p${index}@example.com\n`,
    );
    const config = parseConfig(`people:\n${people.join("")}`, "f.yml");
    assert.equal(Object.keys(config.people ?? {}).length, 10_000);
  });
});

function messageOf(text: string): string {
  try {
    parseConfig(text, "f.yml");
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message;
  }
  return "";
}
