import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { runAction } from "./action_run.ts";
import { foreignCommands, mergedPullRequest, openedIssue, push, status } from "./payloads.ts";
import { contactId, createStandIn, eventName, token } from "./stand_in.ts";

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
    assert.deepEqual(standIn.lookups, [["mona@example.com"]]);
    assert.deepEqual([event?.objectId, event?.email], [contactId("mona@example.com"), undefined]);
    assert.equal(event?.occurredAt, "2026-02-02T10:00:00.000Z");
    assert.deepEqual(secrets, [token]);
    assert.deepEqual(lines, [
      `::add-mask::${token}`,
      "::group::Sent: 1",
      `delivered github.pull_request.merged "Add a door" for mona, m***@example.com (people), ${event?.uuid}`,
      "::endgroup::",
      "1 delivered, 0 already there, 0 rejected, 0 deferred, 0 skipped",
    ]);
    assert.equal(outputs.get("delivered"), "1");
    assert.equal(outputs.get("event-ids"), JSON.stringify([event?.uuid]));
    assert.match(summary, /<td>delivered<\/td>.*>Add a door<\/a>/);
    assert.deepEqual([failures, annotations], [[], []]);
  });

  it("sends all commits and co-authors of a push in one batch", async () => {
    const standIn = createStandIn();
    const messages = ["Add a door\n\nCo-authored-by: Ada <ada@example.com>", "Paint it"];
    await runAction({ payload: push(messages), standIn });
    assert.deepEqual(standIn.seen.map(({ path, events }) => [path, events.length]), [
      ["/events/2026-03/send/batch", 3],
    ]);
    assert.equal(standIn.lookups.length, 1);
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
    await runAction({ payload, standIn, inputs: { "create-contacts": "true" } });
    assert.deepEqual(standIn.lookups, []);
    const [event] = standIn.seen[0]?.events ?? [];
    const shown = JSON.parse((dry.lines[1] ?? "").replace("would send ", ""));
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
      "login under people, in input people or config",
    ]);
  });

  it("sends only what input events wants", async () => {
    const payload = mergedPullRequest();
    const one = { event: "pull_request", payload };
    const config = { config: people };
    const unwanted = await runAction({ ...one, inputs: { ...config, events: "github.issue.*" } });
    assert.equal(unwanted.outputs.get("delivered"), "0");
    assert.ok(unwanted.lines.includes(
      "skipped pull_request.closed: not among the activities that input events, or github.types in " +
        "config or config-file, asks for",
    ));
    const wanted = await runAction({
      ...one,
      inputs: { ...config, events: "github.issue.*\ngithub.*.merged," },
    });
    assert.equal(wanted.outputs.get("delivered"), "1");
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

  it("skips the run of a fork itself, which has no secrets, but no other without a token", async () => {
    const payload = push(["Add a door"]);
    const repository = { ...Object(payload.repository), fork: true };
    const inputs = { "hubspot-token": "" };
    const fork = await runAction({ payload: { ...payload, repository }, inputs });
    assert.deepEqual(fork.failures, []);
    assert.match(fork.annotations[0]?.message ?? "", /^Nothing sent: this repository is a fork/);
    const { failures } = await runAction({ payload, inputs });
    assert.equal(failures.length, 1);
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

  it("masks both tokens, HubSpot's first", async () => {
    const { secrets } = await runAction({ inputs: { "github-token": "ghs_x" } });
    assert.deepEqual(secrets, [token, "ghs_x"]);
  });

  it("makes noisy activities where they are named, and only then", async () => {
    const one = { event: "status", payload: status };
    const skipped = await runAction(one);
    assert.match(skipped.lines.join("\n"), /^skipped status: not among the activities that input/m);
    for (const events of ["*", "github.commit.status", "github.commit.*"]) {
      const { outputs } = await runAction({ ...one, inputs: { events } });
      assert.equal(outputs.get("delivered"), "1", events);
    }
  });

  it("sends bodies and tells of sign-offs where it is asked to", async () => {
    const payload = push(["Add a door\n\nSigned-off-by: Ada <ada@example.com>"]);
    const rules = "rules: [{ send: { eventName: pe1_github_activity, properties: " +
      "{ title: '{{subject.title}}', body: '{{properties.body}}' } } }]";
    const titlesOf = async (inputs: Record<string, string>) => {
      const standIn = createStandIn();
      await runAction({ payload, standIn, inputs: { config: rules, "event-name": "", ...inputs } });
      return standIn.seen.flatMap(({ events }) => events.map(({ properties }) => properties));
    };
    assert.deepEqual(await titlesOf({}), [{ title: "Add a door" }]);
    assert.equal((await titlesOf({ "sign-offs": "true" })).length, 2);
    const comment = {
      event: "issues",
      payload: openedIssue,
      inputs: { config: `${people}\n${rules}`, "event-name": "" },
    };
    for (const bodies of ["false", "true"]) {
      const standIn = createStandIn();
      const inputs = { ...comment.inputs, "include-bodies": bodies };
      await runAction({ ...comment, standIn, inputs });
      const [event] = standIn.seen[0]?.events ?? [];
      assert.equal(event?.properties.body, bodies === "true" ? "It squeaks." : undefined);
    }
  });

  it("shows in a dry run what each rule makes of each activity", async () => {
    const config = `
rules:
  - { name: Docs, match: { type: github.issue.* }, send: false }
  - match: { type: github.commit.* }
    send: { eventName: pe1_x, properties: { title: "{{subject.title}}" } }`;
    const { lines } = await runAction({
      payload: push(["Add a door\n::error::x", "##[error]x"]),
      inputs: { "dry-run": "true", "event-name": "", config },
    });
    const start = lines.indexOf("::group::What the rules make of 2");
    assert.deepEqual(lines.slice(start + 1, start + 6), [
      "github.commit.pushed: Add a door",
      "  Rule 1 (Docs) does not take it: match.type wants github.issue.*, found github.commit.pushed",
      "  Rule 2 takes it and sends this custom event",
      "    eventName: pe1_x",
      "    properties.title: Add a door",
    ]);
    assert.deepEqual(foreignCommands(lines), []);
  });

  it("masks the token before anything else, even where another input is wrong", async () => {
    const { lines, failures } = await runAction({
      payload: push(["Add a door"]),
      inputs: { config: `people: { mona: ${token}` },
    });
    assert.equal(lines[0], `::add-mask::${token}`);
    assert.match(failures[0] ?? "", /Input config: /);
  });

  it("writes no summary where it is not wanted, or there is no file for it", async () => {
    const payload = push(["Add a door"]);
    const unwanted = await runAction({ payload, inputs: { summary: "false" } });
    const nowhere = await runAction({ payload, environment: { GITHUB_STEP_SUMMARY: "" } });
    assert.deepEqual([unwanted.summary, nowhere.summary], ["", ""]);
    assert.deepEqual([unwanted.failures, nowhere.failures], [[], []]);
  });

  it("finds a label with a comma in it by the way that docs/action.md names", async () => {
    const payload = mergedPullRequest();
    Object.assign(Object(payload.pull_request), {
      labels: [{ name: "bug" }, { name: "Needs love, please" }],
    });
    const run = (condition: string) =>
      runAction({
        event: "pull_request",
        payload,
        inputs: {
          "event-name": "",
          config: `
people: { mona: mona@example.com }
rules:
  - match: { ${condition} }
    send: { eventName: ${eventName}, properties: { title: "{{subject.title}}" } }`,
        },
      });
    const whole = await run('properties: { labels: "*Needs love, please*" }');
    assert.equal(whole.outputs.get("delivered"), "1");
    const part = await run('label: "Needs love, please"');
    assert.equal(part.outputs.get("delivered"), "0");
  });

  it("only warns where the summary cannot be written", async () => {
    const { annotations, failures, outputs } = await runAction({
      payload: push(["Add a door"]),
      environment: { GITHUB_STEP_SUMMARY: "/gone.md" },
    });
    assert.deepEqual(annotations.map(({ kind, message }) => [kind, message]), [
      ["warning", "Cannot write the job summary: Error: No /gone.md"],
    ]);
    assert.deepEqual([failures, outputs.get("delivered")], [[], "1"]);
  });
});
