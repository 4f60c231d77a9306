import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { redactAddresses } from "../../src/validation/redact.ts";

describe("redactAddresses", () => {
  const table: [string, string][] = [
    ["ada@example.com", "a***@example.com"],
    ["Contact ada.lovelace+x@example.com exists", "Contact a***@example.com exists"],
    ['{"email":"ada@example.com"}', '{"email":"a***@example.com"}'],
    ["a@x.org, b@y.org", "a***@x.org, b***@y.org"],
    ["<ada@example.com>", "<a***@example.com>"],
    ["ada@example.com/bob@example.org", "a***@***@example.org"],
    ["ada@example.com|bob@example.org", "a***@***@example.org"],
    ["ada@example.com–bob@example.org", "a***@***@example.org"],
    ["ada@example.com][bob@example.org", "a***@example.com][b***@example.org"],
    ["to=ada@example.com&cc=bob@example.org", "t***@***@example.org"],
    ["mary.o'brien@acme.com", "m***@acme.com"],
    ['"ada lovelace"@example.com', "***@example.com"],
    ["Ünal@bücher.example", "Ü***@bücher.example"],
    ["@ada@example.com", "***@***@example.com"],
    ["no address @ all", "no address @ all"],
  ];
  for (const [text, expected] of table) {
    it(`shortens the addresses in ${text}`, () => assert.equal(redactAddresses(text), expected));
  }

  it("leaves no local part of more than its first character, whatever stands between addresses", () => {
    const separator = fc.string({
      unit: fc.constantFrom(..." -–/|&=.,;:<>()[]{}'`~!#$%^*+?\n\t_"),
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(separator, { minLength: 1, maxLength: 5 }), (separators) => {
        const text = separators.map((one) => `canary@example.com${one}`).join("");
        assert.doesNotMatch(redactAddresses(text), /canary/);
      }),
      { seed: 1 },
    );
  });

  it("is done quickly with a text made to be slow", () => {
    assert.equal(redactAddresses("a".repeat(100_000)).length, 100_000);
  });
});
