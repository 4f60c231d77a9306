import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { redactAddresses } from "../../src/validation/redact.ts";

describe("redactAddresses", () => {
  const table: [string, string][] = [
    ["ada@example.com", "a***@example.com"],
    ["Contact ada.lovelace+x@example.com exists", "Contact a***@example.com exists"],
    ['{"email":"ada@example.com"}', '{"email":"a***@example.com"}'],
    ["a@x.org, b@y.org", "a***@x.org, b***@y.org"],
    ["<ada@example.com>", "<a***@example.com>"],
    ["no address @ all", "no address @ all"],
  ];
  for (const [text, expected] of table) {
    it(`shortens the addresses in ${text}`, () => assert.equal(redactAddresses(text), expected));
  }

  it("is done quickly with a text made to be slow", () => {
    assert.equal(redactAddresses("a".repeat(100_000)).length, 100_000);
  });
});
