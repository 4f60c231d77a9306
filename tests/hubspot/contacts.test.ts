import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { existingContacts } from "../../mod.ts";
import type { ExistingContactsOptions } from "../../mod.ts";
import type { ContactSeed, Fault, LocalHubSpotOptions } from "../../src/local/mod.ts";
import { customEvent, timelineEvent } from "../support/events.ts";
import { always, exactly } from "../support/local_hubspot.ts";
import type { Sent } from "../support/recording_fetch.ts";
import { start } from "./harness.ts";

const lookUpPath = "https://api.hubapi.com/crm/objects/2026-03/contacts/batch/read";

/** A client that puts events on existing contacts alone, and an account that has these. */
function startWith(
  contacts: readonly ContactSeed[],
  { options = {}, hubspot = {}, faults = [] }: {
    options?: ExistingContactsOptions;
    hubspot?: LocalHubSpotOptions;
    faults?: readonly Fault[];
  } = {},
) {
  const client = { contacts: existingContacts(options) };
  const started = start({ client, hubspot: { ...hubspot, contacts }, faults });
  const isLookUp = ({ url }: Sent) => url.includes("/contacts/batch/read");
  return {
    ...started,
    lookUps: () => started.sent.filter(isLookUp),
    deliveries: () => started.sent.filter((one) => !isLookUp(one)),
  };
}

const ada: ContactSeed = { id: "101", email: "ada@example.com" };

function asked({ body }: Sent): string[] {
  const { inputs } = body as { inputs: { id: string }[] };
  return inputs.map(({ id }) => id);
}

describe("existingContacts", () => {
  it("puts events on contacts by id, without the address, and rejects those of strangers", async () => {
    const { local, sendAll, lookUps, deliveries } = startWith([ada]);
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
    assert.deepEqual(local.events().map(({ contactId }) => contactId), ["101"]);
    assert.equal(local.contacts().length, 1);
  });

  it("throws from send() for a stranger, and the error says that trying again is of no use", async () => {
    const { client, local } = startWith([]);
    await assert.rejects(client.send(customEvent()), {
      name: "HubSpotError",
      code: "contact_not_found",
      retryable: false,
    });
    assert.deepEqual(local.contacts(), []);
  });

  it("finds a contact by a further address", async () => {
    const { sendAll, deliveries } = startWith([{
      id: "7",
      email: "a@example.com",
      additionalEmails: ["b@example.com", "ada@example.com"],
    }]);
    await sendAll([customEvent({ email: "ada@example.com" })]);
    assert.partialDeepStrictEqual(deliveries()[0]?.body, { objectId: "7" });
  });

  it("asks for a hundred addresses at a time, each once", async () => {
    const emails = Array.from({ length: 250 }, (_, i) => `p${i}@example.com`);
    const { sendAll, lookUps } = startWith(emails.map((email, i) => ({ id: `${i + 1}`, email })));
    const receipts = await sendAll([...emails, ...emails].map((email) => customEvent({ email })));
    assert.ok(receipts.every(({ outcome }) => outcome === "delivered"));
    assert.deepEqual(lookUps().map((one) => asked(one).length), [100, 100, 50]);
  });

  it("remembers a contact for ten minutes and a stranger for one", async () => {
    const { clock, sendAll, lookUps } = startWith([ada]);
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
    const { sendAll, lookUps } = startWith([], { options: { mostRemembered: 1 } });
    for (const email of ["a@example.com", "b@example.com", "b@example.com", "a@example.com"]) {
      await sendAll([customEvent({ email })]);
    }
    assert.deepEqual(lookUps().map(asked), [["a@example.com"], ["b@example.com"], [
      "a@example.com",
    ]]);
  });

  it("looks nobody up whose contact is named otherwise", async () => {
    const { sendAll, lookUps, deliveries } = startWith([]);
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
    const { sendAll, lookUps } = startWith([ada], { options: { version: "v3" } });
    const [receipt] = await sendAll([customEvent()]);
    assert.equal(receipt?.outcome, "delivered");
    assert.equal(lookUps()[0]?.url, "https://api.hubapi.com/crm/v3/objects/contacts/batch/read");
  });

  const unscoped: LocalHubSpotOptions = {
    accessTokens: [{ token: "secret-token", scopes: ["analytics.behavioral_events.send"] }],
  };
  const onLookUps = { path: "/crm/*" };
  const failures: [string, { hubspot?: LocalHubSpotOptions; faults?: Fault[] }, unknown][] = [
    ["a missing scope, with both ways out", { hubspot: unscoped }, {
      code: "forbidden",
      message:
        "Cannot look up contacts: This app hasn't been granted all required scopes to make " +
        "this call. Read more about required scopes here: https://developers.hubspot.com/scopes.: " +
        "One or more of the following scopes are required. " +
        '{"requiredGranularScopes":["crm.objects.contacts.read"]}; ' +
        "give the token the scope crm.objects.contacts.read, or let events create contacts",
    }],
    [
      "a limit that is used up",
      {
        faults: [
          always(
            { kind: "rate_limit", policy: "TEN_SECONDLY_ROLLING", retryAfter: { seconds: 60 } },
            onLookUps,
          ),
        ],
      },
      { code: "rate_limited" },
    ],
    [
      "an error of HubSpot's",
      { faults: [always(exactly(400, { message: "what?" }), onLookUps)] },
      { code: "unclear_answer", message: "Cannot look up contacts: what?" },
    ],
    [
      "a lookup that failed in part",
      {
        faults: [always(
          exactly(207, { results: [], numErrors: 1, errors: [{ category: "INTERNAL_ERROR" }] }),
          onLookUps,
        )],
      },
      {
        code: "unclear_answer",
        message: "Cannot look up contacts: HubSpot looked up only some of them",
      },
    ],
    [
      "an answer that is none",
      { faults: [always(exactly(200, { hello: 1 }), onLookUps)] },
      {
        code: "unclear_answer",
        message: "Cannot look up contacts: HubSpot's answer is not as documented",
      },
    ],
  ];
  for (const [what, around, expected] of failures) {
    it(`defers events, and creates nobody, after ${what}`, async () => {
      const { local, sendAll, deliveries } = startWith([ada], around);
      const receipts = await sendAll([customEvent(), customEvent()]);
      for (const receipt of receipts) {
        assert.partialDeepStrictEqual(receipt, { outcome: "deferred", ...Object(expected) });
      }
      assert.equal(deliveries().length, 0);
      assert.equal(local.contacts().length, 1);
    });
  }

  it("refuses to remember a part of an address", () => {
    assert.throws(() => existingContacts({ mostRemembered: 0.5 }), {
      name: "RangeError",
      message: "Cannot look up contacts: mostRemembered must be a whole number from 0: 0.5",
    });
  });
});
