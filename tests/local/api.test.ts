import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { localHubSpot, paths, post, request } from "./harness.ts";

const email = "ada@example.com";
const valid: Record<keyof typeof paths, unknown> = {
  timeline: { eventTemplateId: "1", email, tokens: {} },
  timelineBatch: { inputs: [{ eventTemplateId: "1", email, tokens: {} }] },
  app: { eventTypeName: "a", email, properties: {} },
  appBatch: { inputs: [{ eventTypeName: "a", email, properties: {} }] },
  custom: { eventName: "pe1_c", email, properties: {} },
  customBatch: { inputs: [{ eventName: "pe1_c", email, properties: {} }] },
};
const kinds = ["timeline", "timelineBatch", "app", "appBatch", "custom", "customBatch"] as const;

/** An endless body that counts what is taken of it. */
function endlessBody(chunk: Uint8Array<ArrayBuffer>) {
  const seen = { bytes: 0, cancelled: false };
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      seen.bytes += chunk.length;
      controller.enqueue(chunk);
    },
    cancel() {
      seen.cancelled = true;
    },
  });
  return { seen, stream };
}

describe("every endpoint", () => {
  for (const kind of kinds) {
    const path = paths[kind];

    for (const authorization of [undefined, "", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz"]) {
      it(`${kind}: answers 401 to Authorization ${JSON.stringify(authorization)}`, async () => {
        const hubspot = localHubSpot();
        const { status, body } = await request(hubspot, path, {
          method: "POST",
          headers: authorization === undefined ? {} : { authorization },
          body: JSON.stringify(valid[kind]),
        });
        assert.equal(status, 401);
        assert.deepEqual(body, {
          status: "error",
          message: "Authentication credentials not found: send Authorization: Bearer and a token",
          correlationId: "uuid-1",
          category: "INVALID_AUTHENTICATION",
        });
        assert.deepEqual(hubspot.events(), []);
      });
    }

    it(`${kind}: answers 405 to another method and names POST`, async () => {
      const { status, headers } = await request(localHubSpot(), path);
      assert.deepEqual([status, headers.get("allow")], [405, "POST"]);
    });

    for (const text of ["", "{", "\xff", "nonsense"]) {
      it(`${kind}: answers 400 to ${JSON.stringify(text)}, which is not JSON`, async () => {
        const { status, body } = await request(localHubSpot(), path, {
          method: "POST",
          headers: { authorization: "Bearer token" },
          body: Uint8Array.from(text, (character) => character.charCodeAt(0)),
        });
        assert.equal(status, 400);
        assert.deepEqual(body, {
          status: "error",
          message: "Invalid input JSON: the body is not JSON in UTF-8",
          correlationId: "uuid-1",
          category: "VALIDATION_ERROR",
        });
      });
    }

    for (const body of [null, [], "text", 1, {}, { inputs: {} }, { inputs: [] }]) {
      it(`${kind}: answers 400 to ${JSON.stringify(body)}`, async () => {
        const hubspot = localHubSpot();
        const { status, text } = await post(hubspot, path, body);
        assert.equal(status, 400);
        assert.equal(JSON.parse(text).category, "VALIDATION_ERROR");
        assert.ok(JSON.parse(text).errors.length > 0);
        assert.deepEqual(hubspot.events(), []);
      });
    }

    it(`${kind}: answers 413 to a body above 10 MiB without reading it whole`, async () => {
      const { seen, stream } = endlessBody(new Uint8Array(1024 * 1024));
      const duplex = { duplex: "half" };
      const { status, text } = await request(localHubSpot(), path, {
        method: "POST",
        headers: { authorization: "Bearer token", "content-length": "2" },
        body: stream,
        ...duplex,
      });
      assert.equal(status, 413);
      assert.equal(JSON.parse(text).message, "Body too large: send at most 10485760 bytes");
      assert.ok(seen.cancelled);
      assert.ok(seen.bytes < 14 * 1024 * 1024, `${seen.bytes} bytes were taken`);
    });
  }

  const caps = [["timelineBatch", 100], ["appBatch", 500], ["customBatch", 500]] as const;
  for (const [kind, cap] of caps) {
    it(`${kind}: takes ${cap} events and answers 400 to one more`, async () => {
      const hubspot = localHubSpot();
      const { inputs: [event] } = valid[kind] as { inputs: [unknown] };
      const full = Array.from({ length: cap }, () => event);
      const taken = await post(hubspot, paths[kind], { inputs: full });
      assert.ok(taken.status < 300, `${taken.status}`);
      assert.equal(hubspot.events().length, cap);
      const refused = await post(hubspot, paths[kind], { inputs: [...full, event] });
      assert.equal(refused.status, 400);
      assert.deepEqual(JSON.parse(refused.text).errors, [
        { message: `Give at most ${cap} events`, in: "inputs" },
      ]);
      assert.equal(hubspot.events().length, cap);
    });
  }

  it("answers 404 to a path that leads nowhere", async () => {
    for (const path of ["/events/v9/send", "/integrators/timeline/2026-03/types", "/nothing"]) {
      const { status, body } = await post(localHubSpot(), path, {});
      assert.equal(status, 404);
      assert.deepEqual(body, {
        status: "error",
        message: "Nothing is at this path",
        correlationId: "uuid-1",
        category: "OBJECT_NOT_FOUND",
      });
    }
  });
});

describe("event fields", () => {
  const frame = { linkLabel: "l", headerLabel: "h", url: "https://x.org", width: 1, height: 2 };
  const broken: [field: string, change: Record<string, unknown>, message: string][] = [
    ["email", { email: "nobody" }, "email: Give an e-mail address"],
    ["email", { email: "" }, "email: Give an e-mail address"],
    ["objectId", { objectId: "" }, "objectId: Give at least one character"],
    ["utk", { utk: 5 }, "utk: Give a string"],
    ["id", { id: {} }, "id: Give a string or a whole number"],
    [
      "timestamp",
      { timestamp: "2026-11-20" },
      "timestamp: Give ISO 8601 with a zone, or milliseconds since 1970",
    ],
    [
      "timestamp",
      { timestamp: 1e20 },
      "timestamp: Give ISO 8601 with a zone, or milliseconds since 1970",
    ],
    [
      "eventTemplateId",
      { eventTemplateId: "" },
      "eventTemplateId: Give at least one character",
    ],
    ["tokens", { tokens: undefined }, "tokens: Give a value: it is required"],
    [
      "tokens",
      { tokens: ["a"] },
      "tokens: Expected an object of values, found a list",
    ],
    ["tokens", { tokens: { a: {} } }, "tokens.a: Give a string, a number or a boolean"],
    [
      "timelineIFrame",
      { timelineIFrame: { ...frame, width: "1" } },
      "timelineIFrame.width: Give a whole number of pixels",
    ],
    [
      "whose timeline",
      { email: undefined },
      "Give objectId, email or utk: nothing says whose timeline this goes on",
    ],
    [
      "whose timeline",
      { email: undefined, domain: "example.com" },
      "Give objectId, email or utk: nothing says whose timeline this goes on",
    ],
    [
      "extraData",
      { extraData: JSON.parse("[".repeat(101) + "]".repeat(101)) },
      "extraData: Give JSON of at most 100 levels",
    ],
  ];
  for (const [field, change, message] of broken) {
    it(`refuses ${field}: ${JSON.stringify(change).slice(0, 60)}`, async () => {
      const body = { eventTemplateId: "1", email, tokens: {}, ...change };
      const { status, text } = await post(localHubSpot(), paths.timeline, body);
      assert.equal(status, 400);
      assert.equal(JSON.parse(text).message, `Invalid input JSON: ${message}`);
    });
  }

  for (const missing of ["linkLabel", "headerLabel", "url", "width", "height"] as const) {
    it(`refuses a timelineIFrame without ${missing}`, async () => {
      const { [missing]: _, ...rest } = frame;
      const body = { eventTemplateId: "1", email, tokens: {}, timelineIFrame: rest };
      const { status, text } = await post(localHubSpot(), paths.timeline, body);
      assert.equal(status, 400);
      assert.equal(JSON.parse(text).errors[0].in, `timelineIFrame.${missing}`);
    });
  }

  it("takes names that objects have already as plain values, or refuses them: none is lost without a word", async () => {
    const hubspot = localHubSpot();
    const send = (name: string) =>
      request(hubspot, paths.timeline, {
        method: "POST",
        headers: { authorization: "Bearer token" },
        body: `{"eventTemplateId":"1","email":"a@b.c","tokens":{"${name}":"x"}}`,
      });
    assert.equal((await send("toString")).status, 201);
    for (const name of ["__proto__", "constructor", "prototype"]) {
      assert.equal((await send(name)).status, 400, name);
    }
    const properties = hubspot.events().map((event) => Object.entries(event.properties));
    assert.deepEqual(properties, [[["toString", "x"]]]);
  });
});

describe("the API in a browser", () => {
  const table: [origin: string, status: number][] = [
    ["https://evil.example", 403],
    ["http://evil.example:8788", 403],
    ["null", 403],
    ["http://localhost:5173", 201],
    ["http://127.0.0.1:8788", 201],
    ["http://box.example", 201],
  ];
  for (const [origin, status] of table) {
    it(`answers ${status} to a page of ${origin}`, async () => {
      const hubspot = localHubSpot({ hosts: ["box.example"] });
      const answer = await request(
        hubspot,
        "/integrators/timeline/v3/1/event-templates?hapikey=x",
        {
          method: "POST",
          headers: { origin },
          body: JSON.stringify({ name: "Visit" }),
        },
      );
      assert.equal(answer.status, status);
      assert.equal(hubspot.export().templates.length, status === 201 ? 1 : 0);
    });
  }
});
