import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  github,
  githubActivities,
  type RawRequest,
  receive,
  signGitHub,
  SourceError,
} from "../../src/sources/github.ts";
import { example } from "./github_examples.ts";

const secret = "It's a Secret to Everybody";
const published = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
const source = github({ secret });

function request(
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string>,
): RawRequest {
  return {
    method: "POST",
    url: "https://hooks.example.com/github",
    headers: new Headers(headers),
    body: typeof body === "string" ? new TextEncoder().encode(body) : body,
    receivedAt: new Date("2026-03-01T12:00:00Z"),
  };
}

async function signed(
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string>,
): Promise<RawRequest> {
  return request(body, { ...headers, "x-hub-signature-256": await signGitHub(secret, body) });
}

describe("github()", () => {
  it("is named, and takes 25 MiB unless told otherwise", () => {
    assert.equal(source.name, "github");
    assert.equal(source.maxBodyBytes, 26_214_400);
    assert.equal(github({ secret, maxBodyBytes: 10 }).maxBodyBytes, 10);
  });

  it("refuses a secret that protects nothing", () => {
    const message = "Cannot make the GitHub source: secret must not be empty";
    assert.throws(() => github({ secret: "" }), { name: "RangeError", message });
    assert.throws(() => github({ secret: ["old", ""] }), { name: "RangeError", message });
    assert.throws(() => github({ secret: [] }), {
      name: "RangeError",
      message: "Cannot make the GitHub source: secret must hold at least one, holds none",
    });
  });

  it("refuses a secret that is no text, as an unset variable is", () => {
    const options = JSON.parse('{"secret":[null]}');
    for (const wrong of [options, {}, { secret: 5 }]) {
      assert.throws(() => github(wrong), {
        name: "TypeError",
        message:
          /^Cannot make the GitHub source: secret must be a string, is (object|undefined|number)$/,
      });
    }
  });

  for (const maxBodyBytes of [0, -1, 1.5, NaN, Infinity]) {
    it(`refuses ${maxBodyBytes} as maxBodyBytes`, () => {
      assert.throws(() => github({ secret, maxBodyBytes }), {
        name: "RangeError",
        message:
          `Cannot make the GitHub source: maxBodyBytes must be a whole number from 1, is ${maxBodyBytes}`,
      });
    });
  }
});

describe("signGitHub()", () => {
  it("gives the signature that GitHub publishes", async () => {
    assert.equal(await signGitHub(secret, "Hello, World!"), published);
    assert.equal(await signGitHub(secret, new TextEncoder().encode("Hello, World!")), published);
  });

  it("refuses an empty secret", async () => {
    await assert.rejects(signGitHub("", "x"), {
      name: "RangeError",
      message: "Cannot sign: the secret must not be empty",
    });
  });
});

describe("github().verify()", () => {
  it("takes the signature that GitHub publishes", async () => {
    await source.verify(request("Hello, World!", { "X-Hub-Signature-256": published }));
  });

  it("takes any of several secrets, for rotation", async () => {
    for (const secrets of [["new", secret], [secret, "new"], [secret]]) {
      await github({ secret: secrets }).verify(
        request("Hello, World!", { "x-hub-signature-256": published }),
      );
    }
  });

  it("keeps to the secrets it was made with", async () => {
    const secrets = ["new"];
    const strict = github({ secret: secrets });
    secrets.push(secret);
    await assert.rejects(
      strict.verify(request("Hello, World!", { "x-hub-signature-256": published })),
      { name: "SourceError", code: "unauthorized" },
    );
  });

  const missing = "X-Hub-Signature-256 is missing; set a secret in the webhook's settings";
  const sha1 =
    "X-Hub-Signature-256 is missing, and X-Hub-Signature is made with SHA-1, which is not taken";
  const malformed = "X-Hub-Signature-256 must be sha256= and 64 hexadecimal digits";
  const wrong = "X-Hub-Signature-256 does not fit the body and the webhook's secret";
  const digits = published.slice("sha256=".length);
  const refusals: readonly [name: string, headers: Record<string, string>, found: string][] = [
    ["no signature", {}, missing],
    ["SHA-1 alone", { "x-hub-signature": "sha1=01dc10d0c83e72ed246219cdd91669667fe2ca59" }, sha1],
    ["an empty signature", { "x-hub-signature-256": "" }, malformed],
    ["a signature without prefix", { "x-hub-signature-256": digits }, malformed],
    ["another prefix", { "x-hub-signature-256": `sha512=${digits}` }, malformed],
    ["a SHA-1 under the newer name", { "x-hub-signature-256": `sha1=${digits}` }, malformed],
    ["too few digits", { "x-hub-signature-256": published.slice(0, -2) }, malformed],
    ["too many digits", { "x-hub-signature-256": `${published}00` }, malformed],
    ["a digit that is none", { "x-hub-signature-256": `${published.slice(0, -1)}g` }, malformed],
    ["two signatures", { "x-hub-signature-256": `${published}, ${published}` }, malformed],
    ["another digit", { "x-hub-signature-256": `${published.slice(0, -1)}8` }, wrong],
    ["nothing but zeros", { "x-hub-signature-256": `sha256=${"0".repeat(64)}` }, wrong],
  ];
  for (const [name, headers, found] of refusals) {
    it(`refuses ${name}`, async () => {
      await assert.rejects(source.verify(request("Hello, World!", headers)), (error) => {
        assert.ok(error instanceof SourceError);
        assert.equal(error.code, "unauthorized");
        assert.equal(error.message, `Cannot verify the delivery: ${found}`);
        assert.ok(!JSON.stringify([error.message, error.issues, error.cause]).includes(digits));
        return true;
      });
    });
  }

  it("refuses the signature of another secret", async () => {
    const signature = await signGitHub("Secret", "Hello, World!");
    await assert.rejects(
      source.verify(request("Hello, World!", { "x-hub-signature-256": signature })),
      {
        name: "SourceError",
        code: "unauthorized",
        message: `Cannot verify the delivery: ${wrong}`,
      },
    );
  });

  it("refuses a body changed in any byte", async () => {
    const bodies = fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) =>
      Uint8Array.from(bytes)
    );
    await fc.assert(
      fc.asyncProperty(
        bodies,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (body, where, flip) => {
          const delivery = await signed(body, {});
          const at = where % body.length;
          const changed = body.slice();
          changed[at] = (changed[at] ?? 0) ^ flip;
          await source.verify({ ...delivery, body });
          await assert.rejects(source.verify({ ...delivery, body: changed }), {
            code: "unauthorized",
          });
        },
      ),
    );
  });

  it("comes before parsing", async () => {
    const bad = request("not JSON", { "x-github-event": "push", "x-hub-signature-256": published });
    await assert.rejects(receive(source, bad), { name: "SourceError", code: "unauthorized" });
  });
});

describe("github().parse()", () => {
  const payload = example("push", undefined, {});
  const json = JSON.stringify(payload);

  it("reads JSON as githubActivities() does", async () => {
    const delivery = await signed(json, {
      "x-github-event": "push",
      "content-type": "application/json",
    });
    const { receivedAt } = delivery;
    assert.deepEqual(
      await receive(source, delivery),
      await githubActivities({ event: "push", payload, receivedAt }),
    );
  });

  it("reads a form to the same activities", async () => {
    const form = new URLSearchParams({ payload: json }).toString();
    const delivery = await signed(form, {
      "x-github-event": "push",
      "content-type": "Application/X-WWW-Form-Urlencoded; charset=utf-8",
    });
    const { receivedAt } = delivery;
    assert.deepEqual(
      await receive(source, delivery),
      await githubActivities({ event: "push", payload, receivedAt }),
    );
  });

  it("reads of a form what means something else in forms", async () => {
    const title = "a+b & c=100% ü🐙";
    const opened = JSON.stringify(example("issues", "opened", { "issue.title": title }));
    const delivery = await signed(`payload=${encodeURIComponent(opened)}`, {
      "x-github-event": "issues",
      "content-type": "application/x-www-form-urlencoded",
    });
    const { activities } = await receive(source, delivery);
    assert.deepEqual(activities.map(({ subject }) => subject.title), [title]);
  });

  it("reads JSON that is called a form, as curl -d calls everything", async () => {
    const delivery = await signed(json, {
      "x-github-event": "push",
      "content-type": "application/x-www-form-urlencoded",
    });
    const { receivedAt } = delivery;
    assert.deepEqual(
      await receive(source, delivery),
      await githubActivities({ event: "push", payload, receivedAt }),
    );
  });

  it("answers a ping", async () => {
    const delivery = await signed('{"zen":"Keep it logically awesome."}', {
      "x-github-event": "ping",
    });
    assert.deepEqual(await receive(source, delivery), {
      activities: [],
      skipped: [{ reason: "ping", what: "ping" }],
    });
  });

  it("gives a redelivery the same ids", async () => {
    const first = await signed(json, { "x-github-event": "push", "x-github-delivery": "1" });
    const again = await signed(json, { "x-github-event": "push", "x-github-delivery": "2" });
    const later = { ...again, receivedAt: new Date("2026-03-02T00:00:00Z") };
    const ids = async (delivery: RawRequest) =>
      (await receive(source, delivery)).activities.map(({ id }) => id);
    assert.deepEqual(await ids(later), await ids(first));
    assert.equal((await ids(first)).length, 1);
  });

  const form = { "x-github-event": "push", "content-type": "application/x-www-form-urlencoded" };
  const refusals: readonly [
    name: string,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string>,
    code: string,
    message: string,
  ][] = [
    [
      "no event",
      "{}",
      {},
      "invalid_payload",
      "Cannot read the delivery: X-GitHub-Event is missing",
    ],
    [
      "an empty event",
      "{}",
      { "x-github-event": "" },
      "invalid_payload",
      "Cannot read the delivery: X-GitHub-Event is missing",
    ],
    [
      "no body",
      "",
      { "x-github-event": "push" },
      "invalid_json",
      "Cannot parse the body: not JSON",
    ],
    [
      "half a body",
      json.slice(0, -1),
      { "x-github-event": "push" },
      "invalid_json",
      "Cannot parse the body: not JSON",
    ],
    [
      "a body that is no UTF-8",
      Uint8Array.of(0x22, 0xff, 0x22),
      { "x-github-event": "push" },
      "invalid_json",
      "Cannot parse the body: not UTF-8",
    ],
    [
      "a form sent as JSON",
      "payload=%7B%7D",
      { "x-github-event": "push" },
      "invalid_json",
      "Cannot parse the body: not JSON",
    ],
    [
      "a form without payload",
      "a=b",
      form,
      "invalid_payload",
      "Cannot read the form: field payload is missing",
    ],
    [
      "a form of something else",
      "payload=x",
      form,
      "invalid_json",
      "Cannot parse the body: not JSON",
    ],
  ];
  for (const [name, body, headers, code, message] of refusals) {
    it(`refuses ${name}`, async () => {
      await assert.rejects(receive(source, await signed(body, headers)), {
        name: "SourceError",
        code,
        message,
      });
    });
  }

  it("says where a payload is wrong", async () => {
    const delivery = await signed('{"action":"opened"}', { "x-github-event": "issues" });
    await assert.rejects(receive(source, delivery), (error) => {
      assert.ok(error instanceof SourceError);
      assert.equal(error.code, "invalid_payload");
      assert.deepEqual(error.issues.map(({ path }) => path), ["repository", "issue"]);
      return true;
    });
  });
});
