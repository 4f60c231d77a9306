import { Ajv } from "ajv";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parseEvent } from "../../mod.ts";
import { referencePage } from "../../src/edge/reference/mod.ts";
import { root } from "../checks/root.ts";
import { appEvent, customEvent, timelineEvent } from "../support/events.ts";
import { start } from "./harness.ts";
import { openApiDocument, openApiPath, writeOpenApi } from "./openapi.ts";

async function get(path: string) {
  const response = await start({ pages: [referencePage()] }).forwarder.fetch(
    new Request(`http://localhost${path}`),
  );
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe("schema/openapi.json", () => {
  it("is what the schemas that validate make; `deno task build:schema` writes it", () => {
    assert.equal(readFileSync(join(root, openApiPath), "utf8"), writeOpenApi());
  });

  it("takes and refuses the same events as the forwarder", () => {
    const { schemas } = openApiDocument().components;
    const ajv = new Ajv({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: "https://hubline.example/", components: { schemas } });
    const isValid = ajv.compile({ $ref: "https://hubline.example/#/components/schemas/Event" });
    const { email: _, ...nobody } = customEvent();
    const events: [event: unknown, isTaken: boolean][] = [
      [customEvent({ uuid: "a", occurredAt: 1 }), true],
      [appEvent({ id: "a", timestamp: "2026-11-22T12:00:00Z", extraData: [1, { a: null }] }), true],
      [timelineEvent({ objectId: "7" }), true],
      [{ ...customEvent(), eventName: "" }, false],
      [{ ...customEvent(), emial: "x" }, false],
      [{ ...customEvent(), properties: { plan: ["team"] } }, false],
      [{ ...customEvent(), properties: undefined }, false],
      [{ ...appEvent(), id: 7 }, false],
      [nobody, false],
      [{}, false],
      [[], false],
    ];
    for (const [event, isTaken] of events) {
      const json: unknown = JSON.parse(JSON.stringify(event));
      assert.equal(parseEvent(json).ok, isTaken, JSON.stringify(event));
      assert.equal(isValid(json), isTaken, JSON.stringify(event));
    }
  });

  it("names every path of the forwarder's own, and each of its references leads somewhere", async () => {
    const document = JSON.stringify(openApiDocument());
    for (const [, name = ""] of document.matchAll(/#\/components\/schemas\/(\w+)/g)) {
      assert.ok(Object.hasOwn(openApiDocument().components.schemas, name), name);
    }
    assert.deepEqual(Object.keys(openApiDocument().paths), [
      "/events",
      "/events/{id}",
      "/healthz",
      "/readyz",
      "/metrics",
    ]);
    assert.equal((await get("/healthz")).status, 200);
  });
});

describe("GET /openapi.json and /reference", () => {
  it("give the committed document", async () => {
    const { status, headers, text } = await get("/openapi.json");
    assert.equal(status, 200);
    assert.equal(headers.get("access-control-allow-origin"), "*");
    assert.deepEqual(JSON.parse(text), JSON.parse(readFileSync(join(root, openApiPath), "utf8")));
  });

  it("draw it on a page that loads nothing from elsewhere", async () => {
    const { status, headers, text } = await get("/reference");
    assert.equal(status, 200);
    assert.match(headers.get("content-security-policy") ?? "", /^default-src 'none'/);
    for (const path of Object.keys(openApiDocument().paths)) assert.ok(text.includes(path), path);
    assert.ok(!/(?:href|src)="https?:/.test(text));
    assert.match(
      (await get("/reference/style.css")).headers.get("content-type") ?? "",
      /^text\/css/,
    );
  });

  it("say what `POST /events` takes, and lead to the shapes of it", async () => {
    const { text } = await get("/reference");
    const [, section = ""] = /<section>(.*?)<\/section>/s.exec(text) ?? [];
    assert.match(section, /<h3>Body<\/h3>/);
    const shapes = [...section.matchAll(/<a href="#(\w+)">\1<\/a>/g)].map(([, name]) => name);
    assert.deepEqual(shapes, ["Event", "Events", "Event"]);
    for (const name of shapes) assert.ok(text.includes(`<details id="${name}">`), name);
    assert.ok(section.includes("<dt>application/x-ndjson</dt>"));
  });
});
