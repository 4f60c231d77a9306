import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createEventTemplates, type EventTemplates } from "../../src/hubspot/event_templates.ts";
import type { FaultEffect, LocalHubSpotOptions } from "../../src/local/mod.ts";
import { exactly, once } from "../support/local_hubspot.ts";
import { errorOf, lineOf, start } from "./management_harness.ts";

const now = "2026-11-22T12:00:00.000Z";
const token = { name: "plan", label: "Plan", type: "string", options: [] };
const size = {
  name: "size",
  label: "Size",
  type: "enumeration",
  options: [{ label: "Small", value: "s" }],
  objectPropertyName: "company_size",
};
const made = { createdAt: now, updatedAt: now };
const template = {
  id: "1001",
  name: "Signed up",
  objectType: "contacts",
  tokens: [{ ...token, ...made }, { ...token, name: "a.b-c", ...made }],
  headerTemplate: "Signed up for {{plan}}",
  ...made,
};

/** An account with that template. */
const hubspot: LocalHubSpotOptions = {
  templates: [{
    id: "1001",
    appId: "123",
    name: "Signed up",
    headerTemplate: "Signed up for {{plan}}",
    tokens: [
      { name: "plan", label: "Plan", type: "string" },
      { name: "a.b-c", label: "Plan", type: "string" },
    ],
  }],
};

/** Templates of the app, while these faults strike one after the other. */
function begin(...faults: Parameters<typeof once>[]) {
  const { connection, ...rest } = start({ hubspot, faults: faults.map((fault) => once(...fault)) });
  return { ...rest, templates: createEventTemplates({ appId: 123, ...connection }) };
}

const base = "/integrators/timeline/v3/123/event-templates";

describe("createEventTemplates", () => {
  const requests: {
    name: keyof EventTemplates;
    act: (templates: EventTemplates) => Promise<unknown>;
    line: string;
    body?: unknown;
    result: unknown;
  }[] = [
    {
      name: "list",
      act: (templates) => templates.list(),
      line: `GET ${base}`,
      result: [template],
    },
    {
      name: "get",
      act: (templates) => templates.get("1001"),
      line: `GET ${base}/1001`,
      result: template,
    },
    {
      name: "create",
      act: (templates) =>
        templates.create({
          name: "Signed up",
          objectType: "contacts",
          detailTemplate: "More",
          tokens: [{ name: "plan", label: "Plan", type: "string" }, size],
        }),
      line: `POST ${base}`,
      body: {
        name: "Signed up",
        objectType: "contacts",
        detailTemplate: "More",
        tokens: [token, size],
      },
      result: {
        id: "1000001",
        name: "Signed up",
        objectType: "contacts",
        detailTemplate: "More",
        tokens: [{ ...token, ...made }, { ...size, ...made }],
        ...made,
      },
    },
    {
      name: "update",
      // What `get` gave, changed: the rest of it is none of HubSpot's business.
      act: (templates) => templates.update({ ...template, name: "New", tokens: [token] }),
      line: `PUT ${base}/1001`,
      body: {
        id: "1001",
        name: "New",
        headerTemplate: "Signed up for {{plan}}",
        tokens: [token],
      },
      result: { ...template, name: "New", tokens: [{ ...token, ...made }] },
    },
    {
      name: "delete",
      act: (templates) => templates.delete("1001"),
      line: `DELETE ${base}/1001`,
      result: undefined,
    },
    {
      name: "createToken",
      act: (templates) => templates.createToken("1001", size),
      line: `POST ${base}/1001/tokens`,
      body: size,
      result: { ...size, ...made },
    },
    {
      name: "updateToken",
      act: (templates) => templates.updateToken("1001", { name: "a.b-c", label: "Which" }),
      line: `PUT ${base}/1001/tokens/a.b-c`,
      body: { label: "Which", options: [] },
      result: { ...token, name: "a.b-c", label: "Which", ...made },
    },
    {
      name: "deleteToken",
      act: (templates) => templates.deleteToken("1001", "plan"),
      line: `DELETE ${base}/1001/tokens/plan`,
      result: undefined,
    },
  ];
  for (const { name, act, line, body, result } of requests) {
    it(`asks for ${name} as HubSpot documents it`, async () => {
      const { clock, sent, templates } = begin();
      assert.deepEqual(await clock.drive(act(templates)), result);
      assert.deepEqual(lineOf(sent[0]), [line, body]);
      assert.equal(sent[0]?.init.headers.authorization, "Bearer the-token");
      assert.equal(
        sent[0]?.init.headers["content-type"],
        body === undefined ? undefined : "application/json",
      );
    });
  }

  it("encodes what is a part of an address", async () => {
    const { clock, sent, templates } = begin();
    await errorOf(clock.drive(templates.get("10/01")));
    await errorOf(clock.drive(templates.updateToken("1001", { name: "a.b c", label: "Plan" })));
    assert.deepEqual(sent.map((one) => lineOf(one)[0]), [
      `GET ${base}/10%2F01`,
      `PUT ${base}/1001/tokens/a.b%20c`,
    ]);
  });

  it("leaves out what is null or new, and takes token types that are new", async () => {
    const answered = {
      ...template,
      createdAt: null,
      updatedAt: null,
      colour: "red",
      tokens: [{ ...token, type: "duration", options: null, createdAt: null, weight: 5 }],
    };
    const { clock, templates } = begin([exactly(200, answered)]);
    const { createdAt: _, updatedAt: __, ...expected } = template;
    assert.deepEqual(await clock.drive(templates.get("1001")), {
      ...expected,
      tokens: [{ name: "plan", label: "Plan", type: "duration" }],
    });
  });

  it("does not take an answer for a template that is none", async () => {
    const { clock, templates } = begin([exactly(200, { ...template, id: 5 })]);
    const error = await errorOf(clock.drive(templates.get("1001")));
    assert.equal(error.code, "unclear_answer");
    assert.equal(
      error.message,
      "Cannot read the event template: HubSpot's answer is not as documented: " +
        "id: Invalid type: Expected string but received 5",
    );
  });

  it("says that there is no such template", async () => {
    const { clock, templates } = begin();
    const error = await errorOf(clock.drive(templates.get("1")));
    assert.equal(error.code, "not_found");
    assert.equal(
      error.message,
      "Cannot read the event template: Template 1 of app 123 does not exist",
    );
  });

  const doubtful: FaultEffect[] = [
    { kind: "answer", status: 500, stage: "after" },
    { kind: "answer", status: 502, stage: "after" },
    { kind: "reset", stage: "after" },
    { kind: "hang", stage: "after" },
  ];
  for (const fault of doubtful) {
    it(`makes nothing twice where no answer tells that it was made: ${JSON.stringify(fault)}`, async () => {
      const { clock, local, sent, templates } = begin([fault], [fault, { from: 2 }]);
      const added = templates.create({ name: "n", objectType: "contacts" });
      await errorOf(clock.drive(added));
      assert.equal(local.export().templates.length, 2);
      await errorOf(clock.drive(templates.createToken("1001", size)));
      assert.equal(local.export().templates[0]?.tokens.length, 3);
      assert.equal(sent.length, 2);
    });
  }

  it("tries again what was certainly not made, and what can be repeated", async () => {
    const busy = begin([{ kind: "rate_limit", policy: "SECONDLY", retryAfter: { seconds: 1 } }]);
    await busy.clock.drive(busy.templates.create({ name: "n", objectType: "contacts" }));
    assert.equal(busy.sent.length, 2);
    assert.equal(busy.local.export().templates.length, 2);
    const broken = begin([{ kind: "answer", status: 500, stage: "after" }]);
    await broken.clock.drive(broken.templates.update({ ...template, name: "New" }));
    assert.equal(broken.sent.length, 2);
    assert.equal(broken.local.export().templates[0]?.name, "New");
  });

  for (const part of ["", ".", "..", "\ud800"]) {
    it(`refuses ${JSON.stringify(part)} for a part of an address`, async () => {
      const { sent, templates } = begin();
      await assert.rejects(templates.delete(part), {
        name: "TypeError",
        message: `Cannot ask HubSpot: eventTemplateId must be a name or id: "${part}"`,
      });
      await assert.rejects(templates.deleteToken("1001", part), {
        message: `Cannot ask HubSpot: name must be a name or id: "${part}"`,
      });
      assert.equal(sent.length, 0);
    });
  }

  it("refuses an app that is no number", () => {
    assert.throws(() => createEventTemplates({ appId: 1.5, accessToken: "a" }), {
      name: "RangeError",
      message: "Cannot manage event templates: appId must be a whole number from 1: 1.5",
    });
  });

  it("ends with the caller's signal", async () => {
    const { clock, sent, templates } = begin();
    const listed = templates.list({ signal: AbortSignal.abort() });
    assert.equal((await errorOf(clock.drive(listed))).code, "aborted");
    assert.equal(sent.length, 0);
  });
});
