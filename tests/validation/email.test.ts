import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { parseEvent } from "../../mod.ts";
import { usableEmail } from "../../src/activity/identity.ts";
import { isEmail } from "../../src/validation/email.ts";
import { customEvent } from "../support/events.ts";

describe("isEmail", () => {
  const addresses = [
    "ada@example.com",
    "mary.o'brien@acme.com",
    "first&last+tag@sub.example.co.uk",
    "a@x.xn--p1ai",
    "Ada@Example.COM",
    `ada@${"a.".repeat(123)}com1`,
    "a%b=c@example.com",
    `${"a".repeat(64)}@example.com`,
  ];
  for (const text of addresses) it(`takes ${text}`, () => assert.ok(isEmail(text)));

  const others = [
    "",
    "ada",
    "@example.com",
    "ada@",
    "ada@example",
    "ada@-example.com",
    "ada@example-.com",
    "ada@example..com",
    "ada lovelace@example.com",
    "ada@exam ple.com",
    "<ada@example.com>",
    `${"a".repeat(65)}@example.com`,
    `ada@${"a.".repeat(123)}com12`,
    `ada@${"a.".repeat(130)}com`,
  ];
  for (const text of others) it(`refuses ${text || "nothing"}`, () => assert.ok(!isEmail(text)));

  it("is the rule of what sources find and of what is sent: neither knows better", () => {
    let found = 0;
    const local = fc.stringMatching(/^[a-zA-Z0-9.!#$%&'*+\/=?^_`{|}~-]{1,70}$/);
    const domain = fc.stringMatching(/^[a-z0-9.-]{1,20}\.[a-z]{2,5}$/);
    fc.assert(
      fc.property(local, domain, (a, b) => {
        const email = usableEmail(`${a}@${b}`);
        if (email === undefined) return;
        found++;
        assert.partialDeepStrictEqual(parseEvent(customEvent({ email })), { ok: true });
      }),
      { numRuns: 1_000, seed: 1 },
    );
    assert.ok(found > 100, `${found} of 1,000 were usable`);
  });
});
