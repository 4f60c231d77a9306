import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hasBearer, refuseStranger } from "../../src/edge/bearer.ts";

const token = "canary";

describe("hasBearer", () => {
  const table: [authorization: string | undefined, has: boolean][] = [
    ["Bearer canary", true],
    ["bearer canary", true],
    ["BEARER   canary", true],
    ["  Bearer canary  ", true],
    ["Bearer canaries", false],
    ["Bearer canar", false],
    ["Bearer Canary", false],
    ["Bearer canary canary", false],
    ["Bearer canary, Basic x", false],
    ["Basic x, Bearer canary", false],
    ["xBearer canary", false],
    ["Bearercanary", false],
    ["canary", false],
    ["Bearer", false],
    ["", false],
    [undefined, false],
  ];
  for (const [authorization, has] of table) {
    it(`is ${has} for ${JSON.stringify(authorization)}`, () => {
      const headers = new Headers(authorization === undefined ? {} : { authorization });
      assert.equal(hasBearer(headers, token), has);
    });
  }
});

describe("refuseStranger", () => {
  const request = (authorization: string) =>
    new Request("https://hubline.example/", {
      method: "POST",
      headers: { authorization },
      body: "x",
    });

  it("lets whoever has the token pass, with the body unread", async () => {
    const known = request("Bearer canary");
    assert.equal(refuseStranger(known, token), undefined);
    assert.equal(await known.text(), "x");
  });

  it("answers all others with 401 and what it expects", async () => {
    const answer = refuseStranger(request("Bearer bird"), token);
    assert.equal(answer?.outcome, "unauthorized");
    const response = answer.respond();
    assert.equal(response.status, 401);
    assert.equal(response.headers.get("www-authenticate"), "Bearer");
    const { error } = await response.json();
    assert.equal(error.message, "Expected the header Authorization: Bearer with the token");
  });
});
