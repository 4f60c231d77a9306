import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileRules, parseEvent } from "../../mod.ts";
import { readIdempotencyKey } from "../../src/edge/idempotency_key.ts";
import { hasBearer } from "../../src/edge/bearer.ts";
import { readWait } from "../../src/edge/preferences.ts";
import { readTraceparent } from "../../src/edge/traceparent.ts";
import { oneLine } from "../../src/activity/text.ts";
import { mediaTypeOf } from "../../src/sources/media_type.ts";
import { isEmail } from "../../src/validation/email.ts";
import { redactAddresses } from "../../src/validation/redact.ts";
import { lineAt, parseSource, readSources, type SourceText } from "../architecture/source_text.ts";
import { root } from "../checks/root.ts";
import { activity } from "../support/activities.ts";
import { customEvent } from "../support/events.ts";

/** A regular expression as it stands in the code. */
interface Pattern {
  place: string;
  pattern: RegExp;
}

/** Every regular expression in a file: masked code has spaces between its slashes, and flags behind them. */
function patternsIn({ path, text, code }: SourceText): Pattern[] {
  return [...code.matchAll(/\/( +)\/([dgimsuvy]*)/g)].flatMap(({ 0: whole, 2: flags, index }) => {
    const source = text.slice(index + 1, index + whole.length - 1 - (flags?.length ?? 0));
    // Without what makes a search remember where it was.
    const place = `${path}:${lineAt(text, index)}: /${source}/`;
    return source.trim() === ""
      ? []
      : [{ place, pattern: new RegExp(source, flags?.replaceAll(/[gy]/g, "")) }];
  });
}

const patterns = readSources(root, ["mod.ts", "src", "action"])
  .filter(({ path }) => !path.startsWith("action/dist/"))
  .flatMap(patternsIn);

/** What repeated parts are made of: letters, digits, and all that separates. */
const characters = [...`aZ0_ .-/:@",=%{}[]()<>|\\*;&'\n\t~é`];
const pairs = characters.flatMap((one) => characters.map((other) => one + other));

/**
 * Long enough that an expression which tries all ways to split a text is not done before the suite is given up, and
 * short enough that one which looks twice at each character is done at once.
 */
const length = 600;

describe("regular expressions", () => {
  it("are found in the code", () => {
    const source = parseSource("a.ts", "const a = b / c;\nf(/(a+)+$/g, /[/]'/); // /x/");
    assert.deepEqual(patternsIn(source).map(({ place }) => place), [
      "a.ts:2: /(a+)+$/",
      "a.ts:2: /[/]'/",
    ]);
    assert.ok(patterns.length > 100, `${patterns.length} patterns`);
  });

  it("are done soon with whatever is repeated, and does not match in the end", () => {
    for (const { pattern, place } of patterns) {
      for (const pair of pairs) {
        const repeated = pair.repeat(length / 2);
        const found = [`${repeated}\u0001`, `\u0001${repeated}`].map((text) => pattern.test(text));
        assert.equal(found.length, 2, place);
      }
    }
  });
});

const megabyte = 1_000_000;
/** Texts of a million characters, each the worst for somebody. */
const longTexts: readonly string[] = [
  ...[
    "a",
    " ",
    "@",
    "\n",
    "\t ",
    "a@",
    '"',
    "{{",
    "}}",
    "{",
    "|",
    "*",
    "a.",
    "-",
    ",",
    "=",
    "\\",
    "\u{1f600}",
  ]
    .map((one) => one.repeat(megabyte / one.length)),
  `"${" ".repeat(megabyte)}`,
  `${"a".repeat(megabyte)}@`,
  `${"a@".repeat(megabyte / 2)}example.com`,
];

describe("a text of a million characters", () => {
  const readers: Record<string, (text: string) => unknown> = {
    redactAddresses,
    isEmail,
    mediaTypeOf,
    readTraceparent,
    oneLine: (text) => oneLine(text, 80),
    parseEvent: (text) => parseEvent(customEvent({ email: text, occurredAt: text, uuid: text })),
    "a template": (text) =>
      fill(text, "{{subject.title | first_line | lower | truncate 80 | default 'x'}}"),
    "a template with a list": (text) => fill(text, "{{properties.text | join '; '}}"),
    "a template with a date": (text) => fill(text, "{{properties.text | date day}}"),
    "a rule with wildcards": (text) => {
      const wildcards = "*a*a*a*a*a*a*a*a*a*a*b";
      const mapping = compileRules([{
        match: { type: wildcards, properties: { text: wildcards } },
        send: false,
      }]);
      return mapping(activity({ type: text, properties: { text } }));
    },
  };
  for (const [name, read] of Object.entries(readers)) {
    it(`is read once by ${name}`, () => {
      for (const text of longTexts) assert.doesNotThrow(() => read(text));
    });
  }

  it("is read once by those who read headers", async () => {
    for (const text of longTexts) {
      const value = text.replaceAll(/[^\x20-\x7e]/g, "a");
      const headers = new Headers({
        prefer: `wait${value}`,
        "idempotency-key": `"${value}`,
        authorization: `Bearer ${value} x`,
      });
      assert.ok([undefined, 10].includes(readWait(headers)));
      assert.equal(readIdempotencyKey(headers).ok, false);
      assert.equal(await hasBearer(headers, "token"), false);
    }
  });
});

function fill(text: string, template: string): unknown {
  const mapping = compileRules([{
    send: { eventName: "pe1_x", properties: { filled: template } },
  }]);
  return mapping(activity({ subject: { title: text }, properties: { text } }));
}
