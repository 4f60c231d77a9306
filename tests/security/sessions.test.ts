import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { origin, password, startPage } from "../edge/deliveries/harness.ts";
import { delivered, refused } from "../support/client_stand_in.ts";

describe("signing in to the deliveries page", () => {
  const elsewhere = [
    ...["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"],
    ..."next return redirect url to".split(" ").map((name) => `${name}=https://evil.example`),
  ];
  for (const place of elsewhere) {
    it(`leads nowhere else: ${place}`, async () => {
      const { reader } = startPage(() => delivered);
      const query = new URLSearchParams({ next: place, return: place, url: place });
      const hosts = {
        "x-forwarded-host": "evil.example",
        host: "evil.example",
        forwarded: "host=evil.example",
      };
      const asked = await reader.get(`/deliveries?${query}`, hosts);
      assert.equal(asked.headers.get("location"), "/deliveries/login");
      const fields = { password, next: place, return: place, url: place };
      const { headers } = await reader.post(`/deliveries/login?${query}`, fields);
      assert.equal(headers.get("location"), "/deliveries");
    });
  }

  it("gives a session of its own to each, and takes over none that was there before", async () => {
    const { reader } = startPage(() => delivered);
    await reader.signIn();
    const first = reader.cookie;
    // A cookie that somebody else knows, planted in the browser beforehand.
    await reader.post("/deliveries/login", { password });
    assert.notEqual(reader.cookie, first);
    reader.cookie = "hubline_deliveries=planted";
    await reader.post("/deliveries/login", { password });
    assert.ok(!reader.cookie.includes("planted"));
  });

  it("cannot be forged with a longer life, another signature, or the password of another", async () => {
    const { reader } = startPage(() => delivered);
    await reader.signIn();
    const [name = "", value = ""] = reader.cookie.split("=");
    const [expiresAt = "", nonce = "", signature = ""] = value.split(".");
    const forged = [
      `${Number(expiresAt) + 1}.${nonce}.${signature}`,
      `${expiresAt}0.${nonce}.${signature}`,
      `9999999999999999.x.${signature}`,
      `${expiresAt}.${nonce}.${signature.toUpperCase()}`,
      `${expiresAt}.${nonce}.${signature}00`,
      `${expiresAt}.${nonce}.${"f".repeat(64)}`,
      `${expiresAt}.form.${nonce}.${signature}`,
    ];
    const stranger = startPage(() => delivered, { password: `${password}!` });
    await stranger.reader.signIn();
    forged.push(stranger.reader.cookie.split("=")[1] ?? "");
    for (const one of forged) {
      reader.cookie = `${name}=${one}`;
      assert.equal((await reader.get("/deliveries")).status, 303, one);
    }
    // The token of the forms is made with the same key, and opens nothing.
    reader.cookie = `${name}=${expiresAt}.${nonce}.${reader.formToken}`;
    assert.equal((await reader.get("/deliveries")).status, 303);
  });
});

describe("whoever is not signed in", () => {
  const paths = [
    ...[
      "",
      "/",
      "/event?family=app&type=ae1_test&id=bad",
      "/replay",
      "/drop",
      "/resume",
      "/logout",
    ],
    ...["/Login/../", "/login/x", "/./", "/%2e/", "/event;x", "/replay/", "//", "/style.css/.."],
  ];
  const methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"];
  for (const path of paths) {
    it(`sees nothing and does nothing at /deliveries${path}`, async () => {
      const { forwarder, outbox, bring } = startPage(() => refused);
      await bring("bad");
      for (const method of methods) {
        for (const headers of [{}, { origin }, { origin, cookie: "hubline_deliveries=x" }]) {
          const body = ["GET", "HEAD"].includes(method) ? {} : { body: "all=yes&sure=yes&key=x" };
          const address = `${origin}/deliveries${path}`;
          const response = await forwarder.fetch(
            new Request(address, { method, headers, ...body }),
          );
          const text = await response.text();
          assert.ok([303, 403, 404, 405].includes(response.status), `${method} ${response.status}`);
          assert.ok(!text.includes("ae1_test") && !text.includes("ada"), text.slice(0, 300));
        }
      }
      assert.equal((await outbox.journal.counts()).dead, 1);
    });
  }
});
