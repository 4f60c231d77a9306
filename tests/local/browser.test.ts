import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { after, afterEach, before, describe, it } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import {
  createLocalHubSpot,
  type RunningLocalHubSpot,
  startLocalHubSpot,
  type StartLocalHubSpotOptions,
} from "../../src/local/mod.ts";
import { faintTexts, findChromium, openPage, type PageOptions, startBrowser } from "./browser.ts";
import { paths } from "./harness.ts";

const ada = "ada@example.com";
const declared: StartLocalHubSpotOptions = {
  templates: [{
    id: "5",
    name: "Pet registered",
    headerTemplate: "Registered **{{petName}}**",
    detailTemplate: "By {{#formatDate timestamp}}{{/formatDate}}",
    tokens: [{ name: "petName", label: "Pet's name", type: "string" }],
  }],
};
const pet = { eventTemplateId: "5", id: "one", email: ada, tokens: { petName: "Art3mis" } };

let browser: Browser;
let ending: (() => Promise<void>)[] = [];

/** A Local HubSpot that listens, and a window on it. */
async function open(options: StartLocalHubSpotOptions = {}, window: PageOptions = {}) {
  const hubspot = await startLocalHubSpot({ ...options, port: 0 });
  ending.push(() => hubspot.close());
  const { page, complaints } = await openPage(browser, window);
  ending.push(() => page.close());
  return { hubspot, page, complaints };
}

async function post({ url }: RunningLocalHubSpot, path: string, body: unknown): Promise<number> {
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { authorization: "Bearer token" },
    body: JSON.stringify(body),
  });
  await response.body?.cancel();
  return response.status;
}

function seen(email: string, title = "Seen") {
  return { eventName: "pe1_seen", email, properties: { title } };
}

/** Waits until one is left. */
async function waitForOne(found: Locator): Promise<void> {
  await found.nth(1).waitFor({ state: "detached" });
  await found.first().waitFor();
}

/** What the keyboard is at, by its id. */
function focused(page: Page): Promise<string> {
  return page.evaluate<string>("document.activeElement.id");
}

/** Goes on with the tabulator until the keyboard is there. */
async function tabTo(page: Page, id: string): Promise<void> {
  for (let count = 0; count < 60; count++) {
    if (await focused(page) === id) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`The tabulator never came to ${id}`);
}

before(async () => void (browser = await startBrowser()));
afterEach(async () => {
  for (const end of ending.reverse()) await end();
  ending = [];
});
after(() => browser?.close());

describe("findChromium", () => {
  it("says what to do where there is none", () => {
    assert.throws(() => findChromium("/nowhere:/"), {
      name: "Error",
      message: "Cannot test the page: there is no Chromium on this machine, " +
        "install one (apt-get install chromium)",
    });
  });
});

describe("the page in a browser", () => {
  it("searches contacts while somebody types, and opens one", async () => {
    const { hubspot, page, complaints } = await open();
    for (const name of ["ada", "grace", "edsger"]) {
      await post(hubspot, paths.custom, seen(`${name}@example.com`, `${name} was here`));
    }
    await page.goto(hubspot.url);
    assert.equal(await page.locator("#contacts li").count(), 3);
    await page.getByRole("searchbox", { name: "Search contacts" }).pressSequentially("grac");
    await waitForOne(page.locator("#contacts li"));
    await page.getByRole("link", { name: "grace@example.com" }).first().click();
    await page.getByRole("heading", { level: 1, name: "grace@example.com" }).waitFor();
    assert.equal(new URL(page.url()).search, "?q=grac");
    assert.deepEqual(await page.locator("article h3").allTextContents(), ["grace was here"]);
    assert.equal(await page.locator("#contacts li").count(), 1);
    assert.deepEqual(complaints, []);
  });

  it("draws templates, opens details, filters by type and leads to the request", async () => {
    const { hubspot, page, complaints } = await open(declared);
    await post(hubspot, paths.timeline, { ...pet, timestamp: "2026-11-22T10:00:00Z" });
    await post(hubspot, paths.custom, seen(ada));
    await page.goto(`${hubspot.url}/contacts/101`);
    const detail = page.getByText("By Nov 22, 2026 10:00:00 AM");
    assert.equal(await detail.isVisible(), false);
    await page.getByText("Details").click();
    assert.equal(await detail.isVisible(), true);
    await page.getByRole("link", { name: "Pet registered 1" }).click();
    await waitForOne(page.locator("article"));
    assert.equal((await page.locator("article h3").innerText()).trim(), "Registered Art3mis");
    await page.getByRole("link", { name: "Request and response" }).click();
    await page.getByRole("heading", { name: `POST ${paths.timeline}` }).waitFor();
    assert.match(await page.locator("main").innerText(), /"eventTemplateId": "5"/);
    assert.deepEqual(complaints, []);
  });

  it("shows an arrival at once: what is open stays open, and the keyboard where it was", async () => {
    const { hubspot, page, complaints } = await open(declared);
    await post(hubspot, paths.timeline, pet);
    await page.goto(`${hubspot.url}/contacts/101`);
    await page.locator("#event-1-detail-summary").focus();
    await page.keyboard.press("Enter");
    await post(hubspot, paths.custom, seen(ada, "Arrived"));
    await page.getByRole("heading", { name: "Arrived" }).waitFor();
    assert.equal(await page.locator("#event-1-detail").getAttribute("open"), "");
    assert.equal(await focused(page), "event-1-detail-summary");
    assert.equal(await page.getByRole("status").textContent(), "New: 1 event");
    assert.deepEqual(complaints, []);
  });

  it("keeps what is being typed when something arrives", async () => {
    const { hubspot, page, complaints } = await open({ contacts: [{ id: "7", email: ada }] });
    await page.goto(hubspot.url);
    await page.locator("#search").pressSequentially("ad");
    await post(hubspot, paths.custom, seen(ada, "Arrived"));
    await page.getByRole("heading", { name: "Arrived" }).waitFor();
    assert.equal(await page.locator("#search").inputValue(), "ad");
    assert.equal(await focused(page), "search");
    assert.deepEqual(complaints, []);
  });

  it("switches a fault on, shows what it strikes, and switches it off", async () => {
    const { hubspot, page, complaints } = await open();
    await page.goto(`${hubspot.url}/controls`);
    await page.getByLabel("What").selectOption({ label: "503, Retry-After 2 seconds" });
    await page.getByLabel("To which requests").selectOption({ label: "Custom events" });
    await page.getByRole("button", { name: "Switch on" }).click();
    await page.getByRole("button", { name: "Switch off", exact: true }).waitFor();
    assert.deepEqual(hubspot.faults.list().map(({ what, when }) => [what, when]), [
      [{ kind: "answer", status: 503, retryAfter: { seconds: 2 } }, { path: "/events/*/send*" }],
    ]);
    assert.match(await page.locator("#places").innerText(), /1 fault on/);
    assert.equal(await post(hubspot, paths.custom, seen(ada)), 503);
    await page.getByText("struck 1 of 1 request").waitFor();
    await page.getByRole("link", { name: "Requests" }).click();
    await page.getByText("fault: answer").waitFor();
    assert.match(await page.locator("#request-1").innerText(), /503/);
    await page.goBack();
    await page.getByRole("button", { name: "Switch off", exact: true }).click();
    await page.getByText("No fault is switched on.").waitFor();
    assert.deepEqual(hubspot.faults.list(), []);
    assert.equal(await post(hubspot, paths.custom, seen(ada)), 204);
    assert.deepEqual(complaints, []);
  });

  it("resets once it is confirmed", async () => {
    const { hubspot, page, complaints } = await open();
    await post(hubspot, paths.custom, seen(ada));
    await page.goto(`${hubspot.url}/controls`);
    page.once("dialog", (dialog) => dialog.dismiss());
    await page.getByRole("button", { name: "Reset" }).click();
    assert.equal(hubspot.events().length, 1);
    page.once("dialog", (dialog) => dialog.accept());
    const answer = page.waitForResponse(`${hubspot.url}/_local/reset`);
    await page.getByRole("button", { name: "Reset" }).click();
    assert.equal((await answer).status(), 204);
    assert.deepEqual([hubspot.events(), hubspot.contacts()], [[], []]);
    assert.deepEqual(complaints, []);
  });

  it("imports a file once it is confirmed, and says what is wrong with another", async () => {
    const { hubspot, page, complaints } = await open();
    const other = createLocalHubSpot({ contacts: [{ id: "7", email: "grace@example.com" }] });
    const choose = async (text: string, answer: "accept" | "dismiss") => {
      page.once("dialog", (dialog) => dialog[answer]());
      const chooser = page.waitForEvent("filechooser");
      await page.locator("#import").focus();
      await page.keyboard.press("Enter");
      const buffer = Buffer.from(text);
      await (await chooser).setFiles({ name: "a.json", mimeType: "application/json", buffer });
    };
    await page.goto(`${hubspot.url}/controls`);
    await choose(JSON.stringify(other.export()), "dismiss");
    assert.deepEqual(hubspot.contacts(), []);
    await choose("{}", "accept");
    await page.getByRole("alert").getByText("Cannot read the account's data").waitFor();
    await choose(JSON.stringify(other.export()), "accept");
    await page.getByRole("link", { name: "grace@example.com" }).waitFor();
    assert.deepEqual(hubspot.contacts(), other.contacts());
    // The browser itself says that a request was answered with 400.
    assert.deepEqual(complaints.filter((text) => !text.includes("400 (Bad Request)")), []);
  });

  it("lets whoever has scrolled down read on when something arrives", async () => {
    const { hubspot, page, complaints } = await open();
    for (let count = 1; count <= 30; count++) {
      await post(hubspot, paths.custom, seen(ada, `Seen ${count}`));
    }
    await page.goto(`${hubspot.url}/contacts/101`);
    const place = () =>
      page.locator("#event-15").evaluate((one) => one.getBoundingClientRect().top);
    await page.locator("#event-15").evaluate((one) => one.scrollIntoView({ block: "center" }));
    const before = await place();
    await post(hubspot, paths.custom, seen(ada, "Arrived"));
    await page.getByRole("heading", { name: "Arrived" }).waitFor();
    assert.ok(Math.abs(await place() - before) < 1, `from ${before} to ${await place()}`);
    assert.deepEqual(complaints, []);
  });

  it("works by keyboard alone", async () => {
    const { hubspot, page, complaints } = await open(declared);
    await post(hubspot, paths.timeline, pet);
    await post(hubspot, paths.custom, seen("grace@example.com"));
    await page.goto(hubspot.url);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate("document.activeElement.className"), "skip");
    await tabTo(page, "search");
    await page.keyboard.type("ada");
    await waitForOne(page.locator("#contacts li"));
    await tabTo(page, "contact-101");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: ada }).waitFor();
    await tabTo(page, "event-1-detail-summary");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("#event-1-detail").getAttribute("open"), "");
    await tabTo(page, "event-1-request");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Response" }).waitFor();
    await tabTo(page, "place-controls");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Make something go wrong" }).waitFor();
    await tabTo(page, "fault-what");
    await page.keyboard.type("Hangs");
    await tabTo(page, "fault-add");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Switch all off" }).waitFor();
    assert.deepEqual(hubspot.faults.list().map(({ what }) => what), [{ kind: "hang" }]);
    await tabTo(page, "fault-1-off");
    await page.keyboard.press("Enter");
    await page.getByText("No fault is switched on.").waitFor();
    assert.deepEqual(complaints, []);
  });

  it("has few elements with 10,000 events on one contact, and leads through all of them", async () => {
    const { hubspot, page, complaints } = await open();
    for (let batch = 0; batch < 20; batch++) {
      const inputs = Array.from({ length: 500 }, (_, index) => seen(ada, `${batch * 500 + index}`));
      assert.equal(await post(hubspot, paths.customBatch, { inputs }), 204);
    }
    await page.goto(`${hubspot.url}/contacts/101`);
    const elements = () => page.evaluate<number>("document.querySelectorAll('*').length");
    assert.ok(await elements() < 2_500);
    await page.getByRole("link", { name: "Older" }).click();
    await page.getByText("Page 2 of 200").waitFor();
    assert.equal((await page.locator("article h3").first().innerText()).trim(), "9949");
    await page.goto(`${hubspot.url}/contacts/101?page=200`);
    assert.equal((await page.locator("article h3").last().innerText()).trim(), "0");
    await page.goto(`${hubspot.url}/contacts/101`);
    await post(hubspot, paths.custom, seen(ada, "Arrived"));
    await page.getByRole("heading", { name: "Arrived" }).waitFor();
    assert.ok(await elements() < 2_500);
    assert.deepEqual(complaints, []);
  });

  for (const colorScheme of ["light", "dark"] as const) {
    it(`fits a phone of 360 pixels and is readable, ${colorScheme}`, async () => {
      const email = "christopher.featherstonehaugh@engineering.a-very-long-company-name.example";
      const contacts = [{ id: "7", email, additionalEmails: [ada] }];
      const window = { width: 360, colorScheme };
      const { hubspot, page, complaints } = await open({ ...declared, contacts }, window);
      await post(hubspot, paths.timeline, { ...pet, extraData: { a: "x".repeat(300) } });
      await post(hubspot, paths.app, { eventTypeName: "x" });
      await post(hubspot, paths.custom, {
        eventName: "pe1_x",
        objectId: "9",
        properties: { url: `https://a.example/${"x".repeat(300)}` },
      });
      hubspot.faults.add({ what: { kind: "answer", status: 500 } });
      await post(hubspot, paths.custom, seen(ada));
      for (const path of ["/", "/contacts/7", "/requests", "/requests/1", "/controls"]) {
        await page.goto(`${hubspot.url}${path}`);
        for (const summary of await page.locator("summary").all()) await summary.click();
        const width = await page.evaluate("document.documentElement.scrollWidth");
        assert.equal(width, 360, path);
        assert.deepEqual(await faintTexts(page), [], path);
      }
      assert.deepEqual(complaints, []);
    });
  }
});
