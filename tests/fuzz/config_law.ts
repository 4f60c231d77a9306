import fc from "fast-check";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { type Activity, compileRules, parseEvent } from "../../mod.ts";
import { excludedPeople } from "../../src/cli/excluded_people.ts";
import { readSettings, settingNames, SettingsError } from "../../src/cli/settings.ts";
import { webhookSenders } from "../../src/cli/webhook_senders.ts";
import { type Config, ConfigError, parseConfig } from "../../src/mapping/config.ts";
import { planEvents } from "../../src/mapping/plan.ts";
import { cloudEvents } from "../../src/sources/cloudevents.ts";
import { github } from "../../src/sources/github.ts";
import { hubSpotWebhooks } from "../../src/sources/hubspot_webhooks.ts";
import { segment } from "../../src/sources/segment.ts";
import { standardWebhooks } from "../../src/sources/standard_webhooks.ts";
import { activity } from "../support/activities.ts";
import { type Law, law } from "./law.ts";
import { mutatedJson, mutatedValue } from "./mutations.ts";
import { nest, oddText, oddValue } from "./values.ts";

const example = readFileSync(new URL("../mapping/examples/every_key.yml", import.meta.url), "utf8");
const everyKey: unknown = parse(example);
const few: unknown = {
  people: { octocat: "octocat@example.com" },
  rules: [{
    send: { eventName: "pe1_x", properties: { title: "{{subject.title | truncate 80}}" } },
  }],
};

/** What YAML can do and no configuration needs: laughs that multiply, merges, tags, dates, and depth. */
const bombs: readonly string[] = [
  `a: &a [x,x]\n${
    [..."bcdefghij"].map((name, at) =>
      `${name}: &${name} [${"abcdefghij"[at]},${"abcdefghij"[at]}]`.replaceAll(
        /\[(\w),\w\]/g,
        "[*$1,*$1]",
      )
    ).join("\n")
  }`,
  "people: &p\n  <<: *p\n  a: b",
  "base: &b { people: { a: a@example.com } }\n<<: *b",
  "people: !!python/object/apply:os.system [id]",
  "people: !!js/function 'function(){}'",
  "people: !!binary aGVsbG8=",
  "people: !!set { a, b }",
  "people: !!omap [a: b]",
  "rules: !!timestamp 2026-11-20",
  "rules:\n  - send: 2026-11-20T10:00:00Z",
  "people: { 1: a@example.com, 0x10: b@example.com, 1e3: c@example.com, ~: d@example.com }",
  "people: { ? [a] : b, ? { c: d } : e }",
  "__proto__: { polluted: true }",
  "people: { __proto__: a@example.com, constructor: b@example.com }",
  "%YAML 1.1\n---\npeople: { yes: no }",
  "%TAG ! tag:evil,2026:\n---\n!x y",
  "---\na: 1\n---\nb: 2",
  "\ufeffpeople: {}",
  `${"- ".repeat(500)}x`,
  "[".repeat(100_000),
  `${"{a: ".repeat(30)}1${"}".repeat(30)}`,
  `people: { ${
    Array.from({ length: 5_000 }, (_, at) => `a${at}: a${at}@example.com`).join(", ")
  } }`,
  `rules: [${"{send: false},".repeat(5_000)}]`,
  `a: "${"\\x41".repeat(50_000)}"`,
  `a: |\n${"  x\n".repeat(50_000)}`,
  `${"# a comment\n".repeat(40_000)}`,
  `a: ${"&x ".repeat(20_000)}`,
  `${"? ".repeat(2_000)}`,
  `a: '${"''".repeat(100_000)}'`,
];

const configTexts = fc.oneof(
  { arbitrary: mutatedJson([everyKey, few]), weight: 5 },
  {
    arbitrary: mutatedJson([everyKey, few]).map((text) =>
      stringify(JSON.parse(text), { aliasDuplicateObjects: false })
    ),
    weight: 3,
  },
  {
    arbitrary: fc.tuple(fc.nat(), oddText).map(([at, text]) => {
      const where = at % example.length;
      return example.slice(0, where) + text + example.slice(where);
    }),
    weight: 3,
  },
  { arbitrary: fc.constantFrom(...bombs), weight: 1 },
);

/** Activities as the sources make them, with texts in them that nobody expects. */
const activities: fc.Arbitrary<Activity> = fc.record({
  type: fc.oneof(
    fc.constantFrom("github.pull_request.merged", "github.repo.starred"),
    wellFormed(),
  ),
  title: wellFormed(),
  url: fc.oneof(fc.constantFrom("https://x.example/", "javascript:alert(1)"), wellFormed()),
  email: fc.oneof(fc.constantFrom("ada@example.com", ""), wellFormed()),
  login: wellFormed(),
  time: fc.constantFrom("2026-11-20T10:00:00.000Z", "0001-01-01T00:00:00.000Z"),
  properties: fc.dictionary(
    fc.oneof(fc.constantFrom("labels", "state", "branch", "repository", "merged_at"), wellFormed()),
    fc.oneof(wellFormed(), fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true })),
    { maxKeys: 5 },
  ),
}).map(({ type, title, url, email, login, time, properties }) =>
  activity({ type, time, actor: { email, login }, subject: { title, url }, properties })
);

/** The law of configuration files: each is refused with a place, or can be used whatever happens. */
export const configLaw: Law = law("rule files", {
  share: 10,
  cases: fc.tuple(configTexts, fc.array(activities, { maxLength: 3 })),
  open: () => ({
    holds([text, happened]) {
      const config = readConfig(text);
      assert.equal(Reflect.get({}, "polluted"), undefined);
      if (config === undefined) return Promise.resolve();
      const mapping = compileRules(config.rules ?? []);
      const { events, skipped } = planEvents(happened, { mapping, people: config.people ?? {} });
      assert.equal(events.length + skipped.length, happened.length);
      for (const { event } of events) assert.ok(parseEvent(event).ok);
      return openSources(config);
    },
  }),
});

function readConfig(text: string): Config | undefined {
  try {
    return parseConfig(text, "hubline.yml");
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    assert.match(error.message, /^Cannot read hubline\.yml:[1-9]\d*:[1-9]\d*: ./);
    assert.ok(error.message.length < 20_000, `a message of ${error.message.length} characters`);
    return undefined;
  }
}

/** What a file says of sources can be handed to them. */
function openSources(config: Config): Promise<void> {
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  try {
    github({ ...config.github, excludePeople: excludedPeople(config), secret });
  } catch (error) {
    // Which activities there are only the source knows.
    assert.ok(error instanceof RangeError, String(error));
    assert.match(error.message, /^Cannot choose GitHub's activities: no activity type matches /);
  }
  cloudEvents({ ...config.cloudevents, token: secret });
  hubSpotWebhooks({ ...config.hubspot, clientSecret: secret });
  segment({ ...config.segment, writeKey: secret });
  for (const { path: _path, secretEnv: _secretEnv, ...options } of config.webhooks ?? []) {
    standardWebhooks({ ...options, secret });
  }
  return Promise.resolve();
}

const secretNames = /TOKEN|SECRET|PASSWORD|WRITE_KEY/;

/** The law of the environment: each setting is refused by name, and no secret is given back. */
export const settingsLaw: Law = law("settings", {
  share: 4,
  cases: fc.dictionary(
    fc.constantFrom(...settingNames),
    fc.oneof(
      oddText,
      fc.constantFrom("8787", "-1", "65536", "http://x", "https://u:p@x/", "off", "saml,profile"),
      fc.constantFrom(
        "2026-03",
        "v4",
        "0".repeat(20),
        "s3cret-canary s3cret",
        "pe1_activity",
        "a,b",
      ),
    ),
    { maxKeys: 6 },
  ),
  open: () => ({
    holds(environment) {
      try {
        const settings = readSettings(environment);
        webhookSenders(settings, {
          configs: [{ name: "a", secretEnv: "WEBHOOK_SECRET" }],
          environment,
        });
      } catch (error) {
        assert.ok(error instanceof SettingsError, String(error));
        for (const line of error.message.split("\n")) assert.match(line, /^[A-Z_]+: ./);
        for (const [name, value] of Object.entries(environment)) {
          const isSecret = secretNames.test(name) && value.length > 12;
          const isElsewhere = Object.entries(environment).some(([other, text]) =>
            !secretNames.test(other) && text.includes(value)
          );
          if (isSecret && !isElsewhere) assert.ok(!error.message.includes(value), name);
        }
      }
      return Promise.resolve();
    },
  }),
});

/** The law of rules that a program hands over: refused or made, never anything else. */
export const valuesLaw: Law = law("values in place of events", {
  share: 4,
  cases: fc.oneof(
    mutatedValue([
      { eventName: "pe1_x", email: "ada@example.com", properties: { a: 1 }, occurredAt: 5 },
      { eventTypeName: "a", email: "ada@example.com", properties: {}, extraData: { a: nest(5) } },
      { eventTemplateId: "1", utk: "u", tokens: { a: "b" }, timelineIFrame: { url: "https://x" } },
    ]),
    oddValue,
  ),
  open: () => ({
    holds(value) {
      const parsed = parseEvent(value);
      if (parsed.ok) assert.ok(JSON.stringify(parsed.value).isWellFormed());
      else assert.ok(parsed.issues.every(({ message }) => /^[A-Z]/.test(message)));
      return Promise.resolve();
    },
  }),
});

function wellFormed(): fc.Arbitrary<string> {
  return oddText.map((text) => text.toWellFormed());
}
