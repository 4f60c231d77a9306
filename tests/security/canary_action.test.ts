import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { githubStandIn } from "../people/github_stand_in.ts";
import { mergedPullRequest, push } from "../action/payloads.ts";
import { runStep, type StepResult } from "../action/runner.ts";
import { eventName, listen, type Server } from "../action/stand_in.ts";
import { assertSilent, type Canary, type Written } from "./canaries.ts";

const secrets: readonly Canary[] = [
  { name: "hubspot-token", text: "pat-na1-canary-6f4a/token+1" },
  { name: "github-token", text: "ghs_canary-7a3b/token+2" },
];
const [hubSpotToken = "", gitHubToken = ""] = secrets.map(({ text }) => text);
const people = [
  "person.rule-1a1b",
  "person.author-2c2d",
  "person.profile-3e3f",
  "person.told-4a4b",
];
const addresses: readonly Canary[] = people.map((text) => ({ name: "an address", text }));
const [ruled, author, profile, told] = people.map((name) => `${name}@mail.example`);

describe("action/dist/index.cjs, of canaries", () => {
  let hubSpot: Server;
  let gitHub: Server;
  let status = 204;
  const results: [name: string, result: StepResult][] = [];

  before(async () => {
    hubSpot = await listen((url, { headers, body = "" }) => {
      const message = `Refused for ${headers.authorization}: ${body}`;
      const problem = {
        status: "error",
        category: "VALIDATION_ERROR",
        message,
        correlationId: "c",
      };
      if (status === 204) return Promise.resolve(new Response(null, { status }));
      return Promise.resolve(
        status === 500
          ? new Response(`${message} ${url}`, { status })
          : Response.json(problem, { status }),
      );
    });
    gitHub = await listen(
      githubStandIn({
        users: { mona: { email: profile ?? "" } },
        override: ({ init, what }) =>
          what.includes("/commits")
            ? Response.json({ message: `No ${init.headers.authorization}` }, { status: 403 })
            : undefined,
      }).fetch,
    );
    for (status of [204, 400, 401, 403, 409, 500]) {
      await run(`a push, answered ${status}`, {
        event: "push",
        payload: push(["Add a door"], [{ email: author ?? "", username: "ada" }]),
      });
      await run(`a pull request, answered ${status}`, {
        event: "pull_request",
        payload: mergedPullRequest({ title: author ?? "" }),
      });
    }
    status = 400;
    await run("somebody told of by hand", {
      event: "workflow_dispatch",
      payload: { inputs: { note: told } },
      own: { event: "order.shipped", email: told ?? "", properties: "note: '{{properties.note}}'" },
    });
    await run("a dry run", {
      event: "push",
      payload: push(["Add a door"], [{ email: author ?? "" }]),
      own: { "dry-run": "true" },
    });
    await run("a configuration that cannot be used", {
      event: "push",
      payload: push(["Add a door"]),
      own: { config: `people: { mona: "${ruled} @" }`, "dry-run": gitHubToken },
    });
  });
  after(async () => {
    await hubSpot.close();
    await gitHub.close();
  });

  async function run(
    name: string,
    { event, payload, own = {} }: { event: string; payload: unknown; own?: Record<string, string> },
  ): Promise<void> {
    const result = await runStep({
      event,
      payload,
      inputs: {
        "hubspot-token": hubSpotToken,
        "github-token": gitHubToken,
        "hubspot-api-url": hubSpot.url,
        "event-name": eventName,
        "create-contacts": "true",
        retries: "0",
        config: `people: { ada: ${ruled} }`,
        ...own,
      },
      environment: { GITHUB_API_URL: gitHub.url, RUNNER_DEBUG: "1", ACTIONS_STEP_DEBUG: "true" },
    });
    results.push([name, result]);
  }

  /** All that a step wrote, but for the lines by which the runner learns what to mask. */
  function writtenBy(
    [name, { lines, stderr, outputs, summary }]: typeof results[number],
  ): Written[] {
    const shown = lines.filter((line) =>
      !secrets.some(({ text }) => line === `::add-mask::${text}`)
    );
    return [
      { where: `the log of ${name}`, text: shown.join("\n") },
      { where: `the errors of ${name}`, text: stderr },
      { where: `the outputs of ${name}`, text: JSON.stringify([...outputs]) },
      { where: `the summary of ${name}`, text: summary },
    ];
  }

  it("has the runner mask both tokens before it writes anything else", () => {
    for (const [name, { lines }] of results) {
      const masks = secrets.map(({ text }) => `::add-mask::${text}`);
      assert.deepEqual(lines.slice(0, 2), masks, name);
    }
  });

  it("writes neither token to log, outputs or summary, masked or not", () => {
    assert.equal(results.length, 15);
    assertSilent(results.slice(0, -1).flatMap(writtenBy), secrets);
  });

  it("writes nobody's address anywhere, whatever HubSpot and GitHub say back", () => {
    const written = results.flatMap(writtenBy);
    assert.ok(written.some(({ text }) => text.includes("Refused for ")));
    assertSilent(written, addresses);
  });
});
