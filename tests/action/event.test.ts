import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readEvent, withheldSecrets } from "../../action/event.ts";
import { mergedPullRequest, push } from "./payloads.ts";

const environment = { GITHUB_EVENT_NAME: "push", GITHUB_EVENT_PATH: "/event.json" };

describe("readEvent", () => {
  it("reads the event's name and payload", () => {
    const paths: string[] = [];
    const event = readEvent(environment, (path) => {
      paths.push(path);
      return '{"ref":"refs/heads/main"}';
    });
    assert.deepEqual(event, { name: "push", payload: { ref: "refs/heads/main" } });
    assert.deepEqual(paths, ["/event.json"]);
  });

  for (const missing of ["GITHUB_EVENT_NAME", "GITHUB_EVENT_PATH"]) {
    it(`needs ${missing}`, () => {
      for (const value of [undefined, ""]) {
        const reading = () => readEvent({ ...environment, [missing]: value }, () => "{}");
        assert.throws(reading, {
          name: "EventError",
          message:
            `Cannot read the event: ${missing} is not set; run this as a step of a GitHub Actions workflow`,
        });
      }
    });
  }

  it("says which file cannot be read", () => {
    const reading = () =>
      readEvent(environment, () => {
        throw new Error("ENOENT");
      });
    assert.throws(reading, {
      name: "EventError",
      message: /GITHUB_EVENT_PATH names \/event\.json, which cannot be read/,
    });
  });

  const texts: [string, RegExp][] = [
    ["", /the payload of push is empty; trigger the workflow by an event that has one$/],
    ["{}", /the payload of push is empty/],
    ["null", /the payload of push is empty/],
    ["7", /the payload of push is empty/],
    ["{", /the file at GITHUB_EVENT_PATH is no JSON$/],
  ];
  for (const [text, message] of texts) {
    it(`refuses the payload ${JSON.stringify(text)}`, () => {
      const reading = () => readEvent(environment, () => text);
      assert.throws(reading, { name: "EventError", message });
    });
  }
});

describe("withheldSecrets", () => {
  const table: [string, string, Record<string, unknown>, string, string | undefined][] = [
    ["a fork", "pull_request", mergedPullRequest({ fork: 9 }), "mona", "fork"],
    ["a deleted fork", "pull_request", mergedPullRequest({ fork: null }), "mona", "fork"],
    ["a fork's review", "pull_request_review", mergedPullRequest({ fork: 9 }), "mona", "fork"],
    [
      "a comment on a fork's code",
      "pull_request_review_comment",
      mergedPullRequest({ fork: 9 }),
      "mona",
      "fork",
    ],
    [
      "pull_request_target",
      "pull_request_target",
      mergedPullRequest({ fork: 9 }),
      "mona",
      undefined,
    ],
    ["the repository itself", "pull_request", mergedPullRequest(), "mona", undefined],
    ["a push", "push", push(["Add a door"]), "mona", undefined],
    ["Dependabot's push", "push", push(["Bump"]), "dependabot[bot]", "dependabot"],
    ["a payload of another shape", "pull_request", { pull_request: 7 }, "mona", undefined],
  ];
  for (const [what, name, payload, actor, expected] of table) {
    it(`says ${expected ?? "nothing"} for ${what}`, () => {
      assert.equal(withheldSecrets({ name, payload }, { GITHUB_ACTOR: actor }), expected);
    });
  }
});
