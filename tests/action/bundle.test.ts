import assert from "node:assert/strict";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { foreignCommands, hostileTexts, mergedPullRequest, push } from "./payloads.ts";
import { githubStandIn } from "../people/github_stand_in.ts";
import { startLocalHubSpot } from "../../src/local/mod.ts";
import { bundlePath, commandFor, jobToken, runStep } from "./runner.ts";
import { createStandIn, eventName, listen, type Server, type StandIn, token } from "./stand_in.ts";

const people = "people: { mona: mona@example.com }";

describe("action/dist/index.cjs", () => {
  let standIn: StandIn;
  let server: Server;
  let gitHub: Server;
  let environment: Record<string, string>;
  let inputs: Record<string, string>;

  beforeEach(async () => {
    standIn = createStandIn();
    server = await listen(standIn.fetch);
    gitHub = await listen(
      githubStandIn({
        users: { mona: { email: "mona@example.com" } },
        override: ({ what }) =>
          what.endsWith("/contents/.github/hubline.yml") ? new Response(people) : undefined,
      }).fetch,
    );
    environment = { GITHUB_API_URL: gitHub.url };
    inputs = {
      "hubspot-token": token,
      "hubspot-api-url": server.url,
      "event-name": eventName,
      config: people,
    };
  });
  afterEach(async () => {
    await server.close();
    await gitHub.close();
  });

  it("delivers, tells the runner, and makes a second run's event a duplicate", async () => {
    const step = { event: "pull_request", payload: mergedPullRequest(), inputs, environment };
    const first = await runStep(step);
    assert.equal(first.code, 0, first.stderr);
    assert.equal(first.lines[0], `::add-mask::${token}`);
    assert.equal(first.lines[1], `::add-mask::${jobToken}`);
    const [seen] = standIn.seen;
    assert.equal(seen?.authorization, `Bearer ${token}`);
    assert.equal(seen?.path, "/events/2026-03/send");
    const id = seen?.events[0]?.uuid;
    assert.deepEqual(Object.fromEntries(first.outputs), {
      delivered: "1",
      duplicate: "0",
      rejected: "0",
      deferred: "0",
      skipped: "0",
      ok: "true",
      unresolved: "0",
      resume: "",
      "event-ids": JSON.stringify([id]),
      receipts: JSON.stringify([{
        activity: "github.pull_request.merged",
        outcome: "delivered",
        index: 0,
        key: { family: "custom", type: eventName, id },
      }]),
    });
    assert.match(first.summary, /^<h2>HubSpot timeline: pull_request<\/h2>\n<p>1 delivered, /);

    const second = await runStep(step);
    assert.equal(second.code, 0, second.stderr);
    assert.deepEqual([second.outputs.get("delivered"), second.outputs.get("duplicate")], [
      "0",
      "1",
    ]);
    assert.equal(second.outputs.get("event-ids"), first.outputs.get("event-ids"));
  });

  it("loads what reads YAML only where there is YAML to read", async () => {
    const folder = await mkdtemp(join(tmpdir(), "hubline-alone-"));
    try {
      const alone = join(folder, "index.cjs");
      await copyFile(bundlePath, alone);
      const step = { event: "push", payload: push(["Add a door"]), environment };
      const { code, outputs, stderr } = await runStep({
        ...step,
        inputs: { ...inputs, config: "" },
        command: commandFor(alone),
      });
      assert.deepEqual([code, outputs.get("delivered")], [0, "1"], stderr);
      const failed = await runStep({ ...step, inputs, command: commandFor(alone) });
      assert.equal(failed.code, 1);
      assert.match(failed.lines.join("\n"), /texts\.cjs/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("looks people up with the job's token, and reads the configuration from GitHub", async () => {
    const step = { event: "pull_request", payload: mergedPullRequest(), environment };
    const profile = await runStep({ ...step, inputs: { ...inputs, config: "" } });
    assert.equal(profile.outputs.get("delivered"), "1", profile.lines.join("\n"));
    assert.ok(gitHub.targets.includes(`${gitHub.url}/users/mona`));
    const asked = gitHub.targets.length;
    const file = await runStep({
      ...step,
      inputs: { ...inputs, config: "", "config-file": ".github/hubline.yml" },
    });
    assert.equal(file.outputs.get("duplicate"), "1", file.lines.join("\n"));
    assert.deepEqual(gitHub.targets.slice(asked), [
      `${gitHub.url}/repos/octo/hello/contents/.github/hubline.yml`,
    ]);
  });

  it("sends what a workflow tells by hand", async () => {
    const { code, outputs, lines } = await runStep({
      event: "workflow_dispatch",
      payload: { inputs: { order: "7" } },
      environment,
      inputs: {
        ...inputs,
        event: "order.shipped",
        email: "ada@example.com",
        properties: "order: '{{properties.order}}'",
      },
    });
    assert.deepEqual([code, outputs.get("delivered")], [0, "1"], lines.join("\n"));
    assert.deepEqual(standIn.seen[0]?.events[0]?.properties, { order: "7" });
  });

  it("puts everything on the timelines of Local HubSpot, and nothing twice", async () => {
    const hubspot = await startLocalHubSpot({ port: 0 });
    try {
      const step = {
        event: "push",
        payload: push(["Add a door", "Paint it"]),
        environment,
        inputs: { ...inputs, "hubspot-api-url": hubspot.url, "create-contacts": "true" },
      };
      // HubSpot says nothing of a custom event that it has already.
      for (let attempt = 1; attempt <= 2; attempt++) {
        const { code, outputs, lines } = await runStep(step);
        assert.deepEqual([code, outputs.get("delivered")], [0, "2"], lines.join("\n"));
      }
      const titles = hubspot.events().map(({ properties }) => properties.title).sort();
      assert.deepEqual(titles, ["Add a door", "Paint it"]);
    } finally {
      await hubspot.close();
    }
  });

  it("fails for inputs that cannot be used, with all of them in one annotation", async () => {
    const { code, lines } = await runStep({
      event: "push",
      payload: push(["Add a door"]),
      environment,
      inputs: { ...inputs, "dry-run": "maybe", summary: "perhaps" },
    });
    assert.equal(code, 1);
    assert.equal(
      lines[2],
      "::error::Cannot use the step's inputs:%0AInput dry-run: Expected true or false, found " +
        '"maybe"%0AInput summary: Expected true or false, found "perhaps"',
    );
  });

  it("prints no command and no markup that a stranger wrote", async () => {
    const { code, lines, summary, stderr } = await runStep({
      event: "push",
      payload: push(hostileTexts),
      environment,
      inputs,
    });
    assert.equal(code, 0, stderr);
    assert.equal(standIn.seen[0]?.events.length, hostileTexts.length);
    assert.deepEqual(foreignCommands(lines), []);
    assert.ok(!/<script|<img|javascript:alert\(1\)"/.test(summary));
    assert.ok(!(lines.join("\n") + summary).includes("ada@example.com"));
  });

  it("goes through the proxy that the environment names", async () => {
    const address = "http://hubspot.test";
    const { code, outputs, lines } = await runStep({
      event: "push",
      payload: push(["Go through the proxy"]),
      inputs: { ...inputs, "hubspot-api-url": address },
      environment: { ...environment, HTTP_PROXY: server.url, http_proxy: server.url },
    });
    assert.deepEqual([code, outputs.get("delivered")], [0, "1"], lines.join("\n"));
    assert.equal(server.targets.at(-1), `${address}/events/2026-03/send`);
  });
});
