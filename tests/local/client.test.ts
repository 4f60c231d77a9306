import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createClient } from "../../src/hubspot/client.ts";
import { localHubSpot } from "./harness.ts";

const email = "ada@example.com";

describe("createClient against a strict Local HubSpot", () => {
  it("delivers what is declared and is told, event by event, what is not", async () => {
    const hubspot = localHubSpot({
      definitions: "declared",
      tokens: "known",
      accessTokens: [{ token: "pat-1", scopes: ["timeline", "analytics.behavioral_events.send"] }],
      templates: [{
        id: "1",
        name: "Visit",
        tokens: [{ name: "at", label: "At", type: "date" }],
      }],
      appEventTypes: [{ uid: "visit", properties: [{ name: "page", type: "string" }] }],
      eventDefinitions: [{ name: "seen", label: "Seen" }],
    });
    const client = createClient({
      accessToken: "pat-1",
      deps: { fetch: (url, init) => hubspot.fetch(new Request(url, init)) },
    });
    const receipts = await Array.fromAsync(client.sendAll([
      { eventTemplateId: "1", email, tokens: { at: new Date(0) } },
      { eventTemplateId: "1", email, tokens: { on: "x" } },
      { eventTypeName: "visit", email, properties: { page: "/" } },
      { eventTypeName: "visit", email, properties: { path: "/" } },
      { eventName: "pe1_seen", email, properties: { hs_city: "Paris" } },
      { eventName: "pe1_gone", email, properties: {} },
    ]));
    const outcomes = receipts.toSorted((a, b) => a.index - b.index).map(({ outcome }) => outcome);
    assert.deepEqual(outcomes, [
      "delivered",
      "rejected",
      "delivered",
      "rejected",
      "delivered",
      "rejected",
    ]);
    assert.equal(hubspot.events().length, 3);
  });

  it("is deferred where its token is unknown or lacks the scope", async () => {
    const hubspot = localHubSpot({
      tokens: "known",
      accessTokens: [{ token: "narrow", scopes: ["oauth"] }],
    });
    const codes: unknown[] = [];
    let words = "";
    for (const accessToken of ["unknown", "narrow"]) {
      const client = createClient({
        accessToken,
        deps: { fetch: (url, init) => hubspot.fetch(new Request(url, init)) },
      });
      const events = [{ eventName: "pe1_seen", email, properties: {} }];
      for await (const receipt of client.sendAll(events)) {
        codes.push("code" in receipt ? receipt.code : receipt.outcome);
        words = "message" in receipt ? receipt.message : "";
      }
    }
    assert.deepEqual(codes, ["unauthorized", "forbidden"]);
    assert.match(words, /"analytics\.behavioral_events\.send"/);
  });
});
