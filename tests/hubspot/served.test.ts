import assert from "node:assert/strict";
import { posix } from "node:path";
import { describe, it } from "node:test";
import { readSources } from "../architecture/source_text.ts";
import { root } from "../checks/root.ts";

/** What needs no server, and why. */
const withoutServer: Readonly<Record<string, string>> = {
  "accept.test.ts": "what is added to an event before it is sent",
  "account_limiter.test.ts": "which settings a limiter takes",
  "endpoints.test.ts": "what may be the address of an API",
  "event_family.test.ts": "which texts name a family",
  "event_schemas.test.ts": "what an event may be",
  "one_by_one.test.ts": "how a generator of lists is read item by item",
  "open_batches.test.ts": "when a batch is full",
  "outgoing.test.ts": "what is sent of an input",
  "plain_event.test.ts": "that an event is accepted in one pass as it is in two",
  "rate_headers.test.ts": "what HubSpot's headers mean",
  "retry_policy.test.ts": "what follows a given answer",
  "retry_where_undone.test.ts":
    "when a request is sent again although it may have been carried out",
  "served.test.ts": "this file",
  "verdicts.test.ts": "what a given answer means",
};

/** Whose requests come to another end than a server could give them, in one test each, and why. */
const withoutNetwork: Readonly<Record<string, string>> = {
  "connection.test.ts": "a runtime's error that quotes the token",
  "developer_key.test.ts": "a runtime's error that names the whole address",
  "oauth_secrets.test.ts": "a runtime's error that quotes the form",
};

const sources = new Map(
  readSources(root, ["tests/hubspot", "tests/support"]).map((source) => [source.path, source]),
);
const tests = [...sources.keys()].filter((path) => /^tests\/hubspot\/[^/]+\.test\.ts$/.test(path));

/** Everything that a file loads, itself among it. */
function reachedFrom(path: string): Set<string> {
  const reached = new Set([path]);
  // A set also visits what is added while it is walked.
  for (const one of reached) {
    for (const { specifier, typeOnly } of sources.get(one)?.imports ?? []) {
      if (typeOnly || !specifier.startsWith(".")) continue;
      reached.add(posix.join(posix.dirname(one), specifier));
    }
  }
  return reached;
}

describe("The client's tests", () => {
  it("are those that are read here", () => {
    assert.ok(tests.includes("tests/hubspot/client.test.ts"));
    const named = [...Object.keys(withoutServer), ...Object.keys(withoutNetwork)];
    for (const name of named) assert.ok(tests.includes(`tests/hubspot/${name}`), name);
  });

  it("run against Local HubSpot, but for those that need no server", () => {
    const without = tests.filter((path) => !reachedFrom(path).has("src/local/mod.ts"));
    const named = Object.keys(withoutServer).map((name) => `tests/hubspot/${name}`);
    assert.deepEqual(without.sort(), named.sort());
  });

  it("make no answer by hand, so that every answer is one that Local HubSpot gives", () => {
    const making = [...sources.values()].filter(({ path, code, imports }) => {
      const isRecorded = imports.some(({ specifier, typeOnly }) =>
        specifier.endsWith("/recording_fetch.ts") && !typeOnly
      );
      const isMade = /\bnew Response\b|\bResponse\s*\.\s*(?:json|error|redirect)\b/.test(code);
      return path.startsWith("tests/hubspot/") && (isRecorded || isMade);
    });
    assert.deepEqual(making.map(({ path }) => path), []);
  });

  it("pass all requests on to it, but for those that no server could answer so", () => {
    const own = [...sources.values()].filter(({ path, code }) => {
      const hasFetch = /\bfetch\b/.test(code);
      const passesOn = /\b(?:deps|local)\s*\.\s*fetch\s*\(/.test(code);
      return path.startsWith("tests/hubspot/") && hasFetch && !passesOn;
    });
    const named = Object.keys(withoutNetwork).map((name) => `tests/hubspot/${name}`);
    assert.deepEqual(own.map(({ path }) => path).sort(), named.sort());
  });
});
