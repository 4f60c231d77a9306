import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createClient, existingContacts } from "../../mod.ts";
import type { ExistingContactsOptions, HubSpotEvent } from "../../mod.ts";
import { customEvent, timelineEvent } from "../support/events.ts";
import { answer, type Reaction, recordingFetch, type Sent } from "../support/recording_fetch.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { collect } from "./harness.ts";

const lookUpPath = "https://api.hubapi.com/crm/objects/2026-03/contacts/batch/read";

/** A HubSpot that has some contacts and takes every event. */
function start(
  contacts: Record<string, { id: string; more?: string }>,
  { options = {}, lookUp }: { options?: ExistingContactsOptions; lookUp?: Reaction } = {},
) {
  const clock = new VirtualClock();
  const { fetch, sent } = recordingFetch((one: Sent) => {
    if (!one.url.includes("/contacts/batch/read")) return answer(204);
    if (lookUp instanceof Response) return lookUp.clone();
    const results = asked(one).flatMap((email) => {
      const contact = contacts[email];
      if (contact === undefined) return [];
      const properties = { email, hs_additional_emails: contact.more ?? null };
      return [{ id: contact.id, properties, archived: false }];
    });
    if (results.length === asked(one).length) return answer(200, { status: "COMPLETE", results });
    const errors = [{ status: "error", category: "OBJECT_NOT_FOUND", message: "not there" }];
    return answer(207, { status: "COMPLETE", results, numErrors: 1, errors });
  });
  const client = createClient({
    accessToken: "t",
    contacts: existingContacts(options),
    deps: { fetch, now: clock.now, sleep: clock.sleep, random: () => 0.5 },
  });
  const sendAll = (events: HubSpotEvent[]) => clock.drive(collect(client.sendAll(events)));
  const lookUps = () => sent.filter(({ url }) => url.includes("/contacts/batch/read"));
  const deliveries = () => sent.filter(({ url }) => !url.includes("/contacts/batch/read"));
  return { clock, client, sent, sendAll, lookUps, deliveries };
}

function asked({ body }: Sent): string[] {
  const { inputs } = body as { inputs: { id: string }[] };
  return inputs.map(({ id }) => id);
}

describe("existingContacts", () => {
  it("puts events on contacts by id, without the address, and rejects those of strangers", async () => {
    const { sendAll, lookUps, deliveries } = start({ "ada@example.com": { id: "101" } });
    const receipts = await sendAll([
      customEvent({ email: "Ada@Example.com", uuid: "1" }),
      customEvent({ email: "stranger@example.com", uuid: "2" }),
    ]);
    assert.deepEqual(receipts.map(({ outcome }) => outcome), ["delivered", "rejected"]);
    assert.partialDeepStrictEqual(receipts[1], {
      code: "contact_not_found",
      key: { id: "2" },
      message: "No contact in HubSpot has this e-mail address, and none is to be created",
    });
    assert.deepEqual(lookUps().map(({ url, body }) => ({ url, body })), [{
      url: lookUpPath,
      body: {
        idProperty: "email",
        properties: ["email", "hs_additional_emails"],
        inputs: [{ id: "ada@example.com" }, { id: "stranger@example.com" }],
      },
    }]);
    const [delivery] = deliveries();
    assert.partialDeepStrictEqual(delivery?.body, { objectId: "101", uuid: "1" });
    assert.equal(JSON.stringify(delivery?.body).includes("@"), false);
  });

  it("throws from send() for a stranger, and the error says that trying again is of no use", async () => {
    const { client } = start({});
    await assert.rejects(client.send(customEvent()), {
      name: "HubSpotError",
      code: "contact_not_found",
      retryable: false,
    });
  });

  it("finds a contact by a further address", async () => {
    const { sendAll, deliveries } = start({}, {
      lookUp: answer(200, {
        results: [{
          id: "7",
          properties: {
            email: "a@example.com",
            hs_additional_emails: "b@example.com;Ada@example.com",
          },
        }],
      }),
    });
    await sendAll([customEvent({ email: "ada@example.com" })]);
    assert.partialDeepStrictEqual(deliveries()[0]?.body, { objectId: "7" });
  });

  it("asks for a hundred addresses at a time, each once", async () => {
    const emails = Array.from({ length: 250 }, (_, i) => `p${i}@example.com`);
    const contacts = Object.fromEntries(emails.map((email, i) => [email, { id: `${i}` }]));
    const { sendAll, lookUps } = start(contacts);
    const receipts = await sendAll([...emails, ...emails].map((email) => customEvent({ email })));
    assert.ok(receipts.every(({ outcome }) => outcome === "delivered"));
    assert.deepEqual(lookUps().map((one) => asked(one).length), [100, 100, 50]);
  });

  it("remembers a contact for ten minutes and a stranger for one", async () => {
    const { clock, sendAll, lookUps } = start({ "ada@example.com": { id: "1" } });
    const both = () =>
      sendAll([customEvent({ email: "ada@example.com" }), customEvent({ email: "x@example.com" })]);
    await both();
    await clock.advance(59_000);
    await both();
    assert.equal(lookUps().length, 1);
    await clock.advance(1_000);
    await both();
    assert.deepEqual(lookUps().map(asked)[1], ["x@example.com"]);
    await clock.advance(540_000);
    await both();
    assert.deepEqual(lookUps().map(asked)[2], ["ada@example.com", "x@example.com"]);
  });

  it("remembers no more addresses than it was told to, and forgets the oldest", async () => {
    const { sendAll, lookUps } = start({}, { options: { mostRemembered: 1 } });
    for (const email of ["a@example.com", "b@example.com", "b@example.com", "a@example.com"]) {
      await sendAll([customEvent({ email })]);
    }
    assert.deepEqual(lookUps().map(asked), [["a@example.com"], ["b@example.com"], [
      "a@example.com",
    ]]);
  });

  it("looks nobody up whose contact is named otherwise", async () => {
    const { sendAll, lookUps, deliveries } = start({});
    const { email: _, ...nameless } = timelineEvent();
    const receipts = await sendAll([
      timelineEvent({ objectId: "5", email: "ada@example.com" }),
      { ...nameless, utk: "cookie" },
    ]);
    assert.equal(lookUps().length, 0);
    assert.equal(receipts.length, 2);
    assert.ok(deliveries().length > 0);
  });

  it("asks HubSpot's older API where it is told to", async () => {
    const { sendAll, lookUps } = start({}, { options: { version: "v3" } });
    await sendAll([customEvent()]);
    assert.equal(lookUps()[0]?.url, "https://api.hubapi.com/crm/v3/objects/contacts/batch/read");
  });

  const failures: [string, Response, Record<string, unknown>][] = [
    ["a missing scope, with both ways out", answer(403, { message: "no scope" }), {
      code: "forbidden",
      message:
        "Cannot look up contacts: no scope; give the token the scope crm.objects.contacts.read, or let events create contacts",
    }],
    ["a limit that is used up", answer(429, {}, { "retry-after": "60" }), { code: "rate_limited" }],
    ["an error of HubSpot's", answer(400, { message: "what?" }), {
      code: "unclear_answer",
      message: "Cannot look up contacts: what?",
    }],
    [
      "a lookup that failed in part",
      answer(207, { results: [], numErrors: 1, errors: [{ category: "INTERNAL_ERROR" }] }),
      {
        code: "unclear_answer",
        message: "Cannot look up contacts: HubSpot looked up only some of them",
      },
    ],
    ["an answer that is none", answer(200, { hello: 1 }), {
      code: "unclear_answer",
      message: "Cannot look up contacts: HubSpot's answer is not as documented",
    }],
  ];
  for (const [what, lookUp, expected] of failures) {
    it(`defers events, and creates nobody, after ${what}`, async () => {
      const { sendAll, deliveries } = start({}, { lookUp });
      const receipts = await sendAll([customEvent(), customEvent()]);
      for (const receipt of receipts) {
        assert.partialDeepStrictEqual(receipt, { outcome: "deferred", ...expected });
      }
      assert.equal(deliveries().length, 0);
    });
  }

  it("refuses to remember a part of an address", () => {
    assert.throws(() => existingContacts({ mostRemembered: 0.5 }), {
      name: "RangeError",
      message: "Cannot look up contacts: mostRemembered must be a whole number from 0: 0.5",
    });
  });
});
