import index from "@octokit/webhooks-examples/api.github.com/index.json" with { type: "json" };
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { run } from "../../action/run.ts";
import type { Deps } from "../../src/transport/deps.ts";
import { hostileTexts, isCommand, mergedPullRequest, push } from "./payloads.ts";
import { type Recorded, recordingCore } from "./recording_core.ts";
import { createStandIn, eventName, type StandIn, token } from "./stand_in.ts";

const now = Date.parse("2026-03-01T12:00:00Z");

/** Runs the Action in a made-up job and gives all that it did. */
async function runAction(
  { event = "push", payload, standIn = createStandIn(), inputs = {}, environment = {}, deps = {} }:
    {
      event?: string;
      payload: unknown;
      standIn?: StandIn;
      inputs?: Readonly<Record<string, string>>;
      environment?: Readonly<Record<string, string>>;
      deps?: Partial<Deps>;
    },
): Promise<Recorded> {
  const { core, recorded } = recordingCore();
  const given = { "hubspot-token": token, "event-name": eventName, ...inputs };
  await run(core, {
    environment: {
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: "/event.json",
      GITHUB_ACTOR: "mona",
      GITHUB_STEP_SUMMARY: "/summary.md",
      ...environment,
      ...Object.fromEntries(
        Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
      ),
    },
    readFile: (path) =>
      path === "/event.json" && payload !== undefined
        ? Promise.resolve(JSON.stringify(payload))
        : Promise.reject(new Error(`No ${path}`)),
    deps: { fetch: standIn.fetch, now: () => now, ...deps },
  });
  return recorded;
}

const people = "people: { Mona: mona@example.com }";

describe("run", () => {
  it("delivers what the event tells, and says so everywhere", async () => {
    const standIn = createStandIn();
    const { lines, outputs, summary, secrets, failures, annotations } = await runAction({
      event: "pull_request",
      payload: mergedPullRequest(),
      standIn,
      inputs: { config: people },
    });
    assert.deepEqual(standIn.seen.map(({ path }) => path), ["/events/2026-03/send"]);
    const [event] = standIn.seen[0]?.events ?? [];
    assert.equal(event?.email, "mona@example.com");
    assert.equal(event?.occurredAt, "2026-02-02T10:00:00.000Z");
    assert.deepEqual(secrets, [token]);
    assert.deepEqual(lines, [
      `::add-mask::${token}`,
      `delivered github.pull_request.merged "Add a door" (${event?.uuid})`,
      "1 delivered, 0 already there, 0 rejected, 0 deferred, 0 skipped",
    ]);
    assert.equal(outputs.get("delivered"), "1");
    assert.equal(outputs.get("event-ids"), JSON.stringify([event?.uuid]));
    assert.match(summary, /<td>delivered<\/td>.*>Add a door<\/a>/);
    assert.deepEqual([failures, annotations], [[], []]);
  });

  it("makes a re-run's events duplicates, which are fine", async () => {
    const standIn = createStandIn();
    const payload = push(["Add a door", "Paint it", "Add a wall"]);
    const first = await runAction({ payload, standIn });
    const again = await runAction({ payload, standIn });
    assert.equal(first.outputs.get("delivered"), "3");
    assert.equal(again.outputs.get("delivered"), "0");
    assert.equal(again.outputs.get("duplicate"), "3");
    assert.equal(again.outputs.get("event-ids"), first.outputs.get("event-ids"));
    assert.deepEqual(again.failures, []);
  });

  it("fails for a rejected event, with the fix and without the address", async () => {
    const { failures, annotations, outputs } = await runAction({
      payload: push(["Add a door"]),
      inputs: { "event-name": "pe2_unknown" },
    });
    assert.deepEqual(annotations[0], {
      kind: "error",
      title: "Event rejected: refused",
      message: "No event definition for m***@example.com's <b>account</b>. Compare input " +
        "event-name, or the event and property names of the rule, with the event definition in HubSpot",
    });
    assert.deepEqual(failures, [
      "1 of 1 events did not arrive at HubSpot; with fail-on-error: false this only warns",
    ]);
    assert.equal(outputs.get("rejected"), "1");
    assert.match(outputs.get("receipts") ?? "", /"outcome":"rejected","code":"refused"/);
  });

  it("only warns with fail-on-error: false", async () => {
    const { failures, annotations, outputs } = await runAction({
      payload: push(["Add a door"]),
      inputs: { "event-name": "pe2_unknown", "fail-on-error": "false" },
    });
    assert.deepEqual(failures, []);
    assert.deepEqual(annotations.map(({ kind }) => kind), ["warning"]);
    assert.equal(outputs.get("rejected"), "1");
  });

  it("says once for all events that the token is not valid", async () => {
    const { failures, annotations, outputs } = await runAction({
      payload: push(["Add a door", "Paint it"]),
      inputs: { "hubspot-token": "pat-na1-old" },
    });
    assert.equal(outputs.get("deferred"), "2");
    assert.equal(annotations.length, 2, "One for the reason and one for the failure");
    assert.match(
      annotations[0]?.message ?? "",
      /^The token is not valid \(2 events\)\. Put a curr/,
    );
    assert.match(failures[0] ?? "", /^2 of 2 events did not arrive/);
  });

  it("defers what the network did not take, and keeps the address of the API", async () => {
    const urls: string[] = [];
    const { outputs, annotations } = await runAction({
      payload: push(["Add a door"]),
      inputs: { "hubspot-api-url": "https://hubspot.example/" },
      deps: {
        fetch(url) {
          urls.push(url);
          return Promise.reject(new TypeError("fetch failed"));
        },
        // Waits between attempts pass at once; an attempt's own time never runs out.
        sleep: (ms, signal) =>
          ms < 30_000
            ? Promise.resolve()
            : new Promise((resolve) => signal?.addEventListener("abort", () => resolve())),
      },
    });
    assert.deepEqual(new Set(urls), new Set(["https://hubspot.example/events/2026-03/send"]));
    assert.equal(outputs.get("deferred"), "1");
    assert.match(annotations[0]?.message ?? "", /Check input hubspot-api-url/);
  });

  it("shows in a dry run exactly what would be sent, but for addresses, and sends nothing", async () => {
    const standIn = createStandIn();
    const payload = push(["Add a door"]);
    const dry = await runAction({
      payload,
      standIn,
      inputs: { "dry-run": "true", "hubspot-token": "" },
    });
    assert.equal(standIn.seen.length, 0);
    assert.deepEqual([dry.failures, dry.outputs.get("delivered")], [[], "0"]);
    assert.equal(dry.lines.at(-1), "1 would be sent, 0 skipped");
    await runAction({ payload, standIn });
    const [event] = standIn.seen[0]?.events ?? [];
    const shown = JSON.parse((dry.lines[0] ?? "").replace("would send ", ""));
    assert.deepEqual(shown, { ...event, email: "a***@example.com" });
  });

  it("says of everything that it leaves out why", async () => {
    const { lines, outputs } = await runAction({
      payload: push(["Add a door", "Bump", "Paint it"], [
        {},
        { name: "dependabot[bot]" },
        { email: "noreply@example.com", username: "ada" },
      ]),
    });
    assert.equal(outputs.get("skipped"), "2");
    assert.deepEqual(lines.filter((line) => line.startsWith("skipped")), [
      "skipped github.commit.pushed: no person did it",
      'skipped github.commit.pushed "Paint it" by ada: no e-mail address is known: add the ' +
      "login under people in input config",
    ]);
  });

  it("sends only what input events wants", async () => {
    const payload = mergedPullRequest();
    const one = { event: "pull_request", payload };
    const config = { config: people };
    const unwanted = await runAction({ ...one, inputs: { ...config, events: "github.issue.*" } });
    assert.equal(unwanted.outputs.get("delivered"), "0");
    assert.ok(unwanted.lines.includes(
      'skipped github.pull_request.merged "Add a door" by mona: input events leaves it out',
    ));
    const wanted = await runAction({
      ...one,
      inputs: { ...config, events: "github.issue.*\ngithub.*.merged," },
    });
    assert.equal(wanted.outputs.get("delivered"), "1");
  });

  it("fails where a rule makes an event that HubSpot's rules forbid", async () => {
    const standIn = createStandIn();
    const config = "rules: [{ send: { eventName: pe1_x, email: nobody, properties: {} } }]";
    const { failures, annotations } = await runAction({
      payload: push(["Add a door"]),
      standIn,
      inputs: { "event-name": "", config },
    });
    assert.equal(standIn.seen.length, 0);
    assert.equal(annotations[0]?.title, "Event not sent");
    assert.match(annotations[0]?.message ?? "", /Change the rule in input config/);
    assert.match(failures[0] ?? "", /^1 of 1 events did not arrive/);
  });

  it("skips the run of a fork's pull request, which has no secrets", async () => {
    const standIn = createStandIn();
    const { failures, annotations, outputs } = await runAction({
      event: "pull_request",
      payload: mergedPullRequest({ fork: 9 }),
      standIn,
      inputs: { "hubspot-token": "", "event-name": "" },
    });
    assert.equal(standIn.seen.length, 0);
    assert.deepEqual(failures, []);
    assert.deepEqual(annotations.map(({ kind, title }) => [kind, title]), [
      ["notice", "No secrets in this run"],
    ]);
    assert.deepEqual([outputs.get("delivered"), outputs.get("event-ids")], ["0", "[]"]);
  });

  it("shows for a fork, too, what a dry run would send", async () => {
    const { annotations, lines } = await runAction({
      event: "pull_request",
      payload: mergedPullRequest({ fork: 9 }),
      inputs: { "hubspot-token": "", "dry-run": "true", config: people },
    });
    assert.deepEqual(annotations, []);
    assert.ok(lines.some((line) => line.startsWith("would send ")), lines.join("\n"));
  });

  it("skips Dependabot's run, which has no secrets", async () => {
    const { failures, annotations } = await runAction({
      payload: push(["Bump"]),
      inputs: { "hubspot-token": "" },
      environment: { GITHUB_ACTOR: "dependabot[bot]" },
    });
    assert.deepEqual(failures, []);
    assert.match(annotations[0]?.message ?? "", /^Nothing sent: .* Dependabot started/);
  });

  it("sends for a fork where the token is there", async () => {
    const { outputs } = await runAction({
      event: "pull_request_target",
      payload: mergedPullRequest({ fork: 9 }),
      inputs: { config: people },
    });
    assert.equal(outputs.get("delivered"), "1");
  });

  it("fails without a token elsewhere, and says what to do", async () => {
    const { failures, secrets } = await runAction({
      payload: push(["Add a door"]),
      inputs: { "hubspot-token": "" },
    });
    assert.match(
      failures[0] ?? "",
      /Input hubspot-token: Expected .* pass \$\{\{ secrets\.HUBSPOT/,
    );
    assert.deepEqual(secrets, []);
  });

  it("fails without an event", async () => {
    const { failures } = await runAction({ payload: undefined });
    assert.match(
      failures[0] ?? "",
      /^Cannot read the event: GITHUB_EVENT_PATH names \/event\.json/,
    );
  });

  it("fails for a payload of another shape", async () => {
    const { failures } = await runAction({ payload: { ref: 7 } });
    assert.match(failures[0] ?? "", /^Cannot read the payload: /);
  });

  it("masks the token before anything else, even where another input is wrong", async () => {
    const { lines, failures } = await runAction({
      payload: push(["Add a door"]),
      inputs: { config: `people: { mona: ${token}` },
    });
    assert.equal(lines[0], `::add-mask::${token}`);
    assert.match(failures[0] ?? "", /Input config: /);
  });

  it("passes on what no user can put right", async () => {
    const broken = runAction({
      payload: push(["Add a door"]),
      deps: {
        now() {
          throw new Error("No clock");
        },
      },
    });
    await assert.rejects(broken, { message: "No clock" });
  });

  it("writes no summary where it is not wanted, or there is no file for it", async () => {
    const payload = push(["Add a door"]);
    const unwanted = await runAction({ payload, inputs: { summary: "false" } });
    const nowhere = await runAction({ payload, environment: { GITHUB_STEP_SUMMARY: "" } });
    assert.deepEqual([unwanted.summary, nowhere.summary], ["", ""]);
    assert.deepEqual([unwanted.failures, nowhere.failures], [[], []]);
  });

  for (const dryRun of ["false", "true"]) {
    it(`prints no command that a stranger wrote, dry-run ${dryRun}`, async () => {
      const commits = await runAction({
        payload: push(hostileTexts),
        inputs: { "dry-run": dryRun },
      });
      const mask = `::add-mask::${token}`;
      assert.deepEqual(commits.lines.filter(isCommand), [mask]);
      assert.equal(commits.lines.length, hostileTexts.length + 2);
      for (const title of hostileTexts) {
        const { lines } = await runAction({
          event: "pull_request",
          payload: mergedPullRequest({ title }),
          inputs: { "dry-run": dryRun, config: people },
        });
        assert.deepEqual(lines.filter(isCommand), [mask]);
      }
    });
  }

  it("sends or skips every example of GitHub's, and prints no address", async () => {
    const events: readonly { name: string; examples: readonly unknown[] }[] = index;
    const standIn = createStandIn();
    let delivered = 0;
    for (const { name, examples } of events) {
      for (const payload of examples) {
        const { failures, lines, outputs } = await runAction({
          event: name,
          payload,
          standIn,
          inputs: { config: "people: { Codertocat: coder@example.com }" },
        });
        assert.deepEqual(failures, []);
        assert.ok(!/[\w.+-]{2,}@[\w-]+\.\w/.test(lines.slice(1).join("\n")));
        delivered += Number(outputs.get("delivered"));
      }
    }
    assert.ok(delivered > 0);
  });
});
