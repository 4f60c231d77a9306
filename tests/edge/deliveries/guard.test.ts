import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type DeliveriesOptions, deliveriesPage } from "../../../src/edge/deliveries/mod.ts";
import { delivered, refused } from "../../support/client_stand_in.ts";
import { route, start } from "../harness.ts";
import { startJournaled } from "../journaled.ts";
import { origin, password, Reader, startPage } from "./harness.ts";

const policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; " +
  "img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

describe("createForwarder, of deliveries", () => {
  it("has no page where none is asked for", async () => {
    const { forwarder } = startJournaled(() => delivered);
    const { status } = await new Reader((request) => forwarder.fetch(request)).get("/deliveries");
    assert.equal(status, 404);
  });

  const refused: [deliveries: DeliveriesOptions, message: RegExp][] = [
    [{}, /either a password or authorize: it has neither$/],
    [{ password, authorize: () => true }, /either a password or authorize: it has both$/],
    [{ password: "canary" }, /must have at least 12 characters: it has 6$/],
  ];
  for (const [deliveries, message] of refused) {
    it(`refuses what has the keys ${Object.keys(deliveries)}, and names no password`, () => {
      assert.throws(() => startPage(() => delivered, deliveries), (error) => {
        assert.ok(error instanceof Error);
        assert.match(error.message, message);
        return !error.message.includes("canary");
      });
    });
  }

  const wrong: [deliveries: object, message: string][] = [
    [{ password: undefined }, "it must have either a password or authorize: it has neither"],
    [{ password: 123456789012 }, "password must be a string: it is number"],
    [{ password: null }, "password must be a string: it is object"],
    [{ authorize: true }, "authorize must be a function: it is boolean"],
  ];
  for (const [deliveries, message] of wrong) {
    it(`refuses settings of another kind: ${message}`, () => {
      assert.throws(() => Reflect.apply(deliveriesPage, undefined, [deliveries]), {
        name: "TypeError",
        message: `Cannot make the deliveries page: ${message}`,
      });
    });
  }

  it("refuses an outbox without a journal, and sources on its paths", () => {
    const sources = ["/deliveries", "/deliveries/x"].map(route);
    for (const one of sources) {
      assert.throws(() => startPage(() => delivered, { password }, { sources: [one] }), {
        name: "TypeError",
        message: /^Cannot make a forwarder: \/deliveries.*(?:taken twice|below a path of its own)$/,
      });
    }
    assert.throws(() => start({ pages: [deliveriesPage({ password })] }), {
      name: "TypeError",
      message: /the deliveries page needs an outbox with a journal: this one has none$/,
    });
  });
});

describe("the deliveries page with a password", () => {
  it("sends whoever is not signed in to the form, whatever they ask for", async () => {
    const { reader } = startPage(() => delivered);
    for (const path of ["/deliveries", "/deliveries/event?id=a", "/deliveries/x"]) {
      const { status, headers } = await reader.get(path);
      assert.deepEqual([status, headers.get("location")], [303, "/deliveries/login"]);
    }
    for (const path of ["/deliveries/replay", "/deliveries/drop", "/deliveries/resume"]) {
      const { status, headers } = await reader.post(path, { all: "yes", sure: "yes" });
      assert.deepEqual([status, headers.get("location")], [303, "/deliveries/login"]);
    }
    assert.match((await reader.get("/deliveries/login")).text, /type="password"/);
  });

  it("lets in whoever has the password, by a cookie that no script and no other site gets", async () => {
    const { reader } = startPage(() => delivered);
    const { status, headers } = await reader.post("/deliveries/login", { password });
    assert.deepEqual([status, headers.get("location")], [303, "/deliveries"]);
    assert.match(
      headers.get("set-cookie") ?? "",
      /^hubline_deliveries=[\w.-]+; Path=\/deliveries; Max-Age=43200; HttpOnly; SameSite=Strict; Secure$/,
    );
    assert.ok(!(headers.get("set-cookie") ?? "").includes(password));
    assert.equal((await reader.get("/deliveries")).status, 200);
    assert.equal((await reader.get("/deliveries/login")).headers.get("location"), "/deliveries");
  });

  for (const wrong of ["", "x", `${password} `, password.toUpperCase()]) {
    it(`keeps out whoever says ${JSON.stringify(wrong)}`, async () => {
      const { reader } = startPage(() => delivered);
      const { status, text } = await reader.post("/deliveries/login", { password: wrong });
      assert.equal(status, 403);
      assert.match(text, /That is not the password/);
      assert.equal(reader.cookie, "");
    });
  }

  it("takes ten guesses at once, and then one every two seconds", async () => {
    const { reader, clock } = startPage(() => delivered);
    const guess = async (given: string) =>
      (await reader.post("/deliveries/login", { password: given })).status;
    for (let count = 0; count < 10; count++) assert.equal(await guess("wrong"), 403);
    const late = await reader.post("/deliveries/login", { password });
    assert.deepEqual([late.status, late.headers.get("retry-after")], [429, "2"]);
    await clock.advance(2_000);
    assert.equal(await guess(password), 303);
  });

  it("forgets the session after twelve hours, at the sign-out, and with another password", async () => {
    const { reader, clock } = startPage(() => delivered);
    await reader.signIn();
    await clock.advance(12 * 3_600_000 - 1);
    assert.equal((await reader.get("/deliveries")).status, 200);
    await clock.advance(1);
    assert.equal((await reader.get("/deliveries")).status, 303);
    await reader.signIn();
    const kept = reader.cookie;
    const out = await reader.act("/deliveries/logout");
    assert.match(out.headers.get("set-cookie") ?? "", /^hubline_deliveries=; .*Max-Age=0;/);
    const other = startPage(() => delivered, { password: "another password" });
    other.reader.cookie = kept;
    assert.equal((await other.reader.get("/deliveries")).status, 303);
  });

  it("takes no cookie that it did not sign", async () => {
    const { reader } = startPage(() => delivered);
    await reader.signIn();
    const [name, value = ""] = reader.cookie.split("=");
    const [expiresAt = "", nonce, signature] = value.split(".");
    const forged = [
      "",
      "x",
      `${expiresAt}.${nonce}`,
      `${Number(expiresAt) + 1}.${nonce}.${signature}`,
      `${expiresAt}.${nonce}x.${signature}`,
      `${expiresAt}.${nonce}.${"0".repeat(64)}`,
    ];
    for (const cookie of forged) {
      reader.cookie = `${name}=${cookie}`;
      assert.equal((await reader.get("/deliveries")).status, 303, cookie);
    }
  });
});

describe("forms of the deliveries page", () => {
  const foreign: Record<string, string>[] = [
    { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    { origin: "https://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "none" },
    { origin: `${origin}.evil.example` },
  ];
  for (const headers of foreign) {
    it(`are not taken from elsewhere: ${JSON.stringify(headers)}`, async () => {
      const { reader, forwarder, outbox, bring } = startPage(() => refused);
      await bring("a");
      await reader.signIn();
      const response = await forwarder.fetch(
        new Request(`${origin}/deliveries/drop`, {
          method: "POST",
          body: new URLSearchParams({ token: reader.formToken, all: "yes", sure: "yes" }),
          headers: { cookie: reader.cookie, ...headers },
        }),
      );
      assert.equal(response.status, 403);
      assert.equal((await outbox.journal.counts()).dead, 1);
    });
  }

  it("are not taken without the token of the session, or with that of another", async () => {
    const { reader } = startPage(() => delivered);
    await reader.signIn();
    const own = reader.formToken;
    for (const token of ["", "x", own.toUpperCase(), `${own}0`]) {
      const { status } = await reader.post("/deliveries/replay", { token, all: "yes" });
      assert.equal(status, 403, token);
    }
    await reader.signIn();
    assert.notEqual(reader.formToken, own);
    assert.equal((await reader.post("/deliveries/replay", { token: own, all: "yes" })).status, 403);
    assert.equal((await reader.act("/deliveries/replay", [["all", "yes"]])).status, 303);
  });

  it("are taken behind a proxy, by the address that readers see, and lead back there", async () => {
    const { reader } = startPage(() => delivered, { password }, {
      publicUrl: "https://tools.example/hubline",
    });
    const from = { origin: "https://tools.example" };
    const { status, headers } = await reader.post("/deliveries/login", { password }, from);
    assert.deepEqual([status, headers.get("location")], [303, "/hubline/deliveries"]);
    assert.match(headers.get("set-cookie") ?? "", /Path=\/hubline\/deliveries;/);
    assert.match(
      (await reader.get("/deliveries")).text,
      /href="\/hubline\/deliveries\/style\.css"/,
    );
  });

  it("are read up to 256 KiB", async () => {
    const { reader } = startPage(() => delivered);
    await reader.signIn();
    const { status } = await reader.act("/deliveries/replay", [["key", "x".repeat(256 * 1024)]]);
    assert.equal(status, 413);
  });
});

describe("the deliveries page with a function of the host's", () => {
  const authorize = (request: Request) => request.headers.get("x-user") === "ada";

  it("is for whom the function says, and asks for no password", async () => {
    const { reader } = startPage(() => delivered, { authorize });
    assert.equal((await reader.get("/deliveries")).status, 403);
    assert.equal((await reader.get("/deliveries/login")).status, 403);
    const seen = await reader.get("/deliveries", { "x-user": "ada" });
    assert.equal(seen.status, 200);
    assert.ok(!seen.text.includes("Sign out"));
  });

  it("takes forms with the token that goes with the cookie, and no others", async () => {
    const { reader, bring } = startPage(() => refused, { authorize });
    await bring("a");
    const user = { "x-user": "ada" };
    await reader.get("/deliveries/event?family=app&type=ae1_test&id=a", user);
    const act = (token: string) => reader.post("/deliveries/replay", { token, all: "yes" }, user);
    assert.equal((await act(reader.formToken)).status, 303);
    assert.equal((await act("x")).status, 403);
    assert.equal(
      (await reader.post("/deliveries/replay", { token: reader.formToken, all: "yes" })).status,
      403,
    );
    reader.cookie = "";
    assert.equal((await act(reader.formToken)).status, 403);
  });

  it("is for nobody where the function throws, which is told", async () => {
    const { reader, errors } = startPage(() => delivered, {
      authorize: () => Promise.reject(new Error("no directory")),
    });
    assert.equal((await reader.get("/deliveries")).status, 403);
    assert.equal(String(errors[0]), "Error: no directory");
  });
});

describe("answers of the deliveries page", () => {
  it("forbid everything from elsewhere, are kept by nobody, and load nothing foreign", async () => {
    const { reader } = startPage(() => delivered);
    const paths = ["/deliveries", "/deliveries/login", "/deliveries/style.css"];
    for (const path of [...paths, "/deliveries/page.js", "/deliveries/mark.svg"]) {
      const { headers, text } = await reader.get(path);
      assert.equal(headers.get("content-security-policy"), policy, path);
      assert.equal(headers.get("x-content-type-options"), "nosniff");
      assert.equal(headers.get("cache-control"), "no-store");
      assert.equal(headers.get("referrer-policy"), "same-origin");
      assert.ok(!/(?:href|src|url\()="?https?:/.test(text), path);
    }
  });

  it("name 404 for what is not there and 405 for other methods", async () => {
    const { reader, forwarder, handled } = startPage(() => delivered);
    await reader.signIn();
    assert.equal((await reader.get("/deliveries/nothing")).status, 404);
    assert.equal((await reader.act("/deliveries/nothing")).status, 404);
    const put = await forwarder.fetch(new Request(`${origin}/deliveries`, { method: "PUT" }));
    assert.deepEqual([put.status, put.headers.get("allow")], [405, "GET, HEAD, POST"]);
    assert.deepEqual([...new Set(handled.map(({ path }) => path))], ["/deliveries/*"]);
  });
});
