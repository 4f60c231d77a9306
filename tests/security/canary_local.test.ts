import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { createClient, oauth } from "../../mod.ts";
import { startLocalHubSpot } from "../../src/local/mod.ts";
import { customEvent } from "../support/events.ts";
import { assertSilent, type Canary, type Written } from "./canaries.ts";

const secrets: readonly Canary[] = [
  { name: "the access token", text: "pat-na1-canary-1a9b/token+1" },
  { name: "the client secret", text: "canary-2b8c/client+2" },
  { name: "the refresh token", text: "canary-3c7d/refresh+3" },
  { name: "the developer's key", text: "canary-4d6e/developer+4" },
  { name: "the code", text: "canary-5e5f/code+5" },
];
const [token = "", clientSecret = "", refreshToken = "", developerApiKey = "", code = ""] = secrets
  .map(({ text }) => text);

describe("Local HubSpot, of canaries", () => {
  const folder = mkdtempSync(join(tmpdir(), "hubline-canary-"));
  after(() => rmSync(folder, { recursive: true }));

  it("shows, exports and stores no secret of whoever asks it", async () => {
    const file = join(folder, "account.db");
    const hubspot = await startLocalHubSpot({
      port: 0,
      file,
      apps: [{
        clientId: "app",
        clientSecret,
        refreshTokens: [refreshToken],
        codes: [code],
        developerApiKey,
      }],
    });
    const written: Written[] = [];
    try {
      const { url } = hubspot;
      const accessToken = oauth({ clientId: "app", clientSecret, refreshToken, baseUrl: url });
      const issued = await accessToken();
      await createClient({ accessToken, baseUrl: url }).send(customEvent());
      // Any other token is refused once there are apps, in an answer that the log keeps.
      const ask = (path: string, init: RequestInit = {}) =>
        fetch(url + path, init).then((one) => one.text());
      const authorization = `Bearer ${token}`;
      await ask("/events/2026-03/send", { method: "POST", body: "{}", headers: { authorization } });
      await ask(`/events/2026-03/send?access_token=${encodeURIComponent(token)}`, {
        headers: { authorization, cookie: token, "x-token": token },
      });
      const key = encodeURIComponent(developerApiKey);
      await ask(`/integrators/timeline/v3/1/event-templates?hapikey=${key}`);
      await ask(`/integrators/timeline/v3/1/event-templates?hapikey=${key}x`);
      for (const path of ["access", "refresh"]) {
        await ask(`/oauth/v1/${path}-tokens/${encodeURIComponent(refreshToken)}`);
        await ask(`/oauth/v1/${path}-tokens/${encodeURIComponent(issued)}`);
      }
      for (const path of ["token", "token/introspect", "token/revoke"]) {
        const form = {
          grant_type: "authorization_code",
          client_id: "app",
          client_secret: clientSecret,
          code,
          token,
        };
        await ask(`/oauth/2026-03/${path}`, { method: "POST", body: new URLSearchParams(form) });
      }
      const all = [...secrets, { name: "the token that was given out", text: issued }];
      const requests = hubspot.log();
      assert.ok(requests.length >= 12, `${requests.length} requests`);
      written.push({ where: "the log", text: JSON.stringify(requests) });
      for (
        const path of [
          "/",
          "/requests",
          ...requests.map(({ number }) => `/requests/${number}`),
        ]
      ) {
        written.push({ where: path, text: await ask(path) });
      }
      for (const path of ["/_local/requests", "/_local/export"]) {
        written.push({ where: path, text: await ask(path) });
      }
      assertSilent(written, all);
    } finally {
      await hubspot.close();
    }
    const files = readdirSync(folder).map((name) => join(folder, name));
    assert.ok(files.length > 0);
    assertSilent(files.map((where) => ({ where, text: readFileSync(where, "latin1") })), secrets);
  });
});
