import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { github, signGitHub } from "../../src/sources/github.ts";
import { mergedPullRequest } from "../support/github_deliveries.ts";
import { route, secret, start } from "./harness.ts";

describe("POST /github", () => {
  it("keeps a merged pull request for its author and answers 202 with its id", async () => {
    const { kept, postGitHub } = start();
    const { status, body } = await postGitHub("pull_request", mergedPullRequest());
    assert.equal(status, 202);
    assert.equal(kept.length, 1);
    assert.partialDeepStrictEqual(kept, [{
      eventName: "pe1_github_activity",
      email: "octocat@example.com",
      uuid: body.ids[0],
      properties: { activity: "github.pull_request.merged", title: "Add a timeline" },
    }]);
  });

  it("gives a redelivery the same id", async () => {
    const { postGitHub } = start();
    const first = await postGitHub("pull_request", mergedPullRequest());
    const second = await postGitHub("pull_request", mergedPullRequest());
    assert.deepEqual(second.body.ids, first.body.ids);
  });

  it("answers 401 and parses nothing without the right signature", async () => {
    const { kept, post, postGitHub } = start();
    const wrong = await postGitHub("pull_request", mergedPullRequest(), "another secret");
    const none = await post("/github", "not json", { "x-github-event": "pull_request" });
    const old = await post("/github", "{}", {
      "x-github-event": "push",
      "x-hub-signature": "sha1=00",
    });
    for (const { status, body } of [wrong, none, old]) {
      assert.deepEqual([status, body.error.code], [401, "unauthorized"]);
    }
    assert.equal(kept.length, 0);
  });

  it("answers 400 for what is no JSON and 422 for a wrong shape, both signed", async () => {
    const { post, postGitHub } = start();
    const signature = await signGitHub(secret, new TextEncoder().encode("{"));
    const broken = await post("/github", "{", {
      "x-github-event": "push",
      "x-hub-signature-256": signature,
    });
    assert.deepEqual([broken.status, broken.body.error.code], [400, "invalid_json"]);
    const odd = await postGitHub("pull_request", { action: "opened", pull_request: 7 });
    assert.deepEqual([odd.status, odd.body.error.code], [422, "invalid_payload"]);
    assert.ok(odd.body.error.issues.length > 0);
  });

  const skipped: [string, string, unknown, string][] = [
    ["a ping", "ping", { zen: "x", hook_id: 1 }, "ping"],
    ["an event of another kind", "project_card", {}, "unsupported_event"],
    ["whom nobody knows", "pull_request", mergedPullRequest({ login: "stranger" }), "no_contact"],
    ["a bot", "pull_request", mergedPullRequest({ login: "renovate[bot]" }), "bot"],
  ];
  for (const [what, event, payload, reason] of skipped) {
    it(`answers 200 with the reason for ${what}`, async () => {
      const { kept, postGitHub } = start();
      const { status, body } = await postGitHub(event, payload);
      assert.deepEqual([status, body.skipped], [200, reason]);
      assert.equal(kept.length, 0);
    });
  }

  it("answers 413 for a body over the source's cap", async () => {
    const source = github({ secret, maxBodyBytes: 100 });
    const { post } = start({ sources: [{ ...route("/github"), source }] });
    const headers = { "x-hub-signature-256": `sha256=${"0".repeat(64)}` };
    assert.equal((await post("/github", "x".repeat(101), headers)).status, 413);
  });

  it("reads nothing of a body without a signature", async () => {
    const { forwarder } = start();
    let taken = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        taken++;
        controller.enqueue(new Uint8Array(1_000));
      },
    });
    const init = { method: "POST", body, ...{ duplex: "half" } };
    const response = await forwarder.fetch(new Request("http://localhost/github", init));
    assert.equal(response.status, 401);
    assert.ok(taken <= 1, `${taken} chunks were taken`);
  });
});
