import fc from "fast-check";
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { logJson, logLine, logLines } from "../../action/log.ts";
import { hostileTexts, isCommand } from "./payloads.ts";

/** Texts made of what matters to the runner, and of all else. */
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(
    fc.constantFrom(
      ":",
      "::",
      "#",
      "##[",
      "[",
      "]",
      " ",
      "\t",
      "\n",
      "\r",
      "\u200b",
      "\ufeff",
      "e",
    ),
  ).map((parts) => parts.join("")),
);

describe("logLine", () => {
  it("leaves ordinary text as it is", () => {
    assert.equal(logLine("Add a door: a::b, #7 [x]"), "Add a door: a::b, #7 [x]");
  });

  const table: [string, string][] = [
    ["::error::boom", ": :error::boom"],
    ["  ::error::boom", ": :error::boom"],
    ["\u200b::error::boom", ": :error::boom"],
    ["fix ##[add-mask]e", "fix ## [add-mask]e"],
    ["fix #\u200b#[add-mask]e", "fix ## [add-mask]e"],
    ["one\r\n::error::two", "one ::error::two"],
    ["\u001b[31mred", "[31mred"],
    ["by ada@example.com", "by a***@example.com"],
  ];
  for (const [given, expected] of table) {
    it(`makes ${JSON.stringify(given)} safe`, () => assert.equal(logLine(given), expected));
  }

  it("gives one line that is no command, whatever the text", () => {
    fc.assert(fc.property(text, (given) => {
      const line = logLine(given);
      assert.ok(!/[\r\n]/.test(line));
      assert.ok(!isCommand(line), line);
    }));
  });

  it("ends a text of more than 1,000 characters", () => {
    assert.equal([...logLine("x".repeat(5_000))].length, 1_000);
  });
});

describe("logLines", () => {
  it("keeps the breaks between lines and makes each safe", () => {
    assert.equal(logLines("one\n::two\nada@example.com"), "one\n: :two\na***@example.com");
  });
});

describe("logJson", () => {
  it("gives one line that means the value", () => {
    fc.assert(fc.property(fc.array(text.filter((given) => !given.includes("@"))), (values) => {
      const line = logJson({ values });
      assert.ok(!/[\r\n]/.test(line) && !isCommand(line), line);
      assert.deepEqual(JSON.parse(line), { values });
    }));
  });

  it("stays JSON where an address follows an escape", () => {
    const parsed = JSON.parse(logJson({ title: 'a\nada@example.com "\u0007ada@example.com' }));
    assert.deepEqual(parsed, { title: 'a\na***@example.com "***@example.com' });
  });

  for (const hostile of hostileTexts) {
    it(`makes ${JSON.stringify(hostile)} safe`, () => {
      assert.ok(!isCommand(logJson({ hostile })));
    });
  }
});
