/**
 * Webhooks of GitHub: checks the signature of a delivery and turns what people did into activities.
 *
 * ```ts
 * import { github, signGitHub } from "@hubline/timeline/sources/github";
 * import assert from "node:assert/strict";
 *
 * const source = github({ secret: "It's a Secret to Everybody" });
 *
 * const body = new TextEncoder().encode(JSON.stringify({
 *   action: "started",
 *   repository: { id: 1, full_name: "octo/hello", html_url: "https://github.com/octo/hello" },
 *   sender: { id: 2, login: "mona", type: "User" },
 * }));
 * const headers = new Headers({
 *   "x-github-event": "watch",
 *   "x-hub-signature-256": await signGitHub("It's a Secret to Everybody", body),
 * });
 * const url = "https://hooks.example.com/github";
 * const request = { method: "POST", url, headers, body, receivedAt: new Date() };
 *
 * await source.verify(request);
 * const { activities } = await source.parse(request);
 *
 * assert.equal(activities[0]?.type, "github.repo.starred");
 * assert.equal(activities[0]?.actor.login, "mona");
 * ```
 *
 * A GitHub App or an organization's webhook sends the same; a workflow run has its payload in a file instead and goes
 * through {@linkcode githubActivities}. Both take the same {@linkcode GitHubActivityOptions}. A payload's own facts make an
 * activity's id, so that a webhook, its redelivery and a workflow run of the same thing are one.
 *
 * The contact is whoever the thing is about, which is not always whoever did it: the author of a pull request that
 * another merged, the person who was asked for a review, the one whose answer was chosen.
 *
 * @module
 */
import { chosenActivities } from "./github/activities.ts";
import { type Choice, choose, type GitHubActivityOptions } from "./github/choice.ts";
import { decodeText, parseText } from "./json_body.ts";
import { mediaTypeOf } from "./media_type.ts";
import { checkedCount, checkedSecrets } from "./option_checks.ts";
import {
  createSigner,
  decodeHex,
  encodeHex,
  hmacSha256,
  type Signer,
  timingSafeEqual,
} from "./signature.ts";
import { type Parsed, type RawRequest, type Source, SourceError } from "./source.ts";

export type * from "../activity/activity.ts";
export type { Issue } from "../validation/issues.ts";
export { githubActivities, type GitHubDelivery } from "./github/activities.ts";
export type { GitHubActivityOptions } from "./github/choice.ts";
export { activityTypes, highlightTypes, noisyTypes } from "./github/tellers.ts";
export * from "./source.ts";

/** What {@linkcode github} needs to know. */
export interface GitHubSourceOptions extends GitHubActivityOptions {
  /**
   * The webhook's secret, as typed in its settings. Several while it is being changed: a delivery signed with any of
   * them is taken. None may be empty.
   */
  secret: string | readonly string[];
  /** Largest body taken, in bytes. Default: 25 MiB, above which GitHub itself sends nothing. */
  maxBodyBytes?: number;
}

const source = "GitHub";

const defaultMaxBodyBytes = 25 * 1024 * 1024;

const signatureHeader = "x-hub-signature-256";
const eventHeader = "x-github-event";
const signaturePrefix = "sha256=";

/**
 * Makes the source for a GitHub webhook, with content type `application/json` or
 * `application/x-www-form-urlencoded`.
 *
 * Throws a `TypeError` or `RangeError` for options that break their rule.
 *
 * @see https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function github(options: GitHubSourceOptions): Source {
  const { maxBodyBytes = defaultMaxBodyBytes } = options;
  const secrets = checkedSecrets(options.secret, { source, name: "secret" });
  const signers = secrets.map(createSigner);
  const choice = choose(options);
  return {
    name: "github",
    maxBodyBytes: checkedCount(maxBodyBytes, { source, name: "maxBodyBytes" }),
    admit: (headers) => void givenSignature(headers),
    verify: (request) => verify(request, signers),
    parse: (request) => parse(request, choice),
  };
}

/**
 * Signs a body as GitHub does and gives the value of the header `X-Hub-Signature-256`, for tests and demonstrations.
 * A text is signed as its UTF-8.
 *
 * Throws a `RangeError` for an empty secret.
 */
export async function signGitHub(
  secret: string,
  body: string | Uint8Array<ArrayBuffer>,
): Promise<string> {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return signaturePrefix + encodeHex(await hmacSha256(secret, bytes));
}

async function verify({ headers, body }: RawRequest, signers: readonly Signer[]): Promise<void> {
  const given = givenSignature(headers);
  let matches = false;
  for (const sign of signers) {
    if (timingSafeEqual(given, await sign(body))) matches = true;
  }
  if (!matches) {
    throw unauthorized("X-Hub-Signature-256 does not fit the body and the webhook's secret");
  }
}

function givenSignature(headers: Headers): Uint8Array {
  const header = headers.get(signatureHeader);
  if (header === null) {
    throw unauthorized(
      headers.has("x-hub-signature")
        ? "X-Hub-Signature-256 is missing, and X-Hub-Signature is made with SHA-1, which is not taken"
        : "X-Hub-Signature-256 is missing; set a secret in the webhook's settings",
    );
  }
  const digits = header.startsWith(signaturePrefix) ? header.slice(signaturePrefix.length) : "";
  const signature = digits.length === 64 ? decodeHex(digits) : undefined;
  if (signature === undefined) {
    throw unauthorized("X-Hub-Signature-256 must be sha256= and 64 hexadecimal digits");
  }
  return signature;
}

function unauthorized(found: string): SourceError {
  return new SourceError("unauthorized", `Cannot verify the delivery: ${found}`);
}

async function parse(
  { headers, body, receivedAt }: RawRequest,
  choice: Choice,
): Promise<Parsed> {
  const event = headers.get(eventHeader);
  if (event === null || event === "") {
    throw new SourceError("invalid_payload", "Cannot read the delivery: X-GitHub-Event is missing");
  }
  const text = decodeText(body);
  const payload = parseText(isForm(headers, text) ? payloadField(text) : text);
  return await chosenActivities({ event, payload, receivedAt }, choice);
}

/** `curl -d` calls everything a form; what begins as an object does not become one by that. */
function isForm(headers: Headers, text: string): boolean {
  return mediaTypeOf(headers.get("content-type")) === "application/x-www-form-urlencoded" &&
    !text.trimStart().startsWith("{");
}

function payloadField(form: string): string {
  const payload = new URLSearchParams(form).get("payload");
  if (payload !== null) return payload;
  throw new SourceError("invalid_payload", "Cannot read the form: field payload is missing", {
    issues: [{ path: "payload", message: "Missing field of the form" }],
  });
}
