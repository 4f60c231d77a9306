import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { encodeHex, hmacSha256 } from "../../src/sources/signature.ts";
import { receive } from "../../src/sources/source.ts";
import { start } from "../edge/harness.ts";
import { feedbackForm } from "./feedback_form.ts";

const secret = "the secret of the form";
const source = feedbackForm({ secret });

const feedback = {
  id: "fb_17",
  sent_at: "2026-11-20T10:00:00+01:00",
  email: "Ada@example.com",
  rating: 5,
  comment: "It adds\nup",
  page: "https://shop.example/checkout",
};

async function signed(text: string, signWith = secret): Promise<Record<string, string>> {
  const bytes = new TextEncoder().encode(text);
  return { "x-feedback-signature": encodeHex(await hmacSha256(signWith, bytes)) };
}

async function take(text: string, signWith = secret) {
  return await receive(source, {
    method: "POST",
    url: "https://hooks.example.com/feedback",
    headers: new Headers(await signed(text, signWith)),
    body: new TextEncoder().encode(text),
    receivedAt: new Date("2026-11-20T12:00:00Z"),
  });
}

describe("feedbackForm, a worked example", () => {
  it("makes an activity of a form", async () => {
    const { activities, skipped } = await take(JSON.stringify(feedback));
    assert.deepEqual(skipped, []);
    assert.deepEqual(activities, [{
      id: activities[0]?.id,
      type: "feedback_form.submitted",
      time: "2026-11-20T09:00:00.000Z",
      actor: { email: "Ada@example.com", emailSource: "payload" },
      subject: { title: "Feedback: 5 of 5", url: "https://shop.example/checkout" },
      properties: { rating: 5, comment: "It adds up" },
    }]);
  });

  it("gives a form that comes again the same id, and another one another", async () => {
    const idOf = async (own: object) =>
      (await take(JSON.stringify({ ...feedback, ...own }))).activities[0]?.id;
    assert.equal(await idOf({}), await idOf({ rating: 4 }));
    assert.notEqual(await idOf({}), await idOf({ id: "fb_18" }));
  });

  it("takes what is signed with either secret while it is being changed", async () => {
    const both = feedbackForm({ secret: ["the next secret", secret] });
    const text = JSON.stringify(feedback);
    for (const one of ["the next secret", secret]) {
      await both.verify({
        method: "POST",
        url: "https://hooks.example.com/feedback",
        headers: new Headers(await signed(text, one)),
        body: new TextEncoder().encode(text),
        receivedAt: new Date("2026-11-20T12:00:00Z"),
      });
    }
  });

  it("verifies before it parses", async () => {
    await assert.rejects(take("no JSON", "another secret"), {
      name: "SourceError",
      code: "unauthorized",
      message:
        "Cannot verify the feedback: X-Feedback-Signature does not fit the body and the secret",
    });
  });

  it("lets nobody in without a signature, before the body is read", () => {
    for (const value of ["", "00", "g".repeat(64)]) {
      const headers = new Headers({ "x-feedback-signature": value });
      assert.throws(() => source.admit?.(headers), {
        code: "unauthorized",
        message: "Cannot verify the feedback: X-Feedback-Signature must be 64 hexadecimal digits",
      });
    }
  });

  const refused: [text: string, code: string, message: string][] = [
    ["no JSON", "invalid_json", "Cannot parse the body: not JSON"],
    [
      JSON.stringify({ ...feedback, rating: 6 }),
      "invalid_payload",
      "Cannot read the payload: rating: Invalid value: Expected <=5 but received 6",
    ],
    [
      JSON.stringify({ ...feedback, sent_at: "yesterday" }),
      "invalid_payload",
      "Cannot read the payload: sent_at: Expected a time as RFC 3339 has it",
    ],
  ];
  for (const [text, code, message] of refused) {
    it(`says what is wrong: ${message}`, () =>
      assert.rejects(take(text), { name: "SourceError", code, message }));
  }

  it("refuses a secret with which anybody could sign", () => {
    assert.throws(() => feedbackForm({ secret: "" }), {
      name: "RangeError",
      message: "Cannot make the feedback form source: secret must not be empty",
    });
  });

  it("has a route of the forwarder's like any other source", async () => {
    const path = "/feedback";
    const { kept, post } = start({
      sources: [{
        path,
        source,
        mapping: ({ subject, properties }) => ({
          eventName: "pe1_feedback",
          properties: { title: subject.title, comment: String(properties.comment) },
        }),
      }],
    });
    const text = JSON.stringify(feedback);
    assert.equal((await post(path, text, await signed(text))).status, 202);
    assert.equal((await post(path, text, await signed(text, "another"))).status, 401);
    assert.partialDeepStrictEqual(kept, [{
      eventName: "pe1_feedback",
      email: "Ada@example.com",
      occurredAt: "2026-11-20T09:00:00.000Z",
      properties: { title: "Feedback: 5 of 5", comment: "It adds up" },
    }]);
  });
});
