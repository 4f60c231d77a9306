import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sign, verify } from "@octokit/webhooks-methods";
import { github, receive, signGitHub } from "../../src/sources/github.ts";
import { example } from "./github_examples.ts";
import { receivedAt, request } from "./deliveries.ts";

const secret = "It's a Secret to Everybody";
const body = JSON.stringify(example("issues", "opened"));

describe("github() of what @octokit/webhooks-methods signs", () => {
  const signed = async (text: string, own = secret) =>
    request({
      headers: { "x-github-event": "issues", "x-hub-signature-256": await sign(own, text) },
      body: text,
    });

  it("takes it", async () => {
    const { activities } = await receive(github({ secret }), await signed(body));
    assert.deepEqual(activities.map(({ type }) => type), ["github.issue.opened"]);
  });

  it("takes it with text of any script", async () => {
    const text = JSON.stringify(example("issues", "opened", { "issue.title": "Größe 😀 \u2028" }));
    const { activities } = await receive(github({ secret }), await signed(text));
    assert.equal(activities.length, 1);
  });

  it("refuses it with another secret or another body", async () => {
    await assert.rejects(receive(github({ secret }), await signed(body, "another")), {
      name: "SourceError",
      code: "unauthorized",
    });
    const raw = await signed(body);
    const changed = { ...raw, body: new TextEncoder().encode(`${body} `), receivedAt };
    await assert.rejects(receive(github({ secret }), changed), { code: "unauthorized" });
  });
});

describe("signGitHub()", () => {
  it("is taken by @octokit/webhooks-methods", async () => {
    assert.equal(await verify(secret, body, await signGitHub(secret, body)), true);
    assert.equal(await verify(secret, body, await signGitHub("another", body)), false);
  });
});
