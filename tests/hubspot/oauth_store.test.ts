import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { StoredTokens, TokenStore, TokenStoreFailure } from "../../src/hubspot/token_store.ts";
import { idle, VirtualClock } from "../support/virtual_clock.ts";
import { account, handedIn, memoryStore, start } from "./oauth_harness.ts";

const life = 1_800_000;
const noon = new VirtualClock().now();

function stored(number: number, expiresAt = noon + life): StoredTokens {
  return { refreshToken: `refresh-${number}`, accessToken: `access-${number}`, expiresAt };
}

/** What is told of a store that fails. */
function listening() {
  const failures: TokenStoreFailure[] = [];
  return { failures, onStoreFailure: (failure: TokenStoreFailure) => void failures.push(failure) };
}

describe("oauth with a store", () => {
  it("keeps what comes back before anybody waits no more, and nothing besides", async () => {
    const store = memoryStore();
    const { get, given } = start({ store });
    await get();
    assert.deepEqual(store.saved, [{ ...given[0], expiresAt: noon + life }]);
  });

  it("gives a stored token without asking HubSpot", async () => {
    const { get, asked } = start({ store: memoryStore(stored(7)) });
    assert.equal(await get(), "access-7");
    assert.equal(asked().length, 0);
  });

  it("gives no stored token that would have to be replaced at once", async () => {
    const ahead = { refreshAheadMs: 300_000 };
    const late = start({ store: memoryStore(stored(7, noon + 300_000)), ...ahead });
    assert.equal(await late.get(), late.given[0]?.accessToken);
    const good = start({ store: memoryStore(stored(7, noon + 300_001)), ...ahead });
    assert.equal(await good.get(), "access-7");
  });

  it("needs no other refresh token than the stored one", async () => {
    const store = memoryStore(stored(7, noon));
    const { get, asked, given } = start({ store, isConfigured: false });
    assert.equal(await get(), given[0]?.accessToken);
    assert.deepEqual(handedIn(asked()), ["refresh-7"]);
  });

  it("takes over what another process has fetched, near the expiry of its own", async () => {
    const store = memoryStore();
    const { asked, clock, get } = start({ store });
    await get();
    await clock.advance(life - 60_000);
    store.saved.push(stored(7, noon + 2 * life));
    await get();
    assert.equal(await get(), "access-7");
    assert.equal(asked().length, 1);
  });

  it("asks with the stored refresh token, which another process may have brought", async () => {
    const store = memoryStore();
    const { asked, clock, get, given } = start({ store });
    await get();
    store.saved.push(stored(7, noon + 10));
    await clock.advance(life);
    assert.equal(await get(), given[1]?.accessToken);
    assert.deepEqual(handedIn(asked()), ["refresh-0", "refresh-7"]);
  });

  it("says that there is no refresh token where nobody has one, and looks again", async () => {
    const store = memoryStore();
    const { asked, clock, token } = start({ store, isConfigured: false });
    await assert.rejects(token(), {
      code: "unauthorized",
      message:
        "Cannot refresh the access token: no refresh token was given, and the store holds none",
    });
    assert.equal(asked().length, 0);
    store.saved.push(stored(7));
    await clock.advance(1_000);
    assert.equal(await token(), "access-7");
  });

  it("survives a restart, with rotation", async () => {
    const store = memoryStore();
    const at = account();
    await start({ store }, at).get();
    await at.clock.advance(life);
    assert.equal(await start({ store }, at).get(), at.given[1]?.accessToken);
    assert.deepEqual(handedIn(at.asked()), ["refresh-0", at.given[0]?.refreshToken]);
  });

  it("lets two processes work on one account whose refresh tokens rotate", async () => {
    const store = memoryStore();
    const at = account();
    const one = start({ store }, at);
    const other = start({ store }, at);
    for (let round = 0; round < 20; round++) {
      const [first, second] = round % 2 === 0 ? [one, other] : [other, one];
      assert.equal(await first.get(), at.given[round]?.accessToken);
      assert.equal(await second.get(), at.given[round]?.accessToken);
      await at.clock.advance(life);
    }
    assert.equal(at.asked().length, 20);
  });
});

describe("oauth with a store that fails", () => {
  it("has the tokens in memory where they cannot be saved, and tells", async () => {
    const { failures, onStoreFailure } = listening();
    const error = new Error("disk full");
    const store: TokenStore = {
      load: () => Promise.resolve(stored(0, noon)),
      save: () => Promise.reject(error),
    };
    const { asked, clock, get, given } = start({ store, onStoreFailure });
    assert.equal(await get(), given[0]?.accessToken);
    await clock.advance(life);
    assert.equal(await get(), given[1]?.accessToken);
    assert.deepEqual(handedIn(asked()), ["refresh-0", given[0]?.refreshToken]);
    assert.deepEqual(failures, [{ action: "save", error }, { action: "save", error }]);
  });

  it("does not go back to what is stored where that is older than what could not be saved", async () => {
    const kept: StoredTokens[] = [];
    const store: TokenStore = {
      load: () => Promise.resolve(kept[0]),
      save: () => Promise.reject(new Error("disk full")),
    };
    const { asked, clock, get, given, token } = start({ store });
    const rejected = await get();
    kept.push(stored(0));
    assert.equal(await clock.drive(token({ rejected })), given[1]?.accessToken);
    assert.deepEqual(handedIn(asked()), ["refresh-0", given[0]?.refreshToken]);
  });

  it("asks with the configured refresh token where it cannot be read, and tells", async () => {
    const { failures, onStoreFailure } = listening();
    const error = new Error("no connection");
    const store = { ...memoryStore(), load: () => Promise.reject(error) };
    const { asked, get, given } = start({ store, onStoreFailure });
    assert.equal(await get(), given[0]?.accessToken);
    assert.deepEqual(handedIn(asked()), ["refresh-0"]);
    assert.deepEqual(failures, [{ action: "load", error }]);
  });

  it("waits no longer for it than an attempt may take", async () => {
    const { failures, onStoreFailure } = listening();
    const never = () => new Promise<never>(() => {});
    const { clock, get, given } = start({ store: { load: never, save: never }, onStoreFailure });
    assert.equal(await get(), given[0]?.accessToken);
    assert.equal(clock.now() - noon, 60_000);
    assert.deepEqual(
      failures.map(({ action, error }) => [action, error instanceof Error && error.message]),
      [
        ["load", "The token store's load timed out: no whole answer in 30000 ms"],
        ["save", "The token store's save timed out: no whole answer in 30000 ms"],
      ],
    );
  });

  it("gives the token to others while it is still being saved", async () => {
    const store = { ...memoryStore(), save: () => new Promise<never>(() => {}) };
    const { clock, given, token } = start({ store });
    const first = token();
    await clock.advance(0);
    assert.equal(given.length, 1);
    assert.equal(await token(), given[0]?.accessToken);
    const state = await Promise.race([first, idle().then(() => "still waiting")]);
    assert.equal(state, "still waiting");
  });

  it("goes on where whoever is told throws", async () => {
    const store = { ...memoryStore(), load: () => Promise.reject(new Error("x")) };
    const onStoreFailure = () => {
      throw new Error("y");
    };
    const { get, given } = start({ store, onStoreFailure });
    assert.equal(await get(), given[0]?.accessToken);
  });

  const malformed: [string, unknown, string | undefined][] = [
    ["nothing by another name", null, undefined],
    [
      "an old format",
      { refresh_token: "canary" },
      "refreshToken: Expected this field, found none; accessToken: Expected this field, " +
      "found none; expiresAt: Expected this field, found none",
    ],
    [
      "a token with a line break",
      { ...stored(7), accessToken: "canary\n" },
      "accessToken: Expected a token of one word in ASCII",
    ],
    [
      "a time that is none",
      { ...stored(7), expiresAt: NaN },
      "expiresAt: Invalid type: Expected number but received NaN",
    ],
  ];
  for (const [what, found, words] of malformed) {
    it(`does not take ${what} for tokens`, async () => {
      const { failures, onStoreFailure } = listening();
      const store = { ...memoryStore(), load: () => Promise.resolve(found as StoredTokens) };
      const { get, given } = start({ store, onStoreFailure });
      assert.equal(await get(), given[0]?.accessToken);
      assert.deepEqual(
        failures.map(({ error }) => error instanceof Error && error.message),
        words === undefined ? [] : [`Cannot read the stored tokens: ${words}`],
      );
    });
  }
});
