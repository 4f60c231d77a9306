import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  type Activity,
  github,
  githubActivities,
  type Parsed,
  type RawRequest,
  receive,
  signGitHub,
  SourceError,
} from "../../src/sources/github.ts";
import { accountCases } from "./github_account_cases.ts";
import { everything, example, examples, merged, receivedAt } from "./github_examples.ts";
import { repositoryCases } from "./github_repository_cases.ts";

const secret = "It's a Secret to Everybody";
const source = github({ secret, ...everything });

/** A true payload of every kind that is told of. */
const truths: readonly (readonly [event: string, payload: unknown])[] = [
  ...[...repositoryCases, ...accountCases].map(([event, payload]) => [event, payload] as const),
  ["push", example("push")],
  ["pull_request", example("pull_request", "closed", merged)],
  ["pull_request_review", example("pull_request_review", "submitted")],
  ["issues", example("issues", "reopened")],
  ["issue_comment", example("issue_comment", "created")],
  ["star", example("star", "created")],
  ["fork", example("fork")],
  ["release", example("release", "published")],
];

const events = [...new Set([...examples.map(({ event }) => event), "registry_package", "x"])];

/** What no payload holds, and what payloads hold elsewhere. */
const wrong: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    "",
    "\ud800",
    "javascript:alert(1)",
    "x".repeat(200_000),
    1e308,
    -1,
    Array(20_000).fill(0),
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

describe("githubActivities() throws nothing but SourceError", () => {
  it("whatever the payload", async () => {
    const anything = fc.jsonValue({ maxDepth: 4 });
    const names = ["action", "repository", "sender", ...truths.flatMap(([, one]) => keysOf(one))];
    const payloads = fc.oneof(
      anything,
      fc.dictionary(fc.constantFrom(...new Set([...names, "__proto__"])), anything),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...events), payloads, takesOrRefuses),
      { numRuns: 300 },
    );
  });

  it("when any member of a true payload is something else, or is gone", async () => {
    const places = truths.flatMap(([event, payload]) =>
      pathsOf(payload, 3).map((path) => ({ event, payload, path }))
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), wrong, async (place, value) => {
        const { event, payload, path } = place;
        await takesOrRefuses(event, replaced(payload, path, value));
      }),
      { numRuns: 300 },
    );
  });
});

describe("github() refuses with SourceError alone", () => {
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Uint8Array.from(bytes)),
    fc.jsonValue().map((value) => new TextEncoder().encode(JSON.stringify(value))),
    fc.string().map((text) => new TextEncoder().encode(`payload=${text}`)),
  );
  const types = fc.constantFrom(
    "application/json",
    "application/x-www-form-urlencoded",
    "text/plain",
    "",
  );

  it("whatever the body, signed or not", async () => {
    await fc.assert(
      fc.asyncProperty(
        bodies,
        types,
        fc.constantFrom(...events),
        fc.boolean(),
        async (body, type, event, isSigned) => {
          const signature = await signGitHub(isSigned ? secret : "another", body);
          const request = requestOf(body, { type, event, signature });
          const code = await codeOf(request);
          // Whoever did not sign hears nothing of what is wrong with the body.
          if (isSigned) assert.ok(["taken", "invalid_json", "invalid_payload"].includes(code));
          else assert.equal(code, "unauthorized");
        },
      ),
      { numRuns: 300 },
    );
  });

  it("a true delivery that is changed in any byte", async () => {
    const body = new TextEncoder().encode(JSON.stringify(example("star", "created")));
    const signature = await signGitHub(secret, body);
    const headers = { type: "application/json", event: "star", signature };
    assert.equal(await codeOf(requestOf(body, headers)), "taken");
    await fc.assert(
      fc.asyncProperty(
        fc.nat(body.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const changed = body.slice();
          changed[at] = (changed[at] ?? 0) ^ flip;
          assert.equal(await codeOf(requestOf(changed, headers)), "unauthorized");
        },
      ),
      { numRuns: 200 },
    );
  });

  it("a body that is nested deeper than anybody reads", async () => {
    const deep = new TextEncoder().encode(
      `{"action":"opened","issue":${"[".repeat(50_000)}${"]".repeat(50_000)}}`,
    );
    const signature = await signGitHub(secret, deep);
    const code = await codeOf(
      requestOf(deep, { type: "application/json", event: "issues", signature }),
    );
    assert.ok(["invalid_json", "invalid_payload"].includes(code), code);
  });
});

/** Code of the error that a request is refused with, or `taken`. */
async function codeOf(request: RawRequest): Promise<string> {
  try {
    await receive(source, request);
    return "taken";
  } catch (error) {
    assert.ok(error instanceof SourceError, String(error));
    return error.code;
  }
}

function requestOf(
  body: Uint8Array<ArrayBuffer>,
  { type, event, signature }: { type: string; event: string; signature: string },
): RawRequest {
  const headers = new Headers({
    "content-type": type,
    "x-github-event": event,
    "x-hub-signature-256": signature,
  });
  return { method: "POST", url: "https://hooks.example.com/github", headers, body, receivedAt };
}

async function takesOrRefuses(event: string, payload: unknown): Promise<void> {
  let parsed: Parsed;
  try {
    parsed = await githubActivities({ event, payload, receivedAt }, everything);
  } catch (error) {
    assert.ok(error instanceof SourceError, String(error));
    assert.equal(error.code, "invalid_payload");
    return;
  }
  assert.ok(parsed.activities.length + parsed.skipped.length > 0);
  parsed.activities.forEach(holdsTogether);
}

/** Whatever the payload said, what is made of it can be shown. */
function holdsTogether({ time, subject, properties }: Activity): void {
  assert.match(time, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
  assert.ok(subject.title !== "" && [...subject.title].length <= 250);
  assert.match(subject.url ?? "https://", /^https?:\/\//i);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "number") assert.ok(Number.isFinite(value), name);
    if (typeof value !== "string") continue;
    assert.ok(value !== "" && value.isWellFormed(), name);
    assert.ok([...value].length <= (name === "body" ? 2_000 : 500), name);
  }
}

function keysOf(value: unknown): string[] {
  return Object.keys(Object(value));
}

/** Paths to the members of a payload and theirs, but for the addresses of the API, which nobody reads. */
function pathsOf(value: unknown, depth: number): string[][] {
  if (depth === 0 || typeof value !== "object" || value === null) return [];
  return Object.entries(value)
    .filter(([name]) => !/_url$|^_links$/.test(name) || name === "html_url")
    .flatMap(([name, member]) => [
      [name],
      ...pathsOf(member, depth - 1).map((path) => [name, ...path]),
    ]);
}

function replaced(value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
  if (name === undefined) return by;
  const entries = Object.entries(Object(value)).map(([key, member]): [string, unknown] => [
    key,
    key === name ? replaced(member, rest, by) : member,
  ]);
  return Array.isArray(value) ? entries.map(([, member]) => member) : Object.fromEntries(entries);
}
