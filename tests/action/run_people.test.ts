import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { githubAnswer, githubStandIn, type StandInOptions } from "../people/github_stand_in.ts";
import { type ActionRun, gitHubToken, runAction } from "./action_run.ts";
import { mergedPullRequest, openedIssue, push } from "./payloads.ts";
import { contactId, createStandIn } from "./stand_in.ts";

/** Runs with a GitHub that knows something, and gives whom events went to and what was asked. */
async function runWith(world: StandInOptions, { inputs = {}, ...one }: ActionRun) {
  const { fetch, asked } = githubStandIn(world);
  const standIn = createStandIn({ strangers: ["stranger@example.com"] });
  const recorded = await runAction({
    standIn,
    gitHub: fetch,
    ...one,
    inputs: { "github-token": gitHubToken, ...inputs },
  });
  const contacts = standIn.seen.flatMap(({ events }) => events.map(({ objectId }) => objectId));
  return { ...recorded, contacts, asked: asked.map(({ what }) => what), requests: asked };
}

const merged: ActionRun = { event: "pull_request", payload: mergedPullRequest() };
const mona = { users: { mona: { email: "mona@example.com" } } };

describe("run, to find people,", () => {
  it("asks GitHub, and says where each address was found", async () => {
    const { contacts, lines, summary, requests } = await runWith(mona, merged);
    assert.deepEqual(contacts, [contactId("mona@example.com")]);
    assert.match(lines.join("\n"), /for mona, m\*\*\*@example\.com \(profile\), /);
    assert.match(summary, /<td>mona, m\*\*\*@example\.com<\/td><td>profile<\/td>/);
    const tokens = new Set(requests.map(({ init }) => init.headers.authorization));
    assert.deepEqual(tokens, new Set([`Bearer ${gitHubToken}`]));
  });

  it("asks the places of email-strategies alone, in order", async () => {
    const world = {
      ...mona,
      repositories: {
        "octo/hello": {
          pullRequests: { 7: [{ login: "mona", email: "work@example.com" }] },
        },
      },
    };
    const usual = await runWith(world, merged);
    assert.deepEqual(usual.contacts, [contactId("work@example.com")]);
    const profile = await runWith(world, {
      ...merged,
      inputs: { "email-strategies": "profile,\npull_request_commits" },
    });
    assert.deepEqual(profile.contacts, [contactId("mona@example.com")]);
    assert.deepEqual(profile.asked, ["GET /users/mona"]);
    const nowhere = await runWith(world, { ...merged, inputs: { "email-strategies": "none" } });
    assert.deepEqual([nowhere.contacts, nowhere.asked], [[], []]);
  });

  it("asks nobody without a token", async () => {
    const { asked, outputs } = await runWith(mona, { ...merged, inputs: { "github-token": "" } });
    assert.deepEqual([asked, outputs.get("skipped")], [[], "1"]);
  });

  it("asks nobody about those whom people names", async () => {
    for (const input of ["people", "config"]) {
      const people = "Mona: boss@example.com";
      const inputs = { [input]: input === "people" ? people : `people: { ${people} }` };
      const { asked, contacts } = await runWith(mona, { ...merged, inputs });
      assert.deepEqual([asked, contacts], [[], [contactId("boss@example.com")]]);
    }
  });

  it("says of whom it cannot find where it looked", async () => {
    const { lines, outputs, summary } = await runWith({
      users: { mona: {} },
      repositories: { "octo/hello": { pullRequests: { 7: [] } } },
    }, merged);
    assert.deepEqual([outputs.get("unresolved"), outputs.get("ok")], ["1", "true"]);
    const reason =
      "GitHub shows no e-mail address of this login: add the login under people, in input " +
      "people or config (mailmap: none, pull_request_commits: none, repository_commits: none, profile: none)";
    assert.ok(
      lines.includes(
        `skipped github.pull_request.merged "Add a door" by mona: ${reason}`,
      ),
      lines.join("\n"),
    );
    assert.ok(summary.includes(`<td>${reason}</td>`));
  });

  it("names the permission where the token may not look", async () => {
    const { annotations, failures, lines } = await runWith({
      override: () => githubAnswer(403, { message: "Resource not accessible by integration" }),
    }, merged);
    assert.deepEqual(failures, []);
    assert.equal(annotations.length, 1);
    assert.equal(annotations[0]?.title, "Look-ups at GitHub");
    assert.match(
      annotations[0]?.message ?? "",
      /^Not everybody could be looked up \(mailmap, pull_request_commits, .*contents: read, pull-requests: read/,
    );
    assert.ok(lines.some((line) => /^::group::Looked up at GitHub: \d problems$/.test(line)));
  });

  it("goes on without GitHub", async () => {
    const { outputs, failures, lines } = await runWith({
      override: () => githubAnswer(503, { message: "Unavailable" }),
    }, { payload: push(["Add a door", "Paint it"], [{ username: "mona", email: "" }]) });
    assert.deepEqual([outputs.get("delivered"), outputs.get("skipped")], ["1", "1"]);
    assert.deepEqual(failures, []);
    assert.ok(
      lines.some((line) => line.includes("GitHub could not be reached: run the job again")),
    );
  });

  it("asks the server that the runner names, and about its people alone", async () => {
    const html_url = "https://github.example/octo/hello";
    const payload = { ...openedIssue, repository: { ...Object(openedIssue.repository), html_url } };
    const environment = {
      GITHUB_SERVER_URL: "https://github.example",
      GITHUB_API_URL: "https://api.github.com/api/v3",
    };
    const { contacts, asked } = await runWith(mona, {
      event: "issues",
      payload,
      environment,
      inputs: { "email-strategies": "profile" },
    });
    assert.deepEqual(contacts, [contactId("mona@example.com")]);
    assert.deepEqual(asked, ["GET /api/v3/users/mona"]);
    const elsewhere = await runWith(mona, { event: "issues", payload: openedIssue, environment });
    assert.deepEqual([elsewhere.contacts, elsewhere.asked], [[], []]);
  });

  for (
    const [status, headers, why] of [
      [503, {}, "GitHub could not be reached"],
      [403, { "x-ratelimit-remaining": "0" }, "GitHub wanted no more requests"],
    ] as const
  ) {
    it(`warns that somebody is left out where ${why}`, async () => {
      const { annotations, failures } = await runWith({
        override: () => githubAnswer(status, { message: "Not now" }, headers),
      }, merged);
      assert.deepEqual(failures, []);
      assert.deepEqual(annotations, [{
        kind: "warning",
        title: "Look-ups at GitHub",
        message: `Activities on no timeline: 1; ${why}: run the job again later`,
      }]);
    });
  }

  it("skips people who are no contacts, unless they are to become some", async () => {
    const payload = push(["Add a door", "Paint it"], [{ email: "stranger@example.com" }]);
    const { outputs, failures, lines, annotations } = await runWith({}, { payload });
    assert.deepEqual([outputs.get("delivered"), outputs.get("skipped")], ["1", "1"]);
    assert.deepEqual([outputs.get("ok"), failures, annotations], ["true", [], []]);
    assert.ok(
      lines.some((line) =>
        /^skipped github.commit.pushed "Add a door" by .*, s\*\*\*@example.com: .* create-contacts: true/
          .test(line)
      ),
    );
    const all = await runWith({}, { payload, inputs: { "create-contacts": "true" } });
    assert.equal(all.outputs.get("delivered"), "2");
  });

  it("leaves out people by login and address, wherever it was found", async () => {
    const excluded = ["mona", "MONA", "*@example.com", "mo*"];
    for (const pattern of excluded) {
      const inputs = { "exclude-people": `nobody, ${pattern}` };
      const { outputs, lines, asked } = await runWith(mona, { ...merged, inputs });
      assert.equal(outputs.get("delivered"), "0", pattern);
      assert.equal(outputs.get("unresolved"), "0", pattern);
      assert.ok(
        lines.some((line) => /: input exclude-people, or .* leaves this person out$/.test(line)),
      );
      if (!pattern.includes("@")) assert.deepEqual(asked, []);
      const named = await runWith(mona, {
        ...merged,
        inputs: { ...inputs, people: "mona: mona@example.com" },
      });
      assert.equal(named.outputs.get("delivered"), "0", pattern);
    }
  });

  it("uses addresses of allow-domains only, but those under people all the same", async () => {
    const inputs = { "allow-domains": "hubline.example, *.hubline.example" };
    const found = await runWith(mona, { ...merged, inputs });
    assert.equal(found.outputs.get("delivered"), "0");
    const commits = await runWith({}, {
      payload: push(["a", "b", "c"], [
        { email: "a@hubline.example" },
        { email: "b@eu.Hubline.example" },
      ]),
      inputs,
    });
    assert.deepEqual(commits.contacts.sort(), [
      contactId("a@hubline.example"),
      contactId("b@eu.hubline.example"),
    ]);
    assert.ok(
      commits.lines.some((line) => line.endsWith("outside the domains of input allow-domains")),
    );
    const named = await runWith(mona, {
      ...merged,
      inputs: { ...inputs, people: "mona: mona@example.com" },
    });
    assert.equal(named.outputs.get("delivered"), "1");
  });
});
