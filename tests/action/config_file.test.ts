import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { githubAnswer, githubStandIn, notFound } from "../people/github_stand_in.ts";
import { type ActionRun, gitHubToken, runAction } from "./action_run.ts";
import { mergedPullRequest } from "./payloads.ts";
import { createStandIn, eventName } from "./stand_in.ts";

const config = `
people: { mona: mona@example.com }
rules:
  - match: { type: github.pull_request.merged }
    send: { eventName: ${eventName}, properties: { title: "From the file: {{subject.title}}" } }
`;

async function runWith(answer: () => Response, one: ActionRun = {}) {
  const { fetch, asked } = githubStandIn({ override: answer });
  const standIn = createStandIn();
  const recorded = await runAction({
    event: "pull_request_target",
    payload: mergedPullRequest({ fork: 9 }),
    gitHub: fetch,
    standIn,
    ...one,
    inputs: {
      "event-name": "",
      "config-file": ".github/hub line.yml",
      "github-token": gitHubToken,
      ...one.inputs,
    },
  });
  return { ...recorded, asked, sent: standIn.seen.flatMap(({ events }) => events) };
}

describe("input config-file", () => {
  it("is read from the default branch, with the token, and from nowhere else", async () => {
    const { sent, asked, failures } = await runWith(() => new Response(config));
    assert.deepEqual(failures, []);
    assert.deepEqual(sent.map(({ properties }) => properties.title), ["From the file: Add a door"]);
    // Without a branch GitHub takes the default one; the only file that is read is the event's.
    assert.deepEqual(asked.map(({ what }) => what), [
      "GET /repos/octo/hello/contents/.github/hub%20line.yml",
    ]);
    assert.equal(asked[0]?.init.headers.authorization, `Bearer ${gitHubToken}`);
  });

  const faults: readonly [name: string, answer: () => Response, message: RegExp][] = [
    [
      "a file that is not there",
      notFound,
      /^.*\nInput config-file: Expected a file on the default branch, found none .*contents: read/,
    ],
    [
      "a token that may not read it",
      () => githubAnswer(403, { message: "Resource not accessible by integration" }),
      /Input config-file: Expected a file on the default branch, found none that github-token may read/,
    ],
    [
      "a token that GitHub does not know",
      () => githubAnswer(401, { message: "Bad credentials" }),
      /Input config-file: Expected a GitHub token that is valid in input github-token/,
    ],
    [
      "a file that cannot be used",
      () => new Response("people:\n  mona: nobody"),
      /Input config-file: Cannot read \.github\/hub line\.yml:2:9: people\.mona: Expected an e-mail/,
    ],
    [
      "a rule for what GitHub never tells",
      () => new Response("rules: [{ except: { type: [github.isue.opened] }, send: false }]"),
      /Input config-file: Cannot read \.github\/hub line\.yml:1:28: rules\.0\.except\.type\.0: .* did you mean github\.issue\.opened\?/,
    ],
    [
      "a folder, which GitHub lists",
      () => Response.json([{ name: "a.yml" }]),
      /Input config-file: Cannot read \.github\/hub line\.yml:1:1: Expected .*found a list/,
    ],
    [
      "a GitHub that cannot be asked",
      () => githubAnswer(503, { message: "Unavailable" }),
      /^Cannot read input config-file: .* run the job again later$/,
    ],
  ];
  for (const [name, answer, message] of faults) {
    it(`fails the step for ${name}`, async () => {
      const { failures, sent } = await runWith(answer);
      assert.match(failures[0] ?? "", message);
      assert.deepEqual(sent, []);
    });
  }

  it("only warns of a GitHub that cannot be asked with fail-on-error: false", async () => {
    const { failures, annotations, outputs } = await runWith(
      () => githubAnswer(503, { message: "Unavailable" }),
      { inputs: { "fail-on-error": "false" } },
    );
    assert.deepEqual([failures, outputs.get("ok")], [[], "false"]);
    assert.deepEqual(annotations.map(({ kind }) => kind), ["warning"]);
  });

  it("needs a token for GitHub", async () => {
    const { failures, asked } = await runWith(notFound, { inputs: { "github-token": "" } });
    assert.match(failures[0] ?? "", /Input config-file: Expected input github-token beside it/);
    assert.deepEqual(asked, []);
  });

  it("follows no redirect to another host with the token", async () => {
    const { failures, asked } = await runWith(() =>
      new Response(null, { status: 302, headers: { location: "https://elsewhere.example/x" } })
    );
    assert.equal(failures.length, 1);
    assert.equal(asked.length, 1);
  });
});
