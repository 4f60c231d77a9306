import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CloudEvent } from "cloudevents";
import fc from "fast-check";
import {
  type Activity,
  cloudEvents,
  type CloudEventsOptions,
  type Parsed,
  type RawRequest,
  receive,
  SourceError,
} from "../../src/sources/cloudevents.ts";
import { cloudEvent, receivedAt, request, sendCloudEvents, token } from "./deliveries.ts";

const source = cloudEvents({ token });
const modes = ["structured", "binary", "batched"] as const;

async function only(sent: Parameters<typeof request>[0], of = source): Promise<Activity> {
  const { activities } = await receive(of, request(sent));
  const [activity] = activities;
  assert.ok(activity !== undefined && activities.length === 1);
  return activity;
}

const structured = (event: unknown) => ({
  headers: { authorization: `Bearer ${token}`, "content-type": "application/cloudevents+json" },
  body: JSON.stringify(event),
});

const plain = {
  specversion: "1.0",
  id: "1",
  source: "/shop",
  type: "order.paid",
  data: { email: "ada@example.com" },
};

async function refused(raw: RawRequest, code: SourceError["code"]): Promise<SourceError> {
  const error = await receive(source, raw).then(() => undefined, (thrown) => thrown);
  assert.ok(error instanceof SourceError, String(error));
  assert.equal(error.code, code);
  return error;
}

describe("cloudEvents() of what the CloudEvents SDK sends", () => {
  for (const mode of modes) {
    it(`makes one and the same activity in ${mode} mode`, async () => {
      const event = cloudEvent({ datacontenttype: "application/json", tenant: "acme" });
      assert.deepEqual(await only(sendCloudEvents(mode, [event])), {
        id: "331b8c2d-21bf-5d8f-b67a-9c12f8ceb899",
        type: "cloudevents.com.example.order.paid",
        time: "2026-11-20T10:00:00.000Z",
        actor: { email: "ada@example.com", emailSource: "payload", name: "Ada" },
        subject: { title: "Order 7" },
        properties: {
          total: 5,
          is_gift: true,
          customer_email: "ada@example.com",
          customer_name: "Ada",
          ce_tenant: "acme",
          ce_id: "order-7",
          ce_source: "https://shop.example.com/orders",
          ce_subject: "Order 7",
        },
      });
    });
  }

  it("takes every event of a batch", async () => {
    const events = ["1", "2", "3"].map((id) => cloudEvent({ id }));
    const { activities, skipped } = await receive(
      source,
      request(sendCloudEvents("batched", events)),
    );
    assert.deepEqual(activities.map(({ properties }) => properties.ce_id), ["1", "2", "3"]);
    assert.deepEqual(skipped, []);
  });

  it("reads data that the SDK sends in Base64", async () => {
    const bytes = new TextEncoder().encode('{"email":"ada@example.com"}');
    const event: CloudEvent<unknown> = cloudEvent({
      data: bytes,
      datacontenttype: "application/vnd.shop+json",
    });
    assert.equal(
      (await only(sendCloudEvents("structured", [event]))).actor.email,
      "ada@example.com",
    );
    assert.equal((await only(sendCloudEvents("binary", [event]))).actor.email, "ada@example.com");
  });

  it("takes an event without data, time or subject", async () => {
    const { data: _data, time: _time, subject: _subject, ...rest } = cloudEvent().toJSON();
    const { time, subject, actor } = await only(structured(rest));
    assert.equal(time, receivedAt.toISOString());
    assert.deepEqual(subject, { title: "cloudevents.com.example.order.paid" });
    assert.deepEqual(actor, {});
  });
});

describe("cloudEvents() in binary mode", () => {
  const binary = (own: Record<string, string>, body = "") => ({
    headers: {
      authorization: `Bearer ${token}`,
      "ce-specversion": "1.0",
      "ce-id": "1",
      "ce-source": "/shop",
      "ce-type": "order.paid",
      ...own,
    },
    body,
  });

  const values: readonly [header: string, subject: string][] = [
    ["Euro%20%E2%82%AC%20%F0%9F%98%80", "Euro € 😀"],
    ["%e2%82%ac", "€"],
    ["%41%2520", "A%20"],
    ['"an \\"old\\" sender"', 'an "old" sender'],
    ['"50%25 off"', "50% off"],
    ["100% plain", "100% plain"],
    ["%zz", "%zz"],
  ];
  for (const [header, subject] of values) {
    it(`decodes ${header}`, async () => {
      assert.equal((await only(binary({ "ce-subject": header }))).properties.ce_subject, subject);
    });
  }

  for (const header of ["%C0%A0", "%FF", "a%80b"]) {
    it(`refuses ${header}, which is no UTF-8`, async () => {
      const error = await refused(request(binary({ "ce-subject": header })), "invalid_payload");
      assert.deepEqual(error.issues, [
        { path: "ce-subject", message: "Expected percent-encoded UTF-8" },
      ]);
    });
  }

  it("names the headers that are missing", async () => {
    const { "ce-source": _, ...headers } = binary({}).headers;
    const error = await refused(request({ headers, body: "" }), "invalid_payload");
    assert.deepEqual(error.issues.map(({ path }) => path), ["ce-source"]);
  });

  it("takes the data's type from Content-Type alone", async () => {
    const headers = { "ce-datacontenttype": "application/json", "content-type": "text/plain" };
    assert.equal((await only(binary(headers, '{"total":5}'))).properties.data, '{"total":5}');
  });

  const bodies: readonly [
    contentType: string,
    body: string,
    properties: Record<string, unknown>,
  ][] = [
    ["application/json", '{"total":5}', { total: 5 }],
    ["Application/Vnd.Shop+JSON; charset=utf-8", '{"total":5}', { total: 5 }],
    ["application/json", "", {}],
    ["application/json", "5", { data: 5 }],
    ["application/json", "[1,2]", { data: "1,2" }],
    ["text/plain", "{}", { data: "{}" }],
    ["application/xml", "<a/>", { data: "<a/>" }],
    ["application/octet-stream", '{"total":5}', {}],
    ["", '{"total":5}', {}],
  ];
  for (const [contentType, body, expected] of bodies) {
    it(`reads ${body} of ${contentType || "no type"}`, async () => {
      const { ce_id: _id, ce_source: _source, ...properties } =
        (await only(binary({ "content-type": contentType }, body))).properties;
      assert.deepEqual(properties, expected);
    });
  }

  it("refuses an event format that it cannot read, whatever its headers say", async () => {
    const sent = binary({ "content-type": "application/cloudevents+avro" });
    const error = await refused(request(sent), "unsupported_media_type");
    assert.match(error.message, /^Cannot read the event: expected the content type/);
  });

  it("refuses a body that is not what its type says", async () => {
    await refused(request(binary({ "content-type": "application/json" }, "{")), "invalid_json");
  });
});

describe("cloudEvents() of an event that breaks a rule", () => {
  const cases: readonly [event: unknown, path: string, message: RegExp][] = [
    [null, "", /^Expected a CloudEvent, an object$/],
    [[plain], "", /^Expected a CloudEvent/],
    [{ ...plain, specversion: "0.3" }, "specversion", /^Expected "1\.0"/],
    [{ ...plain, specversion: undefined }, "specversion", /none/],
    [{ ...plain, id: "" }, "id", /found an empty one$/],
    [{ ...plain, id: 5 }, "id", /^Expected a text$/],
    [{ ...plain, source: undefined }, "source", /none/],
    [{ ...plain, type: "t".repeat(2_049) }, "type", /^Expected at most 2048 characters$/],
    [{ ...plain, subject: "" }, "subject", /empty/],
    [{ ...plain, time: "yesterday" }, "time", /RFC 3339/],
    [{ ...plain, time: "2026-02-30T00:00:00Z" }, "time", /RFC 3339/],
    [
      { ...plain, data_base64: "AA==" },
      "data_base64",
      /^Expected data or data_base64, found both$/,
    ],
    [{ ...plain, data: undefined, data_base64: "A" }, "data_base64", /^Expected Base64$/],
    [
      { ...plain, data: undefined, data_base64: "ew==", datacontenttype: "application/json" },
      "data_base64",
      /^Expected what datacontenttype says/,
    ],
  ];
  for (const [event, path, message] of cases) {
    it(`says what is wrong with ${JSON.stringify(event)?.slice(0, 120)}`, async () => {
      const error = await refused(request(structured(event)), "invalid_payload");
      assert.equal(error.issues[0]?.path, path);
      assert.match(error.issues[0]?.message ?? "", message);
    });
  }

  it("takes data in Base64 without a type for JSON, and for nothing where it is none", async () => {
    const { data: _, ...bare } = { ...plain, datacontenttype: undefined };
    const data_base64 = btoa(JSON.stringify({ email: "ada@example.com", total: 5 }));
    const activity = await only(structured({ ...bare, data_base64 }));
    assert.equal(activity.actor.email, "ada@example.com");
    assert.equal(activity.properties.total, 5);
    const binary = await only(structured({ ...bare, data_base64: "AP8=" }));
    assert.equal(binary.properties.total, undefined);
  });

  it("takes null as not there", async () => {
    const event = { ...plain, subject: null, time: null, dataschema: null, data_base64: null };
    assert.equal((await only(structured(event))).time, receivedAt.toISOString());
  });

  it("takes the others of its batch and names it", async () => {
    const body = JSON.stringify([plain, { ...plain, id: "" }, { ...plain, id: "3" }, 5]);
    const headers = {
      authorization: `Bearer ${token}`,
      "content-type": "application/cloudevents-batch+json; charset=UTF-8",
    };
    const { activities, skipped } = await receive(source, request({ headers, body }));
    assert.deepEqual(activities.map(({ properties }) => properties.ce_id), ["1", "3"]);
    assert.deepEqual(skipped.map(({ reason, what }) => [reason, what]), [
      ["invalid_event", "cloudevents.1"],
      ["invalid_event", "cloudevents.3"],
    ]);
    assert.deepEqual(skipped.map(({ issues }) => issues?.[0]?.path), ["1.id", "3"]);
  });

  const batches: readonly [name: string, events: unknown, path: string][] = [
    ["of nothing right", [{ ...plain, id: "" }, 5], "0.id"],
    ["that is no list", plain, ""],
    ["of more than 1,000", new Array(1_001).fill(plain), ""],
  ];
  for (const [name, events, path] of batches) {
    it(`refuses a batch ${name}`, async () => {
      const sent = structured(events);
      const headers = { ...sent.headers, "content-type": "application/cloudevents-batch+json" };
      const error = await refused(request({ ...sent, headers }), "invalid_payload");
      assert.equal(error.issues[0]?.path, path);
    });
  }

  it("says that an empty batch tells nothing", async () => {
    assert.deepEqual(await receive(source, request(sendCloudEvents("batched", []))), {
      activities: [],
      skipped: [{ reason: "nothing_to_tell", what: "cloudevents" }],
    });
  });

  for (const contentType of ["application/json", "application/cloudevents+avro", ""]) {
    it(`refuses ${contentType || "no content type"} with the types that it takes`, async () => {
      const sent = structured(plain);
      const headers = { ...sent.headers, "content-type": contentType };
      const error = await refused(request({ ...sent, headers }), "unsupported_media_type");
      assert.match(error.message, /application\/cloudevents\+json/);
    });
  }
});

describe("cloudEvents() ids", () => {
  const idOf = async (own: Record<string, unknown>) =>
    (await only(structured({ ...plain, ...own }))).id;

  it("come from source and id and nothing else", async () => {
    const id = await idOf({});
    assert.equal(await idOf({ type: "other", time: "2020-01-01T00:00:00Z", data: 5 }), id);
    assert.notEqual(await idOf({ id: "2" }), id);
    assert.notEqual(await idOf({ source: "/shop2" }), id);
  });

  it("never meet by running source and id together", async () => {
    const text = fc.string({ minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(text, text, text, async (a, b, c) => {
        assert.notEqual(
          await idOf({ source: a + b, id: c }),
          await idOf({ source: a, id: b + c }),
        );
      }),
      { numRuns: 100 },
    );
  });
});

describe("cloudEvents() paths", () => {
  const withPaths = (options: Partial<CloudEventsOptions>) => cloudEvents({ token, ...options });

  it("lead through attributes, extensions and data", async () => {
    const event = {
      ...plain,
      subject: "grace@example.com",
      userid: "u1",
      data: {
        contact: { hs: 77, mail: "noreply@example.com" },
        page: "https://a.example/7",
        n: "7",
      },
    };
    const activity = await only(
      structured(event),
      withPaths({
        actor: {
          email: ["data.contact.mail", "subject"],
          objectId: "data.contact.hs",
          login: "userid",
        },
        subject: { title: "data.n", url: "data.page" },
        time: "data.when",
        properties: { number: "data.n", kind: "type", gone: "data.nothing" },
      }),
    );
    assert.deepEqual(activity.actor, {
      email: "grace@example.com",
      emailSource: "payload",
      objectId: "77",
      login: "u1",
    });
    assert.deepEqual(activity.subject, { title: "7", url: "https://a.example/7" });
    assert.deepEqual(activity.properties, { number: "7", kind: "order.paid" });
    assert.equal(activity.time, receivedAt.toISOString());
  });

  it("take subject for the person where it is an address, and then not for the title", async () => {
    const { actor, subject } = await only(
      structured({ ...plain, data: {}, subject: "grace@example.com" }),
    );
    assert.equal(actor.email, "grace@example.com");
    assert.equal(subject.title, "cloudevents.order.paid");
  });

  it("never become properties by the names of prototypes", async () => {
    const body = JSON.stringify(plain).replace(
      '"data":{',
      '"__proto__":{"email":"x@example.com"},"constructor":"c","data":{"__proto__":{"a":1},' +
        '"constructor":{"prototype":1},"prototype":2,"Constructor":3,',
    );
    const { properties } = await only({ ...structured(plain), body });
    assert.deepEqual(properties, {
      email: "ada@example.com",
      ce_constructor: "c",
      ce_id: "1",
      ce_source: "/shop",
    });
    assert.equal(Object.getPrototypeOf(properties), Object.prototype);
  });
});

describe("cloudEvents() that is asked anything", () => {
  it("throws nothing but SourceError", async () => {
    const names = fc.constantFrom(
      ...["specversion", "id", "source", "type", "time", "subject", "data", "data_base64"],
      ...["datacontenttype", "__proto__", "constructor", "toString", "tenant"],
    );
    const event = fc.dictionary(names, fc.jsonValue({ maxDepth: 3 })).map((own) => ({
      ...plain,
      ...own,
    }));
    const contentTypes = fc.constantFrom(
      "application/cloudevents+json",
      "application/cloudevents-batch+json",
      "application/json",
      "text/plain",
    );
    const bodies = fc.oneof(
      event.map((one) => JSON.stringify(one)),
      fc.array(event, { maxLength: 3 }).map((some) => JSON.stringify(some)),
      fc.uint8Array({ maxLength: 50 }),
      fc.string(),
    );
    const header = fc.string({ unit: fc.constantFrom("%", "4", "1", "F", '"', "\\", "a") });
    await fc.assert(
      fc.asyncProperty(contentTypes, bodies, fc.option(header), async (type, body, subject) => {
        const headers = {
          authorization: `Bearer ${token}`,
          "content-type": type,
          ...(subject === null ? {} : {
            "ce-specversion": "1.0",
            "ce-id": subject,
            "ce-source": subject,
            "ce-type": subject,
            "ce-subject": subject,
          }),
        };
        const parsed: Parsed | SourceError = await receive(source, request({ headers, body }))
          .catch((error) => error);
        if (parsed instanceof SourceError) return;
        assert.ok(Array.isArray(parsed.activities), String(parsed));
        for (const activity of parsed.activities) {
          assert.match(activity.time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
          assert.notEqual(activity.subject.title, "");
        }
      }),
      { numRuns: 300 },
    );
  });
});
