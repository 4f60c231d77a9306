import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { FaultEffect } from "../../src/local/mod.ts";
import { always, exactly, once } from "../support/local_hubspot.ts";
import { errorOf } from "./management_harness.ts";
import { account, granting, start } from "./oauth_harness.ts";

const life = 1_800_000;

describe("oauth, in a passing fault", () => {
  it("waits as a 429 says, and asks again", async () => {
    const busy = exactly(429, {}, { "retry-after": "7" });
    const { clock, get, asked, given } = start({}, account({ faults: [once(busy)] }));
    const startedAt = clock.now();
    assert.equal(await get(), given[0]?.accessToken);
    assert.equal(clock.now() - startedAt, 7_000);
    assert.equal(asked().length, 2);
  });

  const faults: [string, FaultEffect, string][] = [
    ["a 500", { kind: "answer", status: 500 }, "server_error"],
    [
      "a 503 that speaks of invalid_grant",
      exactly(503, { error: "invalid_grant" }),
      "server_error",
    ],
    [
      "a 429 that speaks of invalid_grant",
      exactly(429, { error: "invalid_grant" }),
      "rate_limited",
    ],
    ["a network that is down", { kind: "reset" }, "network_error"],
    ["a network that is silent", { kind: "hang" }, "timeout"],
  ];
  for (const [what, effect, code] of faults) {
    it(`tries ${what} four times, then says ${code}`, async () => {
      const { get, asked } = start({}, account({ faults: [always(effect)] }));
      const error = await errorOf(get());
      assert.equal(error.code, code);
      assert.equal(error.retryable, true);
      assert.match(error.message, /^Cannot refresh the access token: /);
      assert.equal(asked().length, 4);
    });
  }

  it("does as another policy says", async () => {
    const retryPolicy = () => ({ action: "take" } as const);
    const at = account({ faults: [always({ kind: "answer", status: 500 })] });
    const { get, asked } = start({ retryPolicy }, at);
    await errorOf(get());
    assert.equal(asked().length, 1);
  });

  it("asks nobody before the time that HubSpot said, and says it", async () => {
    const busy = exactly(429, {}, { "retry-after": "60" });
    const { clock, get, asked, given, token } = start({}, account({ faults: [once(busy)] }));
    const error = await errorOf(get());
    assert.equal(error.code, "rate_limited");
    assert.equal(error.retryAt, clock.now() + 60_000);
    await clock.advance(59_999);
    assert.equal(await errorOf(token()), error);
    assert.equal(asked().length, 1);
    await clock.advance(1);
    assert.equal(await get(), given[0]?.accessToken);
  });

  it("gives the token that has not expired, at once and without asking at every call", async () => {
    const at = account({ faults: [always({ kind: "answer", status: 500 }, { from: 2 })] });
    const { clock, get, asked, token } = start({}, at);
    const first = await get();
    await clock.advance(life - 30_000);
    const askedAt = clock.now();
    assert.equal(await token(), first);
    assert.equal(clock.now(), askedAt);
    await clock.advance(10_000);
    assert.equal(asked().length, 5);
    const later = await Promise.all([token(), token(), token()]);
    assert.deepEqual(later, Array(3).fill(first));
    await clock.advance(20_000);
    assert.equal((await errorOf(get())).code, "server_error");
  });

  const unclear: [string, FaultEffect, string][] = [
    [
      "a page in HTML",
      { kind: "answer", status: 200, body: "html" },
      "Invalid type: Expected Object",
    ],
    ["no token", granting({ access_token: undefined }), "access_token: Expected this field"],
    ["a token of two words", granting({ access_token: "a b" }), "access_token: Expected a token"],
    ["a life of no time", granting({ expires_in: 0 }), "expires_in: Expected at least one second"],
    ["no life", granting({ expires_in: undefined }), "expires_in: Expected this field"],
    ["a refresh token that is none", granting({ refresh_token: 5 }), "refresh_token: Expected a"],
  ];
  for (const [what, effect, words] of unclear) {
    it(`does not take ${what} for an answer`, async () => {
      const error = await errorOf(start({}, account({ faults: [always(effect)] })).get());
      assert.equal(error.code, "unclear_answer");
      const expected = `Cannot refresh the access token: HubSpot's answer is not as documented: `;
      assert.ok(error.message.startsWith(expected + words), error.message);
    });
  }

  it("takes an answer whose other fields are not as documented", async () => {
    const odd = granting({ hub_id: "x", user_id: null, scopes: "all", refresh_token: null });
    assert.equal(await start({}, account({ faults: [always(odd)] })).get(), "access-x");
  });
});
