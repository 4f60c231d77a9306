import index from "@octokit/webhooks-examples/api.github.com/index.json" with { type: "json" };
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Asked, githubAnswer, githubStandIn } from "../people/github_stand_in.ts";
import { divider, everyExample, type ExampleRun } from "./example_runs.ts";
import { foreignCommands } from "./payloads.ts";
import { bundlePath, commandFor, readOutputs, runStep } from "./runner.ts";
import { createStandIn, eventName, listen, type Server, token } from "./stand_in.ts";

/** The events of which some example has to arrive at HubSpot. */
const toldOf = [
  "create",
  "deployment",
  "discussion",
  "fork",
  "gollum",
  "issue_comment",
  "issues",
  "pull_request",
  "pull_request_review",
  "release",
  "star",
  "watch",
];

/** Everybody shows an address in the profile. */
function profileOf({ url }: Asked): Response {
  const login = url.split("/").at(-1) ?? "";
  return githubAnswer(200, { login, type: "User", email: `${login}@example.com` });
}

describe("action/dist/index.cjs, for every example of GitHub's events,", () => {
  let hubspot: Server;
  let gitHub: Server;

  before(async () => {
    hubspot = await listen(createStandIn().fetch);
    gitHub = await listen(githubStandIn({ override: profileOf }).fetch);
  });
  after(async () => {
    await hubspot.close();
    await gitHub.close();
  });

  it("sends or skips, ends with 0, and prints no address and no command of others", async () => {
    const all: readonly { name: string; examples: readonly unknown[] }[] = index;
    const { code, lines, stderr } = await runStep({
      event: "push",
      payload: all.flatMap(({ name, examples }) => examples.map((payload) => ({ name, payload }))),
      command: commandFor(everyExample, bundlePath),
      environment: { GITHUB_API_URL: gitHub.url },
      inputs: {
        "hubspot-token": token,
        "hubspot-api-url": hubspot.url,
        "event-name": eventName,
        events: "*",
        "email-strategies": "profile",
      },
    });
    assert.equal(code, 0, stderr);
    const [, ...logs] = lines.join("\n").split(divider);
    const runs: ExampleRun[] = JSON.parse(stderr);
    assert.deepEqual([runs.length, logs.length], [329, 329]);
    const arrived = new Map<string, number>();
    for (const [place, { name, code, outputs, summary }] of runs.entries()) {
      const log = logs[place] ?? "";
      const told = readOutputs(outputs);
      assert.deepEqual([code, told.get("ok")], [0, "true"], `${name}: ${log}`);
      assert.deepEqual(foreignCommands(log.split("\n")), []);
      assert.ok(!/[\w.+-]{2,}@[\w-]+\.\w/.test(log + summary), `${name}: ${log}`);
      const count = Number(told.get("delivered")) + Number(told.get("duplicate"));
      arrived.set(name, (arrived.get(name) ?? 0) + count);
    }
    assert.deepEqual(toldOf.filter((name) => (arrived.get(name) ?? 0) === 0), []);
  });
});
