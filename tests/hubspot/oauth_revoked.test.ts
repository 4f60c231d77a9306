import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { FaultEffect } from "../../src/local/mod.ts";
import { always, exactly, once } from "../support/local_hubspot.ts";
import { errorOf } from "./management_harness.ts";
import { account, handedIn, memoryStore, revoke, revoked, start } from "./oauth_harness.ts";

const life = 1_800_000;

/** Tokens of an earlier process whose access token is over. */
const stored = (number: number) => ({
  refreshToken: `refresh-${number}`,
  accessToken: `access-${number}`,
  expiresAt: 0,
});

describe("oauth, where the grant was revoked", () => {
  const bodies: [string, FaultEffect][] = [
    ["invalid_grant with BAD_REFRESH_TOKEN", revoked],
    ["invalid_grant alone", exactly(400, { error: "invalid_grant" })],
    [
      "BAD_REFRESH_TOKEN alone, as v1",
      exactly(400, { status: "BAD_REFRESH_TOKEN", message: "missing or invalid refresh token" }),
    ],
    [
      "BAD_HUB",
      exactly(400, {
        status: "BAD_HUB",
        message: "missing or unknown hub id",
        error: "access_denied",
      }),
    ],
    ["invalid_grant with 401", exactly(401, { error: "invalid_grant" })],
  ];
  for (const [what, effect] of bodies) {
    it(`says so at ${what}`, async () => {
      const { get, asked } = start({}, account({ faults: [always(effect)] }));
      const error = await errorOf(get());
      assert.equal(error.code, "grant_revoked");
      assert.equal(error.retryable, false);
      assert.equal(asked().length, 1);
    });
  }

  it("says it in HubSpot's words", async () => {
    const at = account();
    await revoke(at, "refresh-0");
    const error = await errorOf(start({}, at).get());
    assert.equal(
      error.message,
      "Cannot refresh the access token: refresh token is invalid, expired or revoked",
    );
    assert.equal(error.category, "BAD_REFRESH_TOKEN");
    assert.equal(error.status, 400);
  });

  it("asks again after a minute, not before", async () => {
    const { clock, get, asked, given, token } = start({}, account({ faults: [once(revoked)] }));
    await errorOf(get());
    for (let call = 0; call < 1_000; call++) {
      assert.equal((await errorOf(token())).code, "grant_revoked");
    }
    await clock.advance(59_999);
    await errorOf(token());
    assert.equal(asked().length, 1);
    await clock.advance(1);
    assert.equal(await get(), given[0]?.accessToken);
  });

  it("gives a token until its expiry, and asks once a minute meanwhile", async () => {
    const at = account({ hubspot: { unconfirmed: { refreshTokens: "kept" } } });
    const { clock, get, asked } = start({}, at);
    const token = await get();
    await revoke(at, "refresh-0");
    await clock.advance(life - 60_000);
    assert.equal(await get(), token);
    await clock.advance(59_999);
    assert.equal(await get(), token);
    assert.equal(asked().length, 2);
    await clock.advance(1);
    assert.equal((await errorOf(get())).code, "grant_revoked");
    assert.equal(asked().length, 3);
  });

  for (const word of ["invalid_client", "BAD_CLIENT_ID", "BAD_CLIENT_SECRET"]) {
    it(`takes ${word} for the app's fault, and asks again after a minute`, async () => {
      const at = account({ faults: [always(exactly(401, { error: "x", status: word }))] });
      const { clock, get, asked, token } = start({}, at);
      const error = await errorOf(get());
      assert.equal(error.code, "refused");
      assert.equal(error.category, word);
      await errorOf(token());
      assert.equal(asked().length, 1);
      await clock.advance(60_000);
      await errorOf(get());
      assert.equal(asked().length, 2);
    });
  }

  const wrong: [string, { clientId?: string; clientSecret?: string }, string][] = [
    ["a client id that HubSpot does not know", { clientId: "other" }, "BAD_CLIENT_ID"],
    ["a client secret that is not the app's", { clientSecret: "other" }, "BAD_CLIENT_SECRET"],
  ];
  for (const [what, settings, category] of wrong) {
    it(`takes ${what} for the app's fault`, async () => {
      const error = await errorOf(start(settings).get());
      assert.equal(error.code, "refused");
      assert.equal(error.category, category);
    });
  }

  it("asks with the refresh token that another process has stored meanwhile", async () => {
    const store = memoryStore(stored(7));
    const at = account();
    await revoke(at, "refresh-7");
    const end = at.local.onRequest(() => {
      store.saved.push(stored(8));
      end();
    });
    const { get, asked, given } = start({ store }, at);
    assert.equal(await get(), given[0]?.accessToken);
    assert.deepEqual(handedIn(asked()), ["refresh-7", "refresh-8"]);
    assert.equal(store.saved.at(-1)?.refreshToken, given[0]?.refreshToken);
  });

  it("asks with the configured refresh token where the stored one is no good", async () => {
    const at = account();
    await revoke(at, "refresh-7");
    const settings = { store: memoryStore(stored(7)), refreshToken: "reinstalled" };
    const { get, asked, given } = start(settings, at);
    assert.equal(await get(), given[0]?.accessToken);
    assert.deepEqual(handedIn(asked()), ["refresh-7", "reinstalled"]);
  });

  it("hands no refresh token in twice", async () => {
    const at = account();
    await revoke(at, "refresh-0");
    const { get, asked } = start({ store: memoryStore(stored(0)) }, at);
    assert.equal((await errorOf(get())).code, "grant_revoked");
    assert.equal(asked().length, 1);
  });
});
