import fc from "fast-check";
import assert from "node:assert/strict";
import { defaultMapping } from "../../mod.ts";
import { github, signGitHub } from "../../src/sources/github.ts";
import { segment } from "../../src/sources/segment.ts";
import { compress, countedZeros, post } from "../edge/bodies.ts";
import { secret, start, token } from "../edge/harness.ts";
import { writeKey } from "../sources/segment_requests.ts";
import { mergedPullRequest } from "../support/github_deliveries.ts";
import { customEvent } from "../support/events.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { type Law, law } from "./law.ts";

/** How long a body may take, in milliseconds, and how large it may be, in bytes. */
const bodyTimeoutMs = 30_000;
const maxBytesInFlight = 2 * 1024 * 1024;

/** Where a body goes, and whether it is waited for as a whole or piece by piece. */
const routes = {
  "/events": { text: JSON.stringify(customEvent()), isWhole: true },
  "/events, lines": { text: `${JSON.stringify(customEvent())}\n`.repeat(3), isWhole: false },
  "/github": { text: JSON.stringify(mergedPullRequest()), isWhole: true },
  "/v1/track": {
    text: JSON.stringify({ type: "track", event: "x", userId: "ada@example.com", messageId: "m" }),
    isWhole: true,
  },
} as const;
type RouteName = keyof typeof routes;

/** A body, and how it comes. */
interface BodyCase {
  route: RouteName;
  /** `slow` in pieces with pauses, `stuck` after some of them, `broken` there, or `endless` zeros. */
  kind: "slow" | "stuck" | "broken" | "endless";
  coding: "plain" | "gzip" | "deflate";
  /** Lengths of the pieces in turn, and the pause before each, in milliseconds. */
  pieces: { bytes: number; pauseMs: number }[];
}

const piece = fc.record({
  bytes: fc.oneof(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 500 })),
  pauseMs: fc.oneof(
    fc.constant(0),
    fc.integer({ min: 1, max: 900 }),
    fc.integer({ min: 1_000, max: 40_000 }),
  ),
});

const bodyCases: fc.Arbitrary<BodyCase> = fc.record({
  route: fc.constantFrom<RouteName>("/events", "/events, lines", "/github", "/v1/track"),
  kind: fc.oneof(
    { arbitrary: fc.constantFrom("slow" as const), weight: 6 },
    { arbitrary: fc.constantFrom("stuck" as const, "broken" as const), weight: 4 },
    { arbitrary: fc.constant("endless" as const), weight: 1 },
  ),
  coding: fc.constantFrom("plain", "gzip", "deflate"),
  pieces: fc.array(piece, { minLength: 1, maxLength: 6 }),
});

/** The law of bodies: each is taken, refused or given up in its time, and none fills the memory. */
export const bodiesLaw: Law = law("bodies that come slowly, not at all, or without an end", {
  share: 6,
  cases: bodyCases,
  open: () => ({ holds }),
});

async function holds(one: BodyCase): Promise<void> {
  const clock = new VirtualClock();
  const { forwarder, kept, errors } = start({
    sources: [
      {
        path: "/github",
        source: github({ secret }),
        mapping,
        people: { octocat: "o@example.com" },
      },
      { path: "/v1", source: segment({ writeKey }), mapping },
    ],
    bodyTimeoutMs,
    maxBodyBytesInFlight: maxBytesInFlight,
    deps: { now: clock.now, sleep: clock.sleep, uuid: () => "fresh" },
  });
  const { stream, taken, tookMs } = await comingBody(one, clock);
  const [path = ""] = one.route.split(",");
  const request = post(stream, await headersOf(one));
  const response = await forwarder.fetch(new Request(`http://localhost${path}`, request));
  const text = await response.text();
  const said = `${response.status} ${text.slice(0, 200)}`;
  assert.deepEqual(errors, [], said);
  assert.ok([200, 202, 400, 401, 408, 413, 415, 422, 503].includes(response.status), said);
  if (response.status === 503) assert.match(text, /"overloaded"/);
  assert.equal(clock.sleeping, 0, "somebody sleeps on");
  // The compressor and the streams hold a few pieces of a mebibyte each.
  if (one.kind === "endless") {
    assert.ok(taken() <= 10 * 1024 * 1024, `${taken()} bytes were taken`);
    assert.ok(kept.length === 0, said);
  }
  const { isWhole } = routes[one.route];
  const isTimedOut = response.status === 408 || text.includes('"body_timeout"');
  if (isWhole && kept.length > 0) assert.ok(tookMs() < bodyTimeoutMs, `${tookMs()} ms`);
  if (isTimedOut) assert.ok(tookMs() >= (isWhole ? bodyTimeoutMs : 0), `${tookMs()} ms`);
  if (isWhole && one.kind !== "slow") assert.equal(kept.length, 0, said);
}

const mapping = defaultMapping({ eventName: "pe1_activity" });

/** A body whose pauses let the time of the clock pass, and nothing else does. */
async function comingBody({ route, kind, coding, pieces }: BodyCase, clock: VirtualClock) {
  const begin = clock.now();
  const tookMs = () => clock.now() - begin;
  if (kind === "endless") {
    // Lines may be without an end; one that is too long is read over and costs no memory.
    const zeros = countedZeros(routes[route].isWhole ? Infinity : 4 * maxBytesInFlight);
    // GitHub's bodies are not decompressed: compressed zeros would take a thousand times as long to be too many.
    const stream = coding === "plain" || route === "/github"
      ? zeros.stream
      : zeros.stream.pipeThrough(new CompressionStream(coding));
    return { stream, taken: zeros.taken, tookMs };
  }
  const bytes = await bytesOf(route, coding);
  // What is stuck or broken off has no end.
  const end = kind === "slow" ? bytes.length : bytes.length - 1;
  let at = 0;
  let turn = 0;
  let isOpen = true;
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { bytes: length, pauseMs } = pieces[turn % pieces.length] ?? { bytes: 1, pauseMs: 0 };
      // Few pieces, and the rest at once, or else a pause for each byte.
      const size = ++turn > 20 ? bytes.length : length;
      if (pauseMs > 0 && turn <= 20) await clock.advance(pauseMs);
      if (!isOpen) return;
      const next = bytes.slice(at, Math.min(at + Math.max(size, turn > 20 ? 1 : 0), end));
      at += next.length;
      if (next.length > 0) return controller.enqueue(next);
      if (at < end) return controller.enqueue(new Uint8Array([]));
      if (kind === "slow") return controller.close();
      if (kind === "broken") return controller.error(new Error("The connection was reset"));
      await clock.advance(bodyTimeoutMs + 1);
    },
    cancel() {
      isOpen = false;
    },
  }, { highWaterMark: 0 });
  return { stream, taken: () => at, tookMs };
}

async function bytesOf(
  route: RouteName,
  coding: BodyCase["coding"],
): Promise<Uint8Array<ArrayBuffer>> {
  const { text } = routes[route];
  return coding === "plain" ? new TextEncoder().encode(text) : await compress(text, coding);
}

async function headersOf({ route, coding }: BodyCase): Promise<Record<string, string>> {
  const encoding: Record<string, string> = coding === "plain" ? {} : { "content-encoding": coding };
  switch (route) {
    case "/github":
      return {
        ...encoding,
        "x-github-event": "pull_request",
        "x-hub-signature-256": await signGitHub(secret, await bytesOf(route, coding)),
      };
    case "/v1/track":
      return { ...encoding, authorization: `Basic ${btoa(`${writeKey}:`)}` };
    case "/events":
      return { ...encoding, authorization: `Bearer ${token}` };
    case "/events, lines":
      return {
        ...encoding,
        authorization: `Bearer ${token}`,
        "content-type": "application/x-ndjson",
      };
  }
}
