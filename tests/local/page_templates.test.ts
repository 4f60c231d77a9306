import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LocalHubSpot, TemplateSeed } from "../../src/local/mod.ts";
import { localHubSpot, page, paths, post, request } from "./harness.ts";
import { checkedTags } from "./tags.ts";

const pets: TemplateSeed = {
  id: "5",
  name: "Pet registered",
  headerTemplate: "Registered [{{petName}}](https://pets.example/{{petName}})",
  detailTemplate: "At {{#formatDate timestamp}}{{/formatDate}}\n\n" +
    "{{#each extraData.questions}}\n- **{{question}}**: {{answer}}\n{{/each}}",
  tokens: [{ name: "petName", label: "Pet's name", type: "string" }],
};
const visit = {
  eventTemplateId: "5",
  email: "ada@example.com",
  id: "one",
  tokens: { petName: "Art3mis" },
  timestamp: "2026-11-22T10:00:00Z",
  extraData: { questions: [{ question: "Good?", answer: "Yes" }] },
};

async function shown(hubspot: LocalHubSpot): Promise<string> {
  const text = await page(hubspot, "/contacts/101");
  return text.replaceAll(/<\/?bdi>/g, "").replaceAll(/\s+/g, " ");
}

describe("the page, of what is declared", () => {
  it("draws header and detail from their templates", async () => {
    const hubspot = localHubSpot({ templates: [pets] });
    await post(hubspot, paths.timeline, visit);
    const text = await shown(hubspot);
    assert.match(text, /<p class="kicker">Pet registered<\/p>/);
    assert.match(
      text,
      /<h3 id="event-1">\s*Registered <a href="https:\/\/pets\.example\/Art3mis"[^>]*>Art3mis<\/a>\s*<\/h3>/,
    );
    assert.ok(text.includes("<p>At Nov 22, 2026 10:00:00 AM</p>"));
    assert.ok(text.includes("<strong>Good?</strong>: Yes"));
    assert.ok(text.includes("<dt>Pet&#39;s name</dt>"));
  });

  it("draws all anew when the template changes", async () => {
    const hubspot = localHubSpot({ templates: [pets] });
    await post(hubspot, paths.timeline, visit);
    await page(hubspot, "/contacts/101");
    await request(hubspot, "/integrators/timeline/v3/1/event-templates/5", {
      method: "PUT",
      headers: { authorization: "Bearer token" },
      body: JSON.stringify({ ...pets, headerTemplate: "Another header" }),
    });
    assert.match(await shown(hubspot), /<h3 id="event-1">\s*Another header\s*<\/h3>/);
  });

  it("keeps extraData out of headers, as HubSpot does", async () => {
    const headerTemplate = "Of {{extraData.questions}}.";
    const hubspot = localHubSpot({ templates: [{ ...pets, headerTemplate }] });
    await post(hubspot, paths.timeline, visit);
    assert.match(await shown(hubspot), /<h3 id="event-1">\s*Of \.\s*<\/h3>/);
  });

  it("names types and values as they are declared where there is no template", async () => {
    const hubspot = localHubSpot({
      appEventTypes: [{
        uid: "deploy",
        name: "Deployment",
        properties: [{ name: "toHost", type: "string" }],
      }],
      eventDefinitions: [{
        label: "Signed up",
        propertyDefinitions: [{ name: "plan", label: "Chosen plan", type: "string" }],
      }],
    });
    const email = "ada@example.com";
    await post(hubspot, paths.app, { eventTypeName: "deploy", email, properties: { toHost: "a" } });
    await post(hubspot, paths.custom, {
      eventName: "pe1_signed_up",
      email,
      properties: { plan: "Team" },
    });
    const text = await shown(hubspot);
    for (
      const words of [">Deployment<", "<dt>To host</dt>", ">Signed up<", "<dt>Chosen plan</dt>"]
    ) {
      assert.ok(text.includes(words), words);
    }
  });

  it("says why a template cannot be shown, and shows the event without it", async () => {
    const templates = [{ ...pets, headerTemplate: "{{#if}", detailTemplate: "{{> other}}" }];
    const hubspot = localHubSpot({ templates });
    await post(hubspot, paths.timeline, visit);
    const text = await shown(hubspot);
    assert.ok(text.includes("The header template cannot be shown: Parse error on line 1"));
    assert.ok(text.includes("The detail template cannot be shown: It has a partial"));
    assert.match(text, /<h3 id="event-1">\s*Pet registered\s*<\/h3>/);
    assert.ok(text.includes("<dd>Art3mis</dd>"));
  });

  for (const header of ["", " ", "\u200b", "{{gone}}", "<b></b>", "****"]) {
    it(`shows the template's name where the header says ${JSON.stringify(header)}`, async () => {
      const hubspot = localHubSpot({ templates: [{ ...pets, headerTemplate: header }] });
      await post(hubspot, paths.timeline, visit);
      const [, found] = /<h3 id="event-1">\s*(.*?)\s*<\/h3>/.exec(await shown(hubspot)) ?? [];
      assert.equal(found, header === "****" ? "****" : "Pet registered");
    });
  }

  it("shows the type of an event whose title shows nothing", async () => {
    const hubspot = localHubSpot();
    await post(hubspot, paths.custom, {
      eventName: "pe1_seen",
      email: "ada@example.com",
      properties: { title: "\u200b\u2060" },
    });
    assert.match(await shown(hubspot), /<h3 id="event-1">\s*Seen\s*<\/h3>/);
  });

  const hostile = [
    "<script>alert(1)</script>",
    "{{{petName}}}",
    "[a](javascript:alert(1))",
    '[a](https://a.example/" onclick="alert(1))',
    '![a](x" onerror="alert(1))',
    "<a href='https://a.example' onclick=alert(1)>a</a>",
    "`</code><script>alert(1)</script>`",
    "```\n</pre><script>alert(1)</script>\n```",
    "|<img src=x onerror=alert(1)>|\n|-|\n|a|",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "[&quot;onclick=&quot;]: https://a.example\n[&quot;onclick=&quot;]",
  ];
  for (const template of hostile) {
    it(`lets neither template nor value script: ${template}`, async () => {
      for (const petName of ["<img src=x onerror=alert(1)>", "](javascript:alert(1))", template]) {
        const templates = [{
          ...pets,
          name: template,
          headerTemplate: template,
          detailTemplate: template,
        }];
        const hubspot = localHubSpot({ templates });
        await post(hubspot, paths.timeline, { ...visit, tokens: { petName } });
        const text = await page(hubspot, "/contacts/101");
        const tags = checkedTags(text);
        assert.equal(tags.filter(({ name }) => name === "script").length, 1);
        assert.doesNotMatch(text, /href="(?!https:|\/|#)/);
      }
    });
  }

  it("stays small, however much an event brings", async () => {
    const hubspot = localHubSpot({
      templates: [{ ...pets, detailTemplate: "{{petName}}".repeat(900) }],
    });
    await post(hubspot, paths.timeline, {
      ...visit,
      id: "i".repeat(100_000),
      tokens: { petName: "x".repeat(1_000_000) },
      extraData: Array.from({ length: 100_000 }, () => "y".repeat(10)),
    });
    assert.ok((await page(hubspot, "/contacts/101")).length < 200_000);
  });
});
