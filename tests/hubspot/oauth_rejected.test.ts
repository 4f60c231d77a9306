import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { connect } from "../../src/hubspot/connection.ts";
import { always, once } from "../support/local_hubspot.ts";
import { errorOf } from "./management_harness.ts";
import { account, memoryStore, revoked, start } from "./oauth_harness.ts";

const life = 1_800_000;

describe("oauth, where a token is rejected", () => {
  it("replaces the current token once for all who say so", async () => {
    const { clock, get, asked, given, token } = start();
    const context = { rejected: await get() };
    const tokens = await clock.drive(Promise.all([token(context), token(context), token()]));
    assert.deepEqual(tokens, Array(3).fill(given[1]?.accessToken));
    assert.equal(await clock.drive(token(context)), given[1]?.accessToken);
    assert.equal(asked().length, 2);
  });

  it("lets a request through that met a 401", async () => {
    const at = account({ faults: [once({ kind: "expired_token" }, { path: "/integrators/*" })] });
    const { clock, deps, token, asked, calls, given } = start({}, at);
    const connection = connect({ accessToken: token, deps });
    const path = "/integrators/timeline/v3/1/event-templates";
    const request = { operation: "try", method: "GET", path } as const;
    const { outcome } = await clock.drive(connection.request(request));
    assert.equal(outcome.kind === "answer" && outcome.answer.status, 200);
    assert.equal(calls()[1]?.init.headers.authorization, `Bearer ${given[1]?.accessToken}`);
    assert.equal(asked().length, 2);
  });

  it("replaces none twice in a minute, since then it is not the token's fault", async () => {
    const { clock, get, asked, given, token } = start();
    const first = await get();
    const second = await clock.drive(token({ rejected: first }));
    assert.equal(second, given[1]?.accessToken);
    assert.equal(await clock.drive(token({ rejected: second })), second);
    await clock.advance(59_999);
    assert.equal(await clock.drive(token({ rejected: second })), second);
    assert.equal(asked().length, 2);
    await clock.advance(1);
    assert.equal(await clock.drive(token({ rejected: second })), given[2]?.accessToken);
  });

  it("gives the current one to whoever comes late with an old one", async () => {
    const { clock, get, asked, given, token } = start();
    const rejected = await get();
    await clock.drive(token({ rejected }));
    await clock.advance(120_000);
    assert.equal(await clock.drive(token({ rejected })), given[1]?.accessToken);
    assert.equal(asked().length, 2);
  });

  it("does not give it again, neither where no other is to be had nor from the store", async () => {
    const store = memoryStore();
    const at = account({ faults: [always({ kind: "answer", status: 500 }, { from: 2 })] });
    const { clock, get, token } = start({ store }, at);
    const rejected = await get();
    assert.equal((await errorOf(clock.drive(token({ rejected })))).code, "server_error");
    assert.equal((await errorOf(clock.drive(token()))).code, "server_error");
    await clock.advance(1_000);
    assert.equal((await errorOf(clock.drive(token()))).code, "server_error");
  });
});

describe("oauth, with a clock that is set back", () => {
  const hour = 3_600_000;

  it("gives the token on, and replaces it when HubSpot does not take it", async () => {
    const { clock, skew, get, asked, given, token } = start();
    const second = await clock.drive(token({ rejected: await get() }));
    skew.ms = -hour;
    assert.equal(await get(), second);
    assert.equal(await clock.drive(token({ rejected: second })), given[2]?.accessToken);
    assert.equal(asked().length, 3);
    await clock.advance(life);
    await get();
    assert.equal(asked().length, 4);
  });

  it("does not hold on to a failure for that long", async () => {
    const { skew, get, given } = start({}, account({ faults: [once(revoked)] }));
    await errorOf(get());
    skew.ms = -hour;
    assert.equal(await get(), given[0]?.accessToken);
  });
});
