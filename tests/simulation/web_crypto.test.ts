import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { uuidV5 } from "../../src/activity/id.ts";
import { encodeHex, hmacSha256, sha256 } from "../../src/sources/signature.ts";
import { withPromptCrypto } from "./web_crypto.ts";

describe("withPromptCrypto", () => {
  it("gives the digests and signatures of Web Crypto, and takes itself back", async () => {
    const bytes = new TextEncoder().encode("What is signed");
    const compute = async () => [
      encodeHex(await hmacSha256("a secret", bytes)),
      encodeHex(await sha256(bytes)),
      await uuidV5("3d0f6a52-7c1e-4b8f-9a46-e15b0c9d2f73", "a name"),
    ];
    const { digest, sign } = crypto.subtle;
    const own = await compute();
    assert.deepEqual(await withPromptCrypto(compute), own);
    await withPromptCrypto(() => Promise.resolve(assert.notEqual(crypto.subtle.sign, sign)));
    assert.equal(crypto.subtle.sign, sign);
    assert.equal(crypto.subtle.digest, digest);
  });
});
