import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { createEventTemplates, type EventTemplates } from "../../src/hubspot/event_templates.ts";
import type { Hooks } from "../../src/transport/hooks.ts";
import { answer, type Reaction } from "../support/recording_fetch.ts";
import { errorOf, lineOf, start } from "./management_harness.ts";

const token = { name: "plan", label: "Plan", type: "string", options: [] };
const template = {
  id: "1001",
  name: "Signed up",
  objectType: "contacts",
  tokens: [token],
  headerTemplate: "Signed up for {{plan}}",
  createdAt: "2026-01-01T00:00:00Z",
};

function begin(...reactions: Reaction[]) {
  const { connection, ...rest } = start(...reactions);
  return { ...rest, templates: createEventTemplates({ appId: 123, ...connection }) };
}

const base = "/integrators/timeline/v3/123/event-templates";

describe("createEventTemplates", () => {
  const requests: {
    name: keyof EventTemplates;
    act: (templates: EventTemplates) => Promise<unknown>;
    response: Response;
    line: string;
    body?: unknown;
    result: unknown;
  }[] = [
    {
      name: "list",
      act: (templates) => templates.list(),
      response: answer(200, { results: [template] }),
      line: `GET ${base}`,
      result: [template],
    },
    {
      name: "get",
      act: (templates) => templates.get("10/01"),
      response: answer(200, template),
      line: `GET ${base}/10%2F01`,
      result: template,
    },
    {
      name: "create",
      act: (templates) =>
        templates.create({
          name: "Signed up",
          objectType: "contacts",
          detailTemplate: "More",
          tokens: [
            { name: "plan", label: "Plan", type: "string" },
            {
              name: "size",
              label: "Size",
              type: "enumeration",
              options: [{ label: "Small", value: "s" }],
              objectPropertyName: "company_size",
            },
          ],
        }),
      response: answer(201, template),
      line: `POST ${base}`,
      body: {
        name: "Signed up",
        objectType: "contacts",
        detailTemplate: "More",
        tokens: [token, {
          name: "size",
          label: "Size",
          type: "enumeration",
          options: [{ label: "Small", value: "s" }],
          objectPropertyName: "company_size",
        }],
      },
      result: template,
    },
    {
      name: "update",
      // What `get` gave, changed: the rest of it is none of HubSpot's business.
      act: (templates) => templates.update({ ...template, name: "New" }),
      response: answer(200, template),
      line: `PUT ${base}/1001`,
      body: {
        id: "1001",
        name: "New",
        headerTemplate: "Signed up for {{plan}}",
        tokens: [token],
      },
      result: template,
    },
    {
      name: "delete",
      act: (templates) => templates.delete("1001"),
      response: answer(204),
      line: `DELETE ${base}/1001`,
      result: undefined,
    },
    {
      name: "createToken",
      act: (templates) => templates.createToken("1001", token),
      response: answer(200, { ...token, createdAt: null }),
      line: `POST ${base}/1001/tokens`,
      body: token,
      result: token,
    },
    {
      name: "updateToken",
      act: (templates) => templates.updateToken("1001", { name: "a.b c", label: "Plan" }),
      response: answer(200, token),
      line: `PUT ${base}/1001/tokens/a.b%20c`,
      body: { label: "Plan", options: [] },
      result: token,
    },
    {
      name: "deleteToken",
      act: (templates) => templates.deleteToken("1001", "plan"),
      response: answer(204),
      line: `DELETE ${base}/1001/tokens/plan`,
      result: undefined,
    },
  ];
  for (const { name, act, response, line, body, result } of requests) {
    it(`asks for ${name} as HubSpot documents it`, async () => {
      const { clock, sent, templates } = begin(response);
      assert.deepEqual(await clock.drive(act(templates)), result);
      assert.deepEqual(lineOf(sent[0]), [line, body]);
      assert.equal(sent[0]?.init.headers.authorization, "Bearer the-token");
      assert.equal(
        sent[0]?.init.headers["content-type"],
        body === undefined ? undefined : "application/json",
      );
    });
  }

  it("leaves out what is null or new, and takes token types that are new", async () => {
    const answered = {
      ...template,
      createdAt: null,
      updatedAt: null,
      colour: "red",
      tokens: [{ ...token, type: "duration", options: null, weight: 5 }],
    };
    const { clock, templates } = begin(answer(200, answered));
    const { createdAt: _, ...expected } = template;
    assert.deepEqual(await clock.drive(templates.get("1001")), {
      ...expected,
      tokens: [{ name: "plan", label: "Plan", type: "duration" }],
    });
  });

  it("does not take an answer for a template that is none", async () => {
    const { clock, templates } = begin(answer(200, { ...template, id: 5 }));
    const error = await errorOf(clock.drive(templates.get("1001")));
    assert.equal(error.code, "unclear_answer");
    assert.equal(
      error.message,
      "Cannot read the event template: HubSpot's answer is not as documented: " +
        "id: Invalid type: Expected string but received 5",
    );
  });

  it("says that there is no such template", async () => {
    const { clock, templates } = begin(answer(404, { message: "No template" }));
    const error = await errorOf(clock.drive(templates.get("1")));
    assert.equal(error.code, "not_found");
    assert.equal(error.message, "Cannot read the event template: No template");
  });

  it("makes nothing twice where no answer tells whether it was made", async () => {
    for (const fault of [answer(500), answer(502), new TypeError("reset"), "hang"] as const) {
      const first = begin(fault, answer(201, template));
      const made = first.templates.create({ name: "n", objectType: "contacts" });
      await errorOf(first.clock.drive(made));
      assert.equal(first.sent.length, 1);
      const second = begin(fault, answer(200, token));
      await errorOf(second.clock.drive(second.templates.createToken("1001", token)));
      assert.equal(second.sent.length, 1);
    }
  });

  it("tries again what was certainly not made, and what can be repeated", async () => {
    const busy = begin(answer(429, {}, { "retry-after": "1" }), answer(201, template));
    await busy.clock.drive(busy.templates.create({ name: "n", objectType: "contacts" }));
    assert.equal(busy.sent.length, 2);
    const broken = begin(answer(500), answer(200, template));
    await broken.clock.drive(broken.templates.update(template));
    assert.equal(broken.sent.length, 2);
  });

  for (const part of ["", ".", "..", "\ud800"]) {
    it(`refuses ${JSON.stringify(part)} for a part of an address`, async () => {
      const { sent, templates } = begin(answer(204));
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
    const { clock, sent, templates } = begin("hang");
    const listed = templates.list({ signal: AbortSignal.abort() });
    assert.equal((await errorOf(clock.drive(listed))).code, "aborted");
    assert.equal(sent.length, 0);
  });
});

describe("createEventTemplates with a developer key", () => {
  const canary = "canary+key";

  function withKey(...reactions: Reaction[]) {
    const { deps, clock, sent } = start(...reactions);
    const told: unknown[] = [];
    const tell = (what: unknown) => void told.push(what);
    const hooks: Hooks = { onRequest: tell, onResponse: tell, onRetry: tell };
    const templates = createEventTemplates({ appId: 123, developerKey: canary, deps, hooks });
    return { clock, sent, told, templates };
  }

  it("puts the key in the query and no token in the headers", async () => {
    const { clock, sent, templates } = withKey(answer(200, { results: [] }));
    await clock.drive(templates.list());
    assert.deepEqual(lineOf(sent[0]), [`GET ${base}?hapikey=canary%2Bkey`, undefined]);
    assert.deepEqual(sent[0]?.init.headers, {});
  });

  const quoting = `This hapikey (${canary}) at ?hapikey=${encodeURIComponent(canary)} is unknown`;
  const talkative = Object.assign(
    new TypeError(`error sending request for url (https://api.hubapi.com/?hapikey=${canary})`),
    { path: `https://api.hubapi.com/?hapikey=${canary}`, cause: { url: `?hapikey=${canary}` } },
  );
  const reactions: [string, Reaction][] = [
    ["it is quoted in a refusal", answer(401, { message: quoting, category: quoting })],
    ["it is quoted in an issue", answer(400, { message: "x", errors: [{ message: quoting }] })],
    ["HubSpot is not reached", talkative],
    ["HubSpot says nothing", "hang"],
  ];
  for (const [what, reaction] of reactions) {
    it(`shows the key to nobody where ${what}`, async () => {
      const { clock, told, templates } = withKey(reaction);
      const error = await errorOf(clock.drive(templates.list()));
      const shown = inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error);
      assert.ok(!shown.includes("canary"), shown);
      assert.ok(told.length >= 2);
      assert.ok(!inspect(told, { depth: 20 }).includes("canary"));
    });
  }

  it("refuses a key in two words, without showing it", () => {
    assert.throws(() => createEventTemplates({ appId: 1, developerKey: "a b" }), {
      name: "TypeError",
      message: "Cannot reach HubSpot: developerKey must be one word in ASCII",
    });
  });
});
