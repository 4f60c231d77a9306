import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Account } from "../../src/local/account.ts";
import { TokenBook } from "../../src/local/oauth/token_book.ts";
import { now } from "./harness.ts";

const clock = () => Date.parse(now);
const event = { family: "custom", type: "pe1_seen", properties: {}, time: now } as const;

describe("Account", () => {
  it("restores what a snapshot holds, by way of JSON, and goes on from there", () => {
    const seeds = [{
      id: "101",
      email: "ada@example.com",
      additionalEmails: ["ada@work.example"],
      utk: "cookie",
    }];
    const before = new Account(seeds, clock);
    before.record({ ...event, id: "a", email: "ada@example.com" });
    before.record({ ...event, id: "b", utk: "nobody's" });

    const after = new Account([{ id: "9", email: "bob@example.com" }], clock);
    after.restore(JSON.parse(JSON.stringify(before.snapshot())));
    assert.deepEqual(after.snapshot(), before.snapshot());
    assert.equal(after.byEmail("bob@example.com"), undefined);
    assert.equal(after.byEmail("ada@work.example"), "101");
    assert.equal(after.byUtk("cookie"), "101");
    assert.equal(after.event({ ...event, id: "a" })?.sequence, 1);
    const next = after.record({ ...event, id: "c", email: "new@example.com" });
    assert.deepEqual([next.sequence, next.contactId], [3, "102"]);
  });
});

describe("TokenBook", () => {
  it("resets to what it began with", () => {
    let count = 0;
    const deps = { now: clock, uuid: () => `${++count}` };
    const seed = { clientId: "id", clientSecret: "secret", codes: ["code"], refreshTokens: ["r"] };
    const book = new TokenBook({ apps: [seed] }, { tokens: "known", deps });
    const app = book.app("id", "secret");
    assert.ok(typeof app === "object");
    const given = book.giveAccessToken(app, { scopes: "all", use: "access_token" });
    const refresh = book.giveRefreshToken(app);
    book.revoke("r", app);
    assert.ok(book.useCode("code", app));

    book.reset();
    assert.deepEqual(book.look(given), { state: "unknown" });
    assert.ok(!book.isRefreshToken(refresh, app));
    assert.ok(book.isRefreshToken("r", app));
    assert.ok(book.useCode("code", app));
  });
});
