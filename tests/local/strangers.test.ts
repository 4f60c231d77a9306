import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { localHubSpot, page, paths, post } from "./harness.ts";
import { checkedTags, tagsOf } from "./tags.ts";

const event = { eventName: "pe1_seen", email: "ada@example.com", properties: { title: "Seen" } };

describe("a stranger's text", () => {
  const hostile = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</pre></title><svg/onload=alert(1)>",
    "${alert(1)}{{constructor}}&lt;b&gt;",
  ];

  for (const text of hostile) {
    it(`never becomes markup: ${text}`, async () => {
      const hubspot = localHubSpot();
      const shared = {
        email: `${text.replaceAll(/[\s@]/g, "")}@example.com`,
        id: text,
        extraData: { [text]: text },
        timelineIFrame: {
          linkLabel: text,
          headerLabel: text,
          url: `https://example.com/${text}`,
          width: 1,
          height: 1,
        },
      };
      const values = {
        title: text,
        activity: text,
        [text]: text,
        url: `https://example.com/"${text}`,
      };
      await post(hubspot, paths.timeline, {
        ...shared,
        eventTemplateId: text,
        tokens: { [text]: text },
      });
      await post(hubspot, paths.app, { ...shared, eventTypeName: text, properties: values });
      await post(hubspot, paths.custom, {
        eventName: `pe1_${text}`,
        email: shared.email,
        properties: values,
      });
      await post(hubspot, paths.custom, {
        eventName: `pe1_${text}`,
        utk: text,
        properties: values,
      });
      await post(hubspot, paths.custom, {
        eventName: `pe1_${text}`,
        objectId: text,
        properties: values,
      });
      assert.equal(hubspot.events().length, 5);
      hubspot.faults.add({ what: { kind: "hang" }, when: { path: `/${text}` } });

      const searched = `/?q=${encodeURIComponent(text)}&only=${encodeURIComponent(text)}`;
      const requests = hubspot.log().map(({ number }) => `/requests/${number}`);
      for (const path of ["/", "/contacts/101", searched, "/requests", ...requests, "/controls"]) {
        const shown = await page(hubspot, path);
        const tags = checkedTags(shown);
        const scripts = tags.filter(({ name }) => name === "script").length;
        assert.equal(scripts, path === "/controls" ? 2 : 1);
      }
    });
  }

  it("is never linked as javascript:", async () => {
    const hubspot = localHubSpot();
    const properties = { title: "Click me", url: "javascript:alert(1)" };
    await post(hubspot, paths.custom, { ...event, properties });
    await post(hubspot, paths.app, {
      eventTypeName: "a",
      email: event.email,
      properties,
      timelineIFrame: {
        linkLabel: "Frame",
        headerLabel: "h",
        url: "javascript:alert(1)",
        width: 1,
        height: 1,
      },
    });
    const text = await page(hubspot, "/contacts/101");
    assert.ok(text.includes("Click me"));
    assert.ok(!/href="\s*javascript/i.test(text));
    assert.ok(!text.includes("Frame"));
  });
});

describe("tagsOf", () => {
  it("finds a tag that was let through, and what looks like one", () => {
    const [tags, strays] = tagsOf(`<p title="a>b"><script>1</script><svg/onload=alert(1)>`);
    assert.deepEqual(tags.map(({ name }) => name), ["p", "script"]);
    assert.equal(strays, "<svg/onload=alert(1)>");
  });
});
