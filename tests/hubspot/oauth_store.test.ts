import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { StoredTokens, TokenStore, TokenStoreFailure } from "../../src/hubspot/token_store.ts";
import { idle, VirtualClock } from "../support/virtual_clock.ts";
import { granted, handedIn, memoryStore, revoked, start } from "./oauth_harness.ts";

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
    await start({ store }, granted(1, { hub_id: 5, scopes: ["timeline"] })).get();
    assert.deepEqual(store.saved, [stored(1)]);
  });

  it("gives a stored token without asking HubSpot", async () => {
    const { get, sent } = start({ store: memoryStore(stored(7)) }, granted(1));
    assert.equal(await get(), "access-7");
    assert.equal(sent.length, 0);
  });

  it("needs no other refresh token than the stored one", async () => {
    const clock = new VirtualClock();
    const store = memoryStore(stored(7, noon));
    const { get, sent } = start({ store, clock, isConfigured: false }, granted(8));
    assert.equal(await get(), "access-8");
    assert.deepEqual(handedIn(sent), ["refresh-7"]);
  });

  it("takes over what another process has fetched, near the expiry of its own", async () => {
    const store = memoryStore();
    const { clock, get, sent } = start({ store }, granted(1));
    await get();
    await clock.advance(life - 60_000);
    store.saved.push(stored(7, noon + 2 * life));
    await get();
    assert.equal(await get(), "access-7");
    assert.equal(sent.length, 1);
  });

  it("asks with the stored refresh token, which another process may have brought", async () => {
    const store = memoryStore();
    const { clock, get, sent } = start({ store }, granted(1), granted(9));
    await get();
    store.saved.push(stored(7, noon + 10));
    await clock.advance(life);
    assert.equal(await get(), "access-9");
    assert.deepEqual(handedIn(sent), ["refresh-0", "refresh-7"]);
  });

  it("says that there is no refresh token where nobody has one, and looks again", async () => {
    const store = memoryStore();
    const { clock, token, sent } = start({ store, isConfigured: false }, granted(1));
    await assert.rejects(token(), {
      code: "unauthorized",
      message:
        "Cannot refresh the access token: no refresh token was given, and the store holds none",
    });
    assert.equal(sent.length, 0);
    store.saved.push(stored(7));
    await clock.advance(1_000);
    assert.equal(await token(), "access-7");
  });

  it("survives a restart, with rotation", async () => {
    const store = memoryStore();
    const clock = new VirtualClock();
    await start({ store, clock }, granted(1)).get();
    await clock.advance(life);
    const again = start({ store, clock }, granted(2));
    assert.equal(await again.get(), "access-2");
    assert.deepEqual(handedIn(again.sent), ["refresh-1"]);
  });

  it("lets two processes work on one account whose refresh tokens rotate", async () => {
    const store = memoryStore();
    const clock = new VirtualClock();
    const valid = { number: 0 };
    const rotating = (sent: { body: unknown }) => {
      const [handed] = handedIn([sent as never]);
      return handed === `refresh-${valid.number}` ? granted(++valid.number) : revoked();
    };
    const one = start({ store, clock }, rotating);
    const other = start({ store, clock }, rotating);
    for (let round = 0; round < 20; round++) {
      const [first, second] = round % 2 === 0 ? [one, other] : [other, one];
      assert.equal(await first.get(), `access-${valid.number}`);
      assert.equal(await second.get(), `access-${valid.number}`);
      await clock.advance(life);
    }
    assert.equal(valid.number, 20);
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
    const { clock, get, sent } = start({ store, onStoreFailure }, granted(1), granted(2));
    assert.equal(await get(), "access-1");
    await clock.advance(life);
    assert.equal(await get(), "access-2");
    assert.deepEqual(handedIn(sent), ["refresh-0", "refresh-1"]);
    assert.deepEqual(failures, [{ action: "save", error }, { action: "save", error }]);
  });

  it("does not go back to what is stored where that is older than what could not be saved", async () => {
    const kept: StoredTokens[] = [];
    const store: TokenStore = {
      load: () => Promise.resolve(kept[0]),
      save: () => Promise.reject(new Error("disk full")),
    };
    const { clock, get, sent, token } = start({ store }, granted(1), granted(2));
    await get();
    kept.push(stored(0));
    assert.equal(await clock.drive(token({ rejected: "access-1" })), "access-2");
    assert.deepEqual(handedIn(sent), ["refresh-0", "refresh-1"]);
  });

  it("asks with the configured refresh token where it cannot be read, and tells", async () => {
    const { failures, onStoreFailure } = listening();
    const error = new Error("no connection");
    const store = { ...memoryStore(), load: () => Promise.reject(error) };
    const { get, sent } = start({ store, onStoreFailure }, granted(1));
    assert.equal(await get(), "access-1");
    assert.deepEqual(handedIn(sent), ["refresh-0"]);
    assert.deepEqual(failures, [{ action: "load", error }]);
  });

  it("waits no longer for it than an attempt may take", async () => {
    const { failures, onStoreFailure } = listening();
    const never = () => new Promise<never>(() => {});
    const { clock, get } = start(
      { store: { load: never, save: never }, onStoreFailure },
      granted(1),
    );
    assert.equal(await get(), "access-1");
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
    const { token } = start({ store }, granted(1));
    const first = token();
    await idle();
    assert.equal(await token(), "access-1");
    const state = await Promise.race([first, idle().then(() => "still waiting")]);
    assert.equal(state, "still waiting");
  });

  it("goes on where whoever is told throws", async () => {
    const store = { ...memoryStore(), load: () => Promise.reject(new Error("x")) };
    const onStoreFailure = () => {
      throw new Error("y");
    };
    assert.equal(await start({ store, onStoreFailure }, granted(1)).get(), "access-1");
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
      assert.equal(await start({ store, onStoreFailure }, granted(1)).get(), "access-1");
      assert.deepEqual(
        failures.map(({ error }) => error instanceof Error && error.message),
        words === undefined ? [] : [`Cannot read the stored tokens: ${words}`],
      );
    });
  }
});
