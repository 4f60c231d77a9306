/**
 * The worked example of a source: a product's feedback form, whose server signs what it sends. It stands here as it would
 * in `src/sources`, complete with all that every source has to do.
 *
 * @module
 */
import * as v from "valibot";
import { usableEmail } from "../../src/activity/identity.ts";
import { activityId } from "../../src/activity/id.ts";
import { oneLine } from "../../src/activity/text.ts";
import { invalidPayload, parseBody } from "../../src/sources/json_body.ts";
import { checkedSecrets } from "../../src/sources/option_checks.ts";
import { readPage } from "../../src/sources/payload/page.ts";
import { readTimestamp } from "../../src/sources/payload/time.ts";
import { decodeHex, hmacSha256, timingSafeEqual } from "../../src/sources/signature.ts";
import {
  type Parsed,
  type RawRequest,
  type Source,
  SourceError,
} from "../../src/sources/source.ts";
import { validate } from "../../src/validation/issues.ts";

/** What {@linkcode feedbackForm} needs to know. */
export interface FeedbackFormOptions {
  /** The secret that the form's server signs with. Several while it is being changed. None may be empty. */
  secret: string | readonly string[];
}

/** What the form's server sends: only what is told is read. */
interface Feedback {
  id: string;
  sent_at: string;
  email: string;
  rating: number;
  comment?: string;
  page?: string;
}

const source = "feedback form";

const feedbackSchema: v.GenericSchema<unknown, Feedback> = v.object({
  id: v.pipe(v.string(), v.nonEmpty("Expected an id, found an empty text")),
  sent_at: v.string(),
  email: v.string(),
  rating: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5)),
  comment: v.exactOptional(v.string()),
  page: v.exactOptional(v.string()),
});

/**
 * Makes the source for a feedback form: an HMAC-SHA-256 of the body, in hexadecimal digits, in `X-Feedback-Signature`.
 *
 * Throws a `TypeError` or `RangeError` for options that break their rule.
 */
export function feedbackForm(options: FeedbackFormOptions): Source {
  const secrets = checkedSecrets(options.secret, { source, name: "secret" });
  return {
    name: "feedback_form",
    maxBodyBytes: 64 * 1024,
    admit: (headers) => void signatureIn(headers),
    verify: (request) => verify(request, secrets),
    parse,
  };
}

async function verify({ headers, body }: RawRequest, secrets: readonly string[]): Promise<void> {
  const given = signatureIn(headers);
  let matches = false;
  // All are tried, so that the time taken does not tell which one it was.
  for (const secret of secrets) {
    if (timingSafeEqual(given, await hmacSha256(secret, body))) matches = true;
  }
  if (!matches) throw unauthorized("X-Feedback-Signature does not fit the body and the secret");
}

function signatureIn(headers: Headers): Uint8Array {
  const digits = headers.get("x-feedback-signature") ?? "";
  const signature = digits.length === 64 ? decodeHex(digits) : undefined;
  if (signature !== undefined) return signature;
  throw unauthorized("X-Feedback-Signature must be 64 hexadecimal digits");
}

function unauthorized(found: string): SourceError {
  return new SourceError("unauthorized", `Cannot verify the feedback: ${found}`);
}

async function parse({ body }: RawRequest): Promise<Parsed> {
  const read = validate(feedbackSchema, parseBody(body));
  if (!read.ok) throw invalidPayload(read.issues);
  const { id, sent_at, email, rating, comment, page } = read.value;
  const time = readTimestamp(sent_at);
  if (time === undefined) {
    throw invalidPayload([{ path: "sent_at", message: "Expected a time as RFC 3339 has it" }]);
  }
  const address = usableEmail(email);
  const url = readPage(page);
  const type = "feedback_form.submitted";
  return {
    activities: [{
      // From what the sender says alone, so that a repeat is the same activity.
      id: await activityId([type, id]),
      type,
      time,
      actor: address === undefined ? {} : { email: address, emailSource: "payload" },
      subject: { title: `Feedback: ${rating} of 5`, ...(url === undefined ? {} : { url }) },
      properties: { rating, ...(comment === undefined ? {} : { comment: oneLine(comment, 500) }) },
    }],
    skipped: [],
  };
}
