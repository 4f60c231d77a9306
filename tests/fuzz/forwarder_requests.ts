import fc from "fast-check";
import { mutatedJson } from "./mutations.ts";
import { eventsSender, type Sender, sourceSenders } from "./senders.ts";
import { oddBytes, oddText } from "./values.ts";

/** One request to a forwarder, before it is signed. */
export interface RequestCase {
  /** Whose request it seems to be. */
  sender: Sender;
  /** HTTP method. */
  method: string;
  /** Path and query. */
  path: string;
  /** What stands in the body, before it is compressed, and the headers that say what it is. */
  content: { kind: Readonly<Record<string, string>>; body: Uint8Array<ArrayBuffer> };
  /** Whether the sender proves who they are, claims so wrongly, or says nothing. */
  proof: "right" | "wrong" | "none";
  /** How the body is sent. */
  coding: "plain" | "gzip" | "deflate" | "cut" | "said";
  /** Further headers. */
  extra: Readonly<Record<string, string>>;
  /** What becomes of whatever the outbox is given. */
  outbox: "keeps" | "fails" | "is full";
}

const encoder = new TextEncoder();

/** Header texts as they can come in: bytes but for controls, without spaces around. */
const headerText = fc.oneof(
  oddText.map((text) => text.replaceAll(/[^\x20-\xff]|\x7f/g, "").trim().slice(0, 8_000)),
  fc.string({
    unit: fc.integer({ min: 0x21, max: 0xff }).filter((code) => code !== 0x7f)
      .map((code) => String.fromCharCode(code)),
    maxLength: 60,
  }),
);

const headerNames = [
  ...["content-type", "content-encoding", "prefer", "idempotency-key", "traceparent", "tracestate"],
  ...["x-request-id", "authorization", "cookie", "origin", "sec-fetch-site", "host", "accept"],
  ...["x-forwarded-proto", "x-forwarded-host", "x-http-method-override", "content-length", "range"],
  ...[
    "x-github-event",
    "x-hub-signature-256",
    "x-hub-signature",
    "webhook-id",
    "webhook-timestamp",
  ],
  ...[
    "webhook-signature",
    "x-hubspot-signature",
    "x-hubspot-signature-version",
    "ce-id",
    "ce-type",
  ],
  ...["ce-time", "ce-specversion", "x-hubspot-request-timestamp", "webhook-request-origin"],
  ...["access-control-request-headers", "access-control-request-method", "x-hubspot-signature-v3"],
];

const knownHeader = fc.constantFrom<readonly [string, string]>(
  ...[
    ["prefer", "wait=5"],
    ["prefer", "respond-async, wait"],
    ["idempotency-key", '"abc"'],
    ["idempotency-key", "abc"],
    ["traceparent", `00-${"a".repeat(32)}-${"b".repeat(16)}-01`],
    ["content-encoding", "identity"],
    ["content-encoding", "br"],
    ["content-encoding", "gzip, gzip"],
    ["content-length", "9999999999"],
    ["content-type", "application/x-www-form-urlencoded"],
  ] as const,
);

const extra = fc.array(
  fc.oneof(knownHeader, fc.tuple(fc.constantFrom(...headerNames), headerText)),
  { maxLength: 3 },
).map((entries): Record<string, string> => Object.fromEntries(entries));

/** Paths that are nobody's, almost somebody's, or read otherwise by whoever decodes them. */
const oddPath = fc.oneof(
  fc.constantFrom(
    ...["/", "//", "//evil.example/github", "/github/", "/github//", "/GITHUB", "/%67ithub", "/."],
    ...["/../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/github/..%2f..%2fevents", "/github%00"],
    ...[
      "/events/%",
      "/events/%ff",
      "/events/%00",
      "/events/..%2f..%2fx",
      "/events/a/b",
      "/events/",
    ],
    ...["/github;x=1", "/github?x=%", "/v1/nothing", "/v1", "/\\evil.example", "/healthz/x", "/*"],
    ...["/reference", "/openapi.json", "/reference/style.css", "/metrics", "/readyz", "/healthz"],
    ...["/deliveries", "/deliveries/login", "/deliveries/event?id=%00", "/deliveries/../events"],
    `/${"a/".repeat(4_000)}`,
    `/events/${"a".repeat(16_000)}`,
  ),
  oddText.map((text) => `/events/${encodeURIComponent(text.toWellFormed())}`),
  oddText.map((text) => `/${text.replaceAll(/[?#]/g, "")}`),
);

const allMethods = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "PROPFIND", "post", "X-!"];

/** Methods by which a body can be given to `new Request`. */
export function takesBody(method: string): boolean {
  return !["GET", "HEAD"].includes(method.toUpperCase());
}

function casesOf(sender: Sender): fc.Arbitrary<RequestCase> {
  const { truths, paths } = sender;
  const said = fc.oneof(...truths.map(({ kind, bodies }) => {
    const one = mutatedJson(bodies);
    const lines = fc.array(fc.oneof(one, oddText), { maxLength: 5 }).map((all) => all.join("\n"));
    const isLines = kind["content-type"] === "application/x-ndjson";
    return (isLines ? lines : one).map((text) => ({ kind, body: encoder.encode(text) }));
  }));
  const [{ kind } = { kind: {} }] = truths;
  return fc.record({
    sender: fc.constant(sender),
    method: fc.oneof(
      { arbitrary: fc.constant("POST"), weight: 9 },
      { arbitrary: fc.constantFrom(...allMethods), weight: 1 },
    ),
    path: fc.oneof(
      { arbitrary: fc.constantFrom(...paths), weight: 9 },
      { arbitrary: oddPath, weight: 1 },
    ),
    content: fc.oneof(
      { arbitrary: said, weight: 8 },
      { arbitrary: oddBytes.map((body) => ({ kind, body })), weight: 2 },
    ),
    proof: fc.oneof(
      { arbitrary: fc.constant("right" as const), weight: 9 },
      { arbitrary: fc.constantFrom("wrong" as const, "none" as const), weight: 1 },
    ),
    coding: fc.oneof(
      { arbitrary: fc.constant("plain" as const), weight: 18 },
      {
        arbitrary: fc.constantFrom<"gzip" | "deflate" | "cut" | "said">(
          ...["gzip", "deflate", "cut", "said"] as const,
        ),
        weight: 2,
      },
    ),
    extra: fc.oneof(fc.constant({}), extra),
    outbox: fc.oneof(
      { arbitrary: fc.constant("keeps" as const), weight: 9 },
      { arbitrary: fc.constantFrom("fails" as const, "is full" as const), weight: 1 },
    ),
  });
}

/** Requests of every sender to every route. */
export const requestCases: fc.Arbitrary<RequestCase> = fc.oneof(
  ...[...sourceSenders, eventsSender].map(casesOf),
);
