import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import type { Fetch } from "../../mod.ts";
import { exchangeCode } from "../../src/hubspot/oauth_code.ts";
import type { FaultEffect } from "../../src/local/mod.ts";
import type { Hooks } from "../../src/transport/hooks.ts";
import { always, exactly } from "../support/local_hubspot.ts";
import { account, granting, localApp, start } from "./oauth_harness.ts";

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

const effects: [string, FaultEffect][] = [
  ["quotes them in a refusal", exactly(400, { error: "invalid_grant", message: quoting })],
  ["quotes them in a description", exactly(400, { error_description: quoting, error: quoting })],
  ["quotes them in every field", exactly(403, { category: quoting, correlationId: quoting })],
  ["quotes them beside a fault", exactly(500, { message: quoting, status: quoting })],
  ["quotes them in a page", { kind: "exact_answer", status: 502, body: quoting }],
  ["is not reached", { kind: "reset" }],
  ["says nothing", { kind: "hang" }],
  ["gives a token of two words", granting({ access_token: `${canary} 2` })],
  ["gives a refresh token that is none", granting({ refresh_token: `${canary}\n` })],
  ["gives a text", exactly(200, quoting)],
  ["gives a life in words", granting({ expires_in: `${canary}3` })],
];

/** A failure as some runtimes make them: it names the whole request, deep in its cause. No server can have one thrown. */
const talkative = Object.assign(new TypeError(`fetch failed: ${canary}1`), {
  cause: { code: "ECONNRESET", body: `refresh_token=${canary}0` },
});

/** An account of the app with the secrets, where this goes wrong. */
const accountWith = (effect: FaultEffect) =>
  account({
    hubspot: { apps: [localApp({ ...secrets, refreshTokens: [`${canary}0`] })] },
    faults: [always(effect)],
  });

/** Accounts that could quote the secrets, and one whose network does. */
const accounts: [string, () => ReturnType<typeof account>][] = [
  ...effects.map(([what, effect]): [string, () => ReturnType<typeof account>] => [
    what,
    () => accountWith(effect),
  ]),
  ["is not reached, and the network says by what request", () => {
    const at = account();
    const fetch: Fetch = () => Promise.reject(talkative);
    return { ...at, deps: { ...at.deps, fetch } };
  }],
];

describe("The secrets of an app", () => {
  for (const [what, open] of accounts) {
    it(`stay in it where the token endpoint ${what}`, async () => {
      const { hooks, told } = listening();
      const { get } = start({ ...secrets, refreshToken: `${canary}0`, hooks }, open());
      const error = await get().then(() => assert.fail("Expected an error"), (thrown) => thrown);
      assert.match(String(error), /^HubSpotError: Cannot refresh the access token: /);
      assert.ok(!shown(error).includes("canary"), shown(error));
      assert.ok(told.length >= 2);
      assert.ok(!inspect(told, { depth: 20 }).includes("canary"));
    });

    it(`stay in it where a code is exchanged and the token endpoint ${what}`, async () => {
      const { hooks, told } = listening();
      const { clock, deps } = open();
      const exchange = exchangeCode({
        ...secrets,
        code: `${canary}0`,
        codeVerifier: `${canary}4`,
        redirectUri: "https://example.com/installed",
        hooks,
        deps,
      });
      const error = await clock.drive(exchange)
        .then(() => assert.fail("Expected an error"), (thrown) => thrown);
      assert.match(String(error), /^HubSpotError: Cannot exchange the code for tokens: /);
      assert.ok(!shown(error).includes("canary"), shown(error));
      assert.ok(!inspect(told, { depth: 20 }).includes("canary"));
    });
  }

  it("are not to be had from what `oauth` makes", () => {
    const { token } = start({ ...secrets, refreshToken: `${canary}0` });
    assert.ok(!shown(token).includes("canary"));
  });

  it("are told apart in hooks by what the request is for alone", async () => {
    const { hooks, told } = listening();
    await start({ hooks }).get();
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
