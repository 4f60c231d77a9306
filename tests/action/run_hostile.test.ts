import index from "@octokit/webhooks-examples/api.github.com/index.json" with { type: "json" };
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gitHubToken, runAction } from "./action_run.ts";
import { foreignCommands, hostileTexts, mergedPullRequest, push } from "./payloads.ts";
import { createStandIn } from "./stand_in.ts";

const people = "people: { Mona: mona@example.com }";

describe("run, with what strangers wrote,", () => {
  for (const dryRun of ["false", "true"]) {
    it(`prints no command of theirs, dry-run ${dryRun}`, async () => {
      const commits = await runAction({
        payload: push(hostileTexts),
        inputs: { "dry-run": dryRun },
      });
      assert.deepEqual(foreignCommands(commits.lines), []);
      // The mask, two lines of the fold, and the counts.
      assert.equal(commits.lines.length, hostileTexts.length + 4);
      for (const title of hostileTexts) {
        const { lines } = await runAction({
          event: "pull_request",
          payload: mergedPullRequest({ title, branch: title }),
          inputs: { "dry-run": dryRun, config: people },
        });
        assert.deepEqual(foreignCommands(lines), []);
        assert.equal(lines.length, 5);
      }
    });
  }

  it("shows none of their logins and addresses as they are", async () => {
    for (const hostile of hostileTexts) {
      const { lines, summary } = await runAction({
        payload: push(["Add a door"], [{ username: hostile, name: hostile, email: "" }]),
      });
      assert.deepEqual(foreignCommands(lines), []);
      assert.ok(!/<script|<img/.test(summary));
      assert.ok(!(summary + lines.join("\n")).includes("ada@example.com"));
    }
  });

  it("sends or skips every example of GitHub's, and prints no address", async () => {
    const events: readonly { name: string; examples: readonly unknown[] }[] = index;
    const standIn = createStandIn();
    let arrived = 0;
    let runs = 0;
    for (const { name, examples } of events) {
      for (const payload of examples) {
        const { failures, lines, outputs, summary } = await runAction({
          event: name,
          payload,
          standIn,
          gitHub: (url) => Promise.resolve(profileOf(url.split("/").at(-1) ?? "")),
          inputs: { events: "*", "github-token": gitHubToken, "email-strategies": "profile" },
        });
        assert.deepEqual(failures, []);
        assert.ok(!/[\w.+-]{2,}@[\w-]+\.\w/.test(lines.slice(1).join("\n") + summary));
        assert.deepEqual(foreignCommands(lines), []);
        arrived += Number(outputs.get("delivered")) + Number(outputs.get("duplicate"));
        runs++;
      }
    }
    assert.equal(runs, 329);
    assert.ok(arrived > 100, `${arrived} arrived`);
  });
});

/** Somebody who shows an address in the profile. */
function profileOf(login: string): Response {
  return Response.json({ login, type: "User", email: `${login}@example.com` });
}
