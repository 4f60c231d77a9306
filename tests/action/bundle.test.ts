import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { hostileTexts, isCommand, mergedPullRequest, push } from "./payloads.ts";
import { runStep } from "./runner.ts";
import { createStandIn, eventName, listen, type Server, type StandIn, token } from "./stand_in.ts";

const people = "people: { mona: mona@example.com }";

describe("action/dist/index.cjs", () => {
  let standIn: StandIn;
  let server: Server;
  let inputs: Record<string, string>;

  beforeEach(async () => {
    standIn = createStandIn();
    server = await listen(standIn);
    inputs = {
      "hubspot-token": token,
      "hubspot-api-url": server.url,
      "event-name": eventName,
      config: people,
    };
  });
  afterEach(() => server.close());

  it("delivers, tells the runner, and makes a second run's event a duplicate", async () => {
    const step = { event: "pull_request", payload: mergedPullRequest(), inputs };
    const first = await runStep(step);
    assert.equal(first.code, 0, first.stderr);
    assert.equal(first.lines[0], `::add-mask::${token}`);
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
      "event-ids": JSON.stringify([id]),
      receipts: JSON.stringify([{
        activity: "github.pull_request.merged",
        index: 0,
        key: { family: "custom", type: eventName, id },
        outcome: "delivered",
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

  it("fails with an annotation where HubSpot does not take the token", async () => {
    const { code, lines, outputs } = await runStep({
      event: "push",
      payload: push(["Add a door"]),
      inputs: { ...inputs, "hubspot-token": "pat-na1-old" },
    });
    assert.equal(code, 1);
    assert.equal(outputs.get("deferred"), "1");
    const errors = lines.filter((line) => line.startsWith("::error"));
    assert.equal(errors.length, 2);
    assert.match(
      errors[0] ?? "",
      /^::error title=Event deferred%3A unauthorized::The token is not/,
    );
  });

  it("succeeds with a notice for a fork's pull request, which has no secrets", async () => {
    const { code, lines, outputs } = await runStep({
      event: "pull_request",
      payload: mergedPullRequest({ fork: 9 }),
      inputs: { ...inputs, "hubspot-token": "" },
    });
    assert.deepEqual([code, standIn.seen.length, outputs.get("delivered")], [0, 0, "0"]);
    assert.match(lines[0] ?? "", /^::notice title=No secrets in this run::Nothing sent: /);
    assert.equal(lines.length, 1);
  });

  it("fails without an event file", async () => {
    const { code, lines } = await runStep({ event: "push", inputs });
    assert.equal(code, 1);
    assert.match(lines.at(-1) ?? "", /^::error::Cannot read the event: GITHUB_EVENT_PATH names /);
  });

  it("fails for inputs that cannot be used, with all of them in one annotation", async () => {
    const { code, lines } = await runStep({
      event: "push",
      payload: push(["Add a door"]),
      inputs: { ...inputs, "dry-run": "maybe", summary: "perhaps" },
    });
    assert.equal(code, 1);
    assert.equal(
      lines[1],
      "::error::Cannot use the step's inputs:%0AInput dry-run: Expected true or false, found " +
        '"maybe"%0AInput summary: Expected true or false, found "perhaps"',
    );
  });

  it("prints no command and no markup that a stranger wrote", async () => {
    const { code, lines, summary, stderr } = await runStep({
      event: "push",
      payload: push(hostileTexts),
      inputs,
    });
    assert.equal(code, 0, stderr);
    assert.equal(standIn.seen[0]?.events.length, hostileTexts.length);
    assert.deepEqual(lines.filter(isCommand), [`::add-mask::${token}`]);
    assert.ok(!/<script|<img|javascript:alert\(1\)"/.test(summary));
    assert.ok(!(lines.join("\n") + summary).includes("ada@example.com"));
  });

  it("goes through the proxy that the environment names", async () => {
    const address = "http://hubspot.test";
    const { code, outputs, lines } = await runStep({
      event: "push",
      payload: push(["Go through the proxy"]),
      inputs: { ...inputs, "hubspot-api-url": address },
      environment: { HTTP_PROXY: server.url, http_proxy: server.url },
    });
    assert.deepEqual([code, outputs.get("delivered")], [0, "1"], lines.join("\n"));
    assert.equal(server.targets.at(-1), `${address}/events/2026-03/send`);
  });
});
