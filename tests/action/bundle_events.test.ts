import index from "@octokit/webhooks-examples/api.github.com/index.json" with { type: "json" };
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Asked, githubAnswer, githubStandIn } from "../people/github_stand_in.ts";
import { foreignCommands } from "./payloads.ts";
import { runStep, type StepResult } from "./runner.ts";
import { createStandIn, eventName, listen, type Server, token } from "./stand_in.ts";

/** Processes at a time. */
const atOnce = 4;

/** The events that can start a workflow, as far as there are examples of them. */
const startingEvents: ReadonlySet<string> = new Set([
  "branch_protection_rule",
  "check_run",
  "check_suite",
  "create",
  "delete",
  "deployment",
  "deployment_status",
  "discussion",
  "discussion_comment",
  "fork",
  "gollum",
  "issue_comment",
  "issues",
  "label",
  "merge_group",
  "milestone",
  "page_build",
  "public",
  "pull_request",
  "pull_request_review",
  "pull_request_review_comment",
  "push",
  "release",
  "repository_dispatch",
  "status",
  "watch",
  "workflow_dispatch",
  "workflow_run",
]);

/** Everybody shows an address in the profile. */
function profileOf({ url }: Asked): Response {
  const login = url.split("/").at(-1) ?? "";
  return githubAnswer(200, { login, type: "User", email: `${login}@example.com` });
}

describe("action/dist/index.cjs, for each event that starts workflows,", () => {
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

  it("sends or skips, exits with 0, and prints no address and no command of others", async () => {
    const events: readonly { name: string; examples: readonly unknown[] }[] = index;
    const waiting = events.filter(({ name }) => startingEvents.has(name)).map((
      { name, examples: [payload] },
    ) => ({ name, payload }));
    const results = new Map<string, StepResult>();
    const work = async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const { name, payload } = next;
        results.set(
          name,
          await runStep({
            event: name,
            payload,
            environment: { GITHUB_API_URL: gitHub.url },
            inputs: {
              "hubspot-token": token,
              "hubspot-api-url": hubspot.url,
              "event-name": eventName,
              events: "*",
              "email-strategies": "profile",
            },
          }),
        );
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    assert.equal(results.size, startingEvents.size);
    for (const [name, { code, lines, summary, outputs, stderr }] of results) {
      const log = lines.join("\n");
      assert.equal(code, 0, `${name}: ${log} ${stderr}`);
      assert.equal(outputs.get("ok"), "true", `${name}: ${log}`);
      assert.deepEqual(foreignCommands(lines), []);
      assert.ok(!/[\w.+-]{2,}@[\w-]+\.\w/.test(log + summary), `${name}: ${log}`);
    }
    const delivered = [...results].flatMap(([name, { outputs }]) =>
      outputs.get("delivered") === "0" ? [] : [name]
    );
    for (const name of ["fork", "pull_request", "pull_request_review", "release", "watch"]) {
      assert.ok(delivered.includes(name), `${name} is among ${delivered}`);
    }
  });
});
