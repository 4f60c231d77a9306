import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { assertSilent, formsOf } from "./canaries.ts";

const canary = { name: "the token", text: 'k/n+r"y@x?é' };

/** What a program may make of a text before it writes it down. */
const written: Record<string, string> = {
  "as it is": `Bearer ${canary.text}`,
  "as JSON": JSON.stringify({ a: canary.text }),
  "as JSON in JSON": JSON.stringify({ a: JSON.stringify({ b: canary.text }) }),
  "in an address": `https://x.example/?a=${encodeURIComponent(canary.text)}`,
  "in a form": new URLSearchParams({ a: canary.text }).toString(),
  "as Base64": Buffer.from(canary.text).toString("base64"),
  "as the password of Basic authentication": Buffer.from(`user:${canary.text}`).toString("base64"),
  "as Base64 in the middle": Buffer.from(`1${canary.text} and more`).toString("base64"),
  "as Base64 for addresses": Buffer.from(`12${canary.text}`).toString("base64url"),
  "as hexadecimal": Buffer.from(canary.text).toString("hex"),
  "as HTML": "k/n+r&quot;y@x?é",
  "as a list of bytes": String(new TextEncoder().encode(canary.text)),
};

describe("assertSilent", () => {
  for (const [how, text] of Object.entries(written)) {
    it(`finds what was written ${how}`, () => {
      assert.throws(() => assertSilent([{ where: "the log", text: `a ${text} b` }], [canary]), {
        name: "AssertionError",
        message: /the token as .* in the log/,
      });
    });
  }

  it("finds nothing in what has another text, or a part of it", () => {
    const texts = ['k/n+r"y', "***", "", Buffer.from("k/n").toString("base64")];
    assertSilent(texts.map((text) => ({ where: "the log", text })), [canary]);
  });
});

describe("formsOf", () => {
  it("gives no form that is too short to mean anything", () => {
    for (const { form, spelling } of formsOf(canary.text)) assert.ok(spelling.length >= 9, form);
  });
});
