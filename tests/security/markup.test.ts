import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { listen } from "../../src/local/listen.ts";
import { startLocalHubSpot } from "../../src/local/mod.ts";
import { password, startPage } from "../edge/deliveries/harness.ts";
import { openPage, startBrowser } from "../local/browser.ts";
import { paths } from "../local/harness.ts";
import { delivered, refused } from "../support/client_stand_in.ts";

/** Each of these would set `canary` on the window, in a page that let it. */
const scripts: readonly string[] = [
  "<script>canary=1</script>",
  '"><script>canary=1</script>',
  "'><img src=x onerror=canary=1>",
  "</textarea></title></style></script><svg onload=canary=1>",
  '" autofocus onfocus="canary=1',
  "javascript:canary=1",
  "[x](javascript:canary=1)",
  "<iframe srcdoc='<script>parent.canary=1</script>'>",
  "<a href='java\tscript:canary=1' id=trap>x</a>",
  "<base href='https://evil.example/'><form action='https://evil.example'>",
  "{{constructor.constructor('canary=1')()}}",
  "<math><mtext><table><mglyph><style><img src=x onerror=canary=1>",
  "\u2028</pre><object data='javascript:canary=1'>",
  "<link rel=stylesheet href=https://evil.example/x.css>",
  "<meta http-equiv=refresh content='0;url=javascript:canary=1'>",
];
const hostile = scripts.join(" ");

/** What a window says of itself once somebody has looked at it and touched all that can be touched. */
const canary = "String(window.canary)";
const touchAll =
  `for (const one of document.querySelectorAll("a,button,summary,[id=trap],input,select")) {
  one.focus();
  one.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
}`;
/** Elements and attributes of nobody's making but a stranger's. */
const foreign = `[...document.querySelectorAll("*")].filter((one) =>
  ["IFRAME", "OBJECT", "EMBED", "BASE", "MATH", "FORM", "IMG"].includes(one.tagName) &&
    new URL(one.action ?? one.src ?? "none:", location).origin !== location.origin ||
  [...one.attributes].some(({ name, value }) =>
    name.startsWith("on") || /^\\s*(?:javascript|data|vbscript):/i.test(value)
  )
).map((one) => one.outerHTML.slice(0, 200))`;

let browser: Browser;
before(async () => void (browser = await startBrowser()));
after(() => browser.close());

/** Looks at pages in a browser; none of what strangers wrote in them may run, load or lead anywhere. */
async function look(
  urls: readonly string[],
  signIn?: (page: Awaited<ReturnType<typeof openPage>>["page"]) => Promise<void>,
) {
  const { page, complaints } = await openPage(browser);
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    return dialog.dismiss();
  });
  try {
    await signIn?.(page);
    for (const url of urls) {
      await page.goto(url);
      await page.evaluate(touchAll);
      assert.equal(await page.evaluate<string>(canary), "undefined", url);
      assert.deepEqual(await page.evaluate<string[]>(foreign), [], url);
      assert.equal(page.url(), url);
      // The page itself may run script of its own server alone, whoever puts some into it.
      await page.evaluate(`{
        const added = document.createElement("script");
        added.textContent = "window.canary = 2";
        document.body.append(added);
        const image = document.createElement("div");
        image.innerHTML = "<img src=x onerror='window.canary=3'>";
        document.body.append(image);
      }`);
      assert.equal(await page.evaluate<string>(canary), "undefined", url);
    }
    const foreignRequests = complaints.filter((one) => one.startsWith("http"));
    assert.deepEqual([foreignRequests, dialogs], [[], []]);
    // Chromium says of each script that it was kept from running: that is how we know that it tried.
    assert.ok(complaints.some((one) => /Content Security Policy/.test(one)), complaints.join("\n"));
  } finally {
    await page.close();
  }
}

describe("what strangers wrote, in Chromium", () => {
  it("stays text on the deliveries page", async () => {
    const hubline = startPage((id) =>
      id.startsWith("bad")
        ? { ...refused, message: hostile, issues: [{ path: hostile, message: hostile }] }
        : delivered
    );
    const listener = await listen(hubline.forwarder.fetch, { host: "127.0.0.1", port: 0 });
    try {
      const shared = { email: "ada@example.com", properties: { [hostile]: hostile } };
      // An id of an app event has 500 bytes at most.
      const id = `bad${scripts.slice(0, 4).join("")}`;
      await hubline.postEvents({
        inputs: [
          {
            ...shared,
            eventTypeName: hostile,
            id,
            objectId: hostile,
            utk: hostile,
            extraData: { [hostile]: hostile },
          },
          { ...shared, eventName: hostile, uuid: `bad ${hostile}`, objectId: hostile },
          {
            email: shared.email,
            eventTemplateId: hostile,
            id: `good ${hostile}`,
            tokens: { [hostile]: hostile },
          },
        ],
      });
      await hubline.outbox.process(100);
      const { entries } = await hubline.outbox.journal.list({ limit: 10 });
      assert.equal(entries.length, 3);
      const events = entries.map(({ key }) => `/event?${new URLSearchParams({ ...key })}`);
      const query = new URLSearchParams({
        text: hostile,
        type: hostile,
        done: hostile,
        cursor: hostile,
      });
      const pages = ["", "?state=dead", `?${query}`, ...events, "/nothing"];
      await look(pages.map((path) => `${listener.url}/deliveries${path}`), async (page) => {
        await page.goto(`${listener.url}/deliveries`);
        await page.locator("#password:focus").waitFor();
        await page.keyboard.type(password);
        await page.keyboard.press("Enter");
        await page.locator("#count-dead strong").waitFor();
      });
    } finally {
      await listener.close(0);
    }
  });

  it("stays text on the pages of Local HubSpot", async () => {
    const hubspot = await startLocalHubSpot({ port: 0 });
    const post = async (path: string, body: unknown) => {
      const response = await fetch(hubspot.url + path, {
        method: "POST",
        headers: {
          authorization: "Bearer token",
          "user-agent": hostile.replaceAll(/[^\x20-\x7e]/g, ""),
        },
        body: JSON.stringify(body),
      });
      return await response.text();
    };
    try {
      const email = "ada@example.com";
      const values = {
        title: hostile,
        url: "javascript:canary=1",
        activity: hostile,
        [hostile]: hostile,
      };
      const extraData = { [hostile]: hostile };
      const timelineIFrame = {
        linkLabel: hostile,
        headerLabel: hostile,
        url: "https://evil.example/",
        width: 1,
        height: 1,
      };
      const template = {
        name: hostile,
        objectType: "contacts",
        headerTemplate: `${hostile} {{petName}}`,
        detailTemplate:
          `${hostile}\n\n# {{petName}}\n\n* [x]({{petName}})\n\n![x](javascript:canary=1)`,
        tokens: [{ name: "petName", label: hostile, type: "string" }],
      };
      const made = JSON.parse(
        await post("/integrators/timeline/v3/1/event-templates?hapikey=key", template),
      );
      await post(paths.timeline, {
        eventTemplateId: made.id,
        email,
        tokens: { petName: hostile },
        extraData,
        timelineIFrame,
      });
      await post(paths.app, {
        eventTypeName: hostile,
        email,
        properties: values,
        extraData,
        timelineIFrame,
      });
      for (const text of scripts) {
        const properties = { title: text, url: text, activity: text, [text]: text };
        await post(paths.custom, { eventName: `pe1_${text}`, email, properties });
        await post(paths.custom, {
          eventName: `pe1_${text}`,
          objectId: text,
          utk: text,
          properties,
        });
      }
      await post(`/crm/objects/2026-03/contacts`, {
        properties: { email: "x@example.com", firstname: hostile, [hostile]: hostile },
      });
      await post(`/events/2026-03/${encodeURIComponent(hostile)}`, hostile);
      const requests = hubspot.log().map(({ number }) => `/requests/${number}`);
      // One of every kind is enough to look at.
      const looked = [...requests.slice(0, 6), ...requests.slice(-3)];
      const contacts = hubspot.contacts().map(({ id }) => `/contacts/${encodeURIComponent(id)}`);
      assert.ok(
        hubspot.events().length >= scripts.length && contacts.length >= 1 &&
          requests.length > scripts.length,
      );
      const searched = `?${new URLSearchParams({ q: hostile, only: hostile })}`;
      const pages = [
        "/",
        `/${searched}`,
        "/requests",
        `/requests${searched}`,
        "/controls",
        ...contacts,
        ...looked,
      ];
      await look(pages.map((path) => new URL(path, hubspot.url).href));
    } finally {
      await hubspot.close();
    }
  });
});
