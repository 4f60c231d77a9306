import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { exchangeCode } from "../../src/hubspot/oauth_code.ts";
import type { Hooks } from "../../src/transport/hooks.ts";
import { answer, type Reaction } from "../support/recording_fetch.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { granted, start, tokenEndpoint } from "./oauth_harness.ts";

/** Encodes to something else in a form, an address and JSON. */
const canary = `canary+"%/'~`;
const secrets = { clientId: "app-id", clientSecret: `${canary}1` };

/** All that somebody could log. */
function shown(error: unknown): string {
  return [String(error), JSON.stringify(error), inspect(error, { depth: 20, showHidden: true })]
    .join("\n");
}

function listening(): { hooks: Hooks; told: unknown[] } {
  const told: unknown[] = [];
  const tell = (what: unknown) => void told.push(what);
  return { told, hooks: { onRequest: tell, onResponse: tell, onRetry: tell } };
}

const spellings = [
  `${canary}0`,
  encodeURIComponent(`${canary}1`),
  new URLSearchParams({ secret: `${canary}1` }).toString(),
];
const quoting = `Who is ${spellings.join(", or ")}?`;

/** A failure as some runtimes make them: it names the whole request, deep in its cause. */
const talkative = Object.assign(new TypeError(`fetch failed: ${canary}1`), {
  cause: { code: "ECONNRESET", body: `refresh_token=${canary}0` },
});

const reactions: [string, Reaction][] = [
  ["quotes them in a refusal", answer(400, { error: "invalid_grant", message: quoting })],
  ["quotes them in a description", answer(400, { error_description: quoting, error: quoting })],
  ["quotes them in every field", answer(403, { category: quoting, correlationId: quoting })],
  ["quotes them beside a fault", answer(500, { message: quoting, status: quoting })],
  ["quotes them in a page", new Response(quoting, { status: 502 })],
  ["is not reached", talkative],
  ["says nothing", "hang"],
  ["gives a token of two words", granted(1, { access_token: `${canary} 2` })],
  ["gives a refresh token that is none", granted(1, { refresh_token: `${canary}\n` })],
  ["gives a text", answer(200, quoting)],
  ["gives a life in words", granted(1, { expires_in: `${canary}3` })],
];

describe("The secrets of an app", () => {
  for (const [what, reaction] of reactions) {
    it(`stay in it where the token endpoint ${what}`, async () => {
      const { hooks, told } = listening();
      const { get } = start({ ...secrets, refreshToken: `${canary}0`, hooks }, reaction);
      const error = await get().then(() => assert.fail("Expected an error"), (thrown) => thrown);
      assert.match(String(error), /^HubSpotError: Cannot refresh the access token: /);
      assert.ok(!shown(error).includes("canary"), shown(error));
      assert.ok(told.length >= 2);
      assert.ok(!inspect(told, { depth: 20 }).includes("canary"));
    });

    it(`stay in it where a code is exchanged and the token endpoint ${what}`, async () => {
      const { hooks, told } = listening();
      const clock = new VirtualClock();
      const { fetch } = tokenEndpoint(reaction);
      const exchange = exchangeCode({
        ...secrets,
        code: `${canary}0`,
        codeVerifier: `${canary}4`,
        redirectUri: "https://example.com/installed",
        hooks,
        deps: { fetch, now: clock.now, sleep: clock.sleep },
      });
      const error = await clock.drive(exchange)
        .then(() => assert.fail("Expected an error"), (thrown) => thrown);
      assert.match(String(error), /^HubSpotError: Cannot exchange the code for tokens: /);
      assert.ok(!shown(error).includes("canary"), shown(error));
      assert.ok(!inspect(told, { depth: 20 }).includes("canary"));
    });
  }

  it("are not to be had from what `oauth` makes", () => {
    const { token } = start({ ...secrets, refreshToken: `${canary}0` }, granted(1));
    assert.ok(!shown(token).includes("canary"));
  });

  it("are told apart in hooks by what the request is for alone", async () => {
    const { hooks, told } = listening();
    await start({ ...secrets, hooks }, granted(1)).get();
    assert.deepEqual(told[0], {
      request: 1,
      attempt: 1,
      operation: "refresh the access token",
      method: "POST",
      url: "https://api.hubapi.com/oauth/2026-03/token",
      events: 0,
    });
  });
});
