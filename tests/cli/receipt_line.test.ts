import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { EventKey, Receipt } from "../../mod.ts";
import { describeReceipt } from "../../src/cli/receipt_line.ts";

const key: EventKey = { family: "custom", type: "pe1_x", id: "id-1" };

describe("describeReceipt", () => {
  const table: [string, Receipt, string][] = [
    ["a delivery", { index: 0, key, outcome: "delivered" }, "delivered pe1_x id-1"],
    ["a duplicate", { index: 0, key, outcome: "duplicate" }, "duplicate pe1_x id-1"],
    [
      "a deferral with its reason",
      { index: 0, key, outcome: "deferred", code: "timeout", message: "No answer" },
      "deferred  pe1_x id-1: No answer",
    ],
    [
      "a rejection with its fields, and addresses shortened",
      {
        index: 0,
        key,
        outcome: "rejected",
        code: "refused",
        message: "Contact ada@example.com is locked",
        issues: [{ path: "email", message: "ada@example.com" }],
      },
      "rejected  pe1_x id-1: Contact a***@example.com is locked: email: a***@example.com",
    ],
    [
      "what would break out of its line",
      { index: 0, outcome: "deferred", code: "timeout", message: "a\n\u001b[2Jb" },
      "deferred  event without an id: a [2Jb",
    ],
  ];
  for (const [what, receipt, line] of table) {
    it(`tells ${what}`, () => assert.equal(describeReceipt(receipt), line));
  }
});
