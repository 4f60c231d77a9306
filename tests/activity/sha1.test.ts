import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { sha1 } from "../../src/activity/sha1.ts";

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

describe("sha1()", () => {
  // The examples of NIST for FIPS 180-4, and the SHA-1 of nothing.
  const published: readonly [text: string, digest: string][] = [
    ["", "da39a3ee5e6b4b0d3255bfef95601890afd80709"],
    ["abc", "a9993e364706816aba3e25717850c26c9cd0d89d"],
    [
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
    ],
    ["a".repeat(1_000_000), "34aa973cd4c4daa4f61eeb2bdbad27316534016f"],
  ];
  for (const [text, digest] of published) {
    it(`gives what is published for ${text.length} characters`, () => {
      assert.equal(hex(sha1(new TextEncoder().encode(text))), digest);
    });
  }

  it("gives what Web Crypto gives, at every length around the end of a block", async () => {
    const bytes = fc.uint8Array({ maxLength: 200 }).map((found) => new Uint8Array(found));
    await fc.assert(
      fc.asyncProperty(bytes, async (found) => {
        const digest = await crypto.subtle.digest("SHA-1", found);
        assert.deepEqual(sha1(found), new Uint8Array(digest));
      }),
      { numRuns: 300 },
    );
    for (let length = 0; length <= 130; length++) {
      const found = new Uint8Array(length).fill(length);
      const digest = await crypto.subtle.digest("SHA-1", found);
      assert.deepEqual(sha1(found), new Uint8Array(digest));
    }
  });
});
