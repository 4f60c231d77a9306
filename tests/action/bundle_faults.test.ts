import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { githubStandIn } from "../people/github_stand_in.ts";
import { foreignCommands, hostileTexts, mergedPullRequest, push } from "./payloads.ts";
import { everyExample, type ExampleRun } from "./example_runs.ts";
import { bundlePath, commandFor, runStep, type Step, type StepResult } from "./runner.ts";
import {
  createStandIn,
  eventName,
  listen,
  type Server,
  type StandInOptions,
  token,
} from "./stand_in.ts";

describe("action/dist/index.cjs, where something goes wrong,", () => {
  let gitHub: Server;
  const servers: Server[] = [];

  beforeEach(async () => {
    gitHub = await listen(githubStandIn().fetch);
    servers.push(gitHub);
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  /** Runs a push of one commit against a HubSpot with a fault. */
  async function runAgainst(
    options: StandInOptions,
    { inputs = {}, ...step }: Partial<Step> = {},
  ): Promise<StepResult> {
    const hubspot = await listen(createStandIn(options).fetch);
    servers.push(hubspot);
    return await runStep({
      event: "push",
      payload: push(["Add a door"]),
      environment: { GITHUB_API_URL: gitHub.url },
      ...step,
      inputs: {
        "hubspot-token": token,
        "hubspot-api-url": hubspot.url,
        "event-name": eventName,
        ...inputs,
      },
    });
  }

  const answers: readonly [
    name: string,
    options: StandInOptions,
    title: string,
    message: RegExp,
  ][] = [
    [
      "401",
      answering(401, "The token has expired"),
      "Event deferred%3A unauthorized",
      /The token has expired\. Put a current access token .* behind input hubspot-token$/,
    ],
    [
      "403 for the scope of events",
      answering(403, "This app hasn't been granted all required scopes"),
      "Event deferred%3A forbidden",
      /custom events need analytics\.behavioral_events\.send$/,
    ],
    [
      "403 for the scope of contacts",
      { lacksContactScope: true },
      "Event deferred%3A forbidden",
      /scope crm\.objects\.contacts\.read, .* or set create-contacts: true/,
    ],
    [
      "429",
      answering(429, "You have reached your limit", { "retry-after": "0" }),
      "Event deferred%3A rate limited",
      /HubSpot's limit is used up; run the job again later/,
    ],
    [
      "503",
      answering(503, "Down", { "retry-after": "0" }),
      "Event deferred%3A server error",
      /HubSpot has trouble; run the job again later/,
    ],
  ];
  for (const [name, options, title, message] of answers) {
    it(`fails for ${name} with one annotation that says what to do`, async () => {
      const { code, lines, outputs, stderr } = await runAgainst(options, {
        inputs: { retries: "1" },
      });
      assert.deepEqual([code, stderr], [1, ""]);
      assert.deepEqual([outputs.get("ok"), outputs.get("deferred")], ["false", "1"]);
      const [reason = "", failure = ""] = lines.filter((line) => line.startsWith("::error"));
      assert.ok(reason.startsWith(`::error title=${title}::`), reason);
      assert.match(reason, message);
      assert.match(failure, /^::error::1 of 1 events did not arrive at HubSpot/);
    });
  }

  it("only warns with fail-on-error: false", async () => {
    const { code, lines, outputs } = await runAgainst(answering(401, "The token has expired"), {
      inputs: { "fail-on-error": "false" },
    });
    assert.deepEqual([code, outputs.get("ok")], [0, "false"]);
    assert.deepEqual(lines.filter((line) => line.startsWith("::error")), []);
    assert.equal(lines.filter((line) => line.startsWith("::warning")).length, 1);
  });

  it("ends when input timeout is over, though HubSpot never answers", async () => {
    // Ten seconds are the least that the input takes.
    const silent: StandInOptions = { override: () => new Promise<Response>(() => {}) };
    const { code, lines, outputs } = await runAgainst(silent, {
      inputs: { timeout: "10", "create-contacts": "true" },
    });
    assert.deepEqual([code, outputs.get("deferred")], [1, "1"]);
    assert.match(
      lines.filter((line) => line.startsWith("::error")).join("\n"),
      /^::error title=Event deferred%3A (timeout|aborted)::/,
    );
  });

  it("fails where nothing listens", async () => {
    const gone = await listen(createStandIn().fetch);
    await gone.close();
    const { code, lines } = await runAgainst({}, {
      inputs: { "hubspot-api-url": gone.url, retries: "0", "create-contacts": "true" },
    });
    assert.equal(code, 1);
    assert.match(lines.join("\n"), /Check input hubspot-api-url and that the runner can reach it/);
  });

  const payloads: readonly [name: string, payload: unknown, message: RegExp][] = [
    ["no event file", undefined, /^::error::Cannot read the event: GITHUB_EVENT_PATH names /],
    ["an empty payload", {}, /^::error::Cannot read the event: the payload of push is empty/],
    ["a payload of another shape", { ref: 7 }, /^::error::Cannot read the payload: /],
  ];
  for (const [name, payload, message] of payloads) {
    it(`fails for ${name}`, async () => {
      const { code, lines, outputs } = await runAgainst({}, { payload });
      assert.deepEqual([code, outputs.get("ok")], [1, "false"]);
      assert.match(lines.at(-1) ?? "", message);
    });
  }

  for (const fork of [9, null]) {
    it(`succeeds with a notice for a fork's pull request (${fork}), which has no secrets`, async () => {
      const { code, lines, outputs } = await runAgainst({}, {
        event: "pull_request",
        payload: mergedPullRequest({ fork }),
        inputs: { "hubspot-token": "" },
      });
      assert.deepEqual([code, outputs.get("delivered")], [0, "0"]);
      assert.match(lines[1] ?? "", /^::notice title=No secrets in this run::Nothing sent: /);
      assert.equal(lines.length, 2);
    });
  }

  for (const dryRun of ["false", "true"]) {
    it(`prints no command and no markup of a stranger's title and branch, dry-run ${dryRun}`, async () => {
      const { lines, stderr } = await runAgainst({}, {
        payload: hostileTexts.map((hostile) => ({
          name: "pull_request",
          payload: mergedPullRequest({ title: hostile, branch: hostile }),
        })),
        command: commandFor(everyExample, bundlePath),
        inputs: { config: "people: { mona: mona@example.com }", "dry-run": dryRun },
      });
      const runs: ExampleRun[] = JSON.parse(stderr);
      assert.equal(runs.length, hostileTexts.length);
      assert.deepEqual(runs.filter(({ code }) => code !== 0), []);
      assert.deepEqual(foreignCommands(lines), []);
      for (const { summary } of runs) {
        assert.ok(!/<script|<img|javascript:alert\(1\)"/.test(summary), summary);
      }
    });
  }
});

/** A HubSpot that finds every contact and answers events with a fault. */
function answering(
  status: number,
  message: string,
  headers: Record<string, string> = {},
): StandInOptions {
  return {
    override: (path) =>
      path.startsWith("/events/") ? Response.json({ message }, { status, headers }) : undefined,
  };
}
