import { Ajv } from "ajv";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { ConfigError, parseConfig } from "../../src/mapping/config.ts";
import { root } from "../checks/root.ts";
import { schemaAddress, schemaPath, writeJsonSchema } from "./json_schema.ts";
import { descriptions } from "./key_descriptions.ts";

/** Every configuration that a reader can copy: the files here, and those that the documents show. */
const examples: [where: string, text: string][] = [
  ...readdirSync(join(root, "tests/mapping/examples")).map((name): [string, string] => [
    name,
    read(`tests/mapping/examples/${name}`),
  ]),
  ...["README.md", "docs/mapping.md", "docs/sources.md"].flatMap((path) =>
    [
      ...read(path).matchAll(
        /^```(?:yaml|json)\n((?:#.*\n)*(?:people|rules|github|cloudevents|webhooks|hubspot|segment):[\s\S]*?)^```/gm,
      ),
    ].map(
      ([, text = ""], index): [string, string] => [`${path}, number ${index + 1}`, text],
    )
  ),
];

/** The committed file, because that is what editors have. */
const schema: Record<string, unknown> = JSON.parse(read(schemaPath));
const isValid = new Ajv({ strict: true, allErrors: true }).compile(schema);

describe("schema/hubline.schema.json", () => {
  it("is what the schema that reads configurations makes; `deno task build:schema` writes it", () => {
    assert.equal(read(schemaPath), writeJsonSchema());
  });

  it("describes each key, and has no description left over", () => {
    const described = new Set<string>();
    collect(schema, "", described);
    assert.deepEqual([...descriptions.keys()].filter((key) => !described.has(key)), []);
  });

  it("is named in the first line of the documented file", () => {
    assert.ok(
      read("docs/mapping.md").includes(`# yaml-language-server: $schema=${schemaAddress}\n`),
    );
  });

  it("is tried with the files and the documents", () => {
    const where = examples.map(([name]) => name).join();
    for (const part of ["every_key.yml", "README.md", "docs/mapping.md", "docs/sources.md"]) {
      assert.ok(where.includes(part), `${part} is among ${where}`);
    }
  });

  for (const [where, text] of examples) {
    it(`takes the configuration in ${where}, as the reader of configurations does`, () => {
      isValid(parse(text));
      assert.deepEqual(isValid.errors ?? [], []);
      parseConfig(text, where);
    });
  }

  const everyKey = read("tests/mapping/examples/every_key.yml");

  it("knows no key that is in no example", () => {
    const used = new Set<string>(["$schema"]);
    collectValues(parse(everyKey), "", used);
    assert.deepEqual([...descriptions.keys()].filter((key) => !used.has(key)), []);
  });

  const broken: [what: string, from: string, to: string][] = [
    ["a misspelt condition", "label:", "lable:"],
    ["a misspelt part of a rule", "except:", "exept:"],
    ["a misspelt key of an event", "eventName:", "eventNam:"],
    ["a key too many", "    send: false", "    send: false\n    sent: true"],
    ["a rule that sends nothing", "    send: false", "    match: {}"],
    ["a pattern with a mark of negation", "label: wontfix", 'label: "!wontfix"'],
    ["a pattern that is no text", "label: wontfix", "label: 5"],
    ["a list without patterns", "label: wontfix", "label: []"],
    ["an event's name that can be none", "pe1234567_pull", "Pull"],
    ["a property's name that HubSpot has not", "merged_on:", "Merged-On:"],
    ["a value that is no text", "{ state: open }", "{ state: true }"],
    ["a width of nothing", "width: 800", "width: 0"],
    ["tokens of an app event", "properties: { tag:", "tokens: { tag:"],
    ["an option in another style", "excludePeople:", "exclude_people:"],
    ["a path that is none", "time: data.paid_at", "time: data..paid_at"],
    ["a name that no template can ask for", "{ total: data", "{ to tal: data"],
    ["a secret in place of its variable", "BILLING_WEBHOOK_SECRET", "whsec_C2FVsBQIhrscChlQIMV"],
    ["a sender without a variable", "secretEnv: BILLING_WEBHOOK_SECRET", "path: /billing"],
    ["a version of the signature that needs no asking for", "[v2]", "[v3]"],
    ["a kind of call that is an event anyway", "[identify,", "[track,"],
  ];
  for (const [what, from, to] of broken) {
    it(`refuses ${what}, as the reader of configurations does`, () => {
      const text = everyKey.replace(from, to);
      assert.notEqual(text, everyKey);
      assert.equal(isValid(parse(text)), false);
      assert.throws(() => parseConfig(text, "f.yml"), ConfigError);
    });
  }
});

/** Finds the path of every key that a schema describes. */
function collect(schema: unknown, path: string, found: Set<string>): void {
  if (typeof schema !== "object" || schema === null) return;
  for (const [key, value] of Object.entries(schema)) {
    if (key !== "properties") collect(value, path, found);
    else {
      for (const [name, own] of Object.entries(Object(value))) {
        const inner = path === "" ? name : `${path}.${name}`;
        if (Object.hasOwn(Object(own), "description")) found.add(inner);
        collect(own, inner, found);
      }
    }
  }
}

/** Finds the path of every key that a configuration uses. */
function collectValues(value: unknown, path: string, found: Set<string>): void {
  if (Array.isArray(value)) value.forEach((item) => collectValues(item, path, found));
  else if (typeof value === "object" && value !== null) {
    for (const [key, own] of Object.entries(value)) {
      const inner = path === "" ? key : `${path}.${key}`;
      found.add(inner);
      collectValues(own, inner, found);
    }
  }
}

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}
