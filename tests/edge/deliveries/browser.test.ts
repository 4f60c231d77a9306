import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { listen } from "../../../src/local/listen.ts";
import { faintTexts, openPage, type PageOptions, startBrowser } from "../../local/browser.ts";
import { delivered, refused } from "../../support/client_stand_in.ts";
import { appEvent } from "../../support/events.ts";
import { password, startPage } from "./harness.ts";

let browser: Browser;
let ending: (() => Promise<void>)[] = [];

before(async () => void (browser = await startBrowser()));
after(() => browser?.close());
afterEach(async () => {
  for (const end of ending.reverse()) await end();
  ending = [];
});

/** A forwarder that listens, with two dead letters, and a window that is signed in. */
async function open(window: PageOptions = {}) {
  const hubline = startPage((id) => id.startsWith("bad") ? refused : delivered);
  await hubline.bring("bad-1", "bad-2", "good");
  const listener = await listen(hubline.forwarder.fetch, { host: "127.0.0.1", port: 0 });
  ending.push(() => listener.close(0));
  const { page, complaints } = await openPage(browser, window);
  ending.push(() => page.close());
  await page.goto(`${listener.url}/deliveries`);
  // Browsers put the focus there once the page is drawn, which may be later than it is loaded.
  await page.locator("#password:focus").waitFor();
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await page.locator("#count-dead strong").waitFor();
  return { ...hubline, page, complaints, url: listener.url };
}

describe("the deliveries page in a browser", () => {
  it("signs in by keyboard alone, and counts on while somebody looks", async () => {
    const { page, complaints, postEvents } = await open();
    assert.equal(await page.locator("#count-all strong").textContent(), "3");
    await postEvents(appEvent({ id: "new" }));
    await page.locator("#count-all strong", { hasText: "4" }).waitFor();
    await page.locator("td.event", { hasText: "new" }).waitFor();
    assert.deepEqual(complaints, []);
  });

  it("replays what is chosen, and has nothing to press where nothing is", async () => {
    const { page, complaints, outbox } = await open();
    await page.locator("#count-dead").click();
    await page.locator("#replay-chosen:disabled").waitFor();
    await page.locator("#choose-0").check();
    await page.locator("#replay-chosen").click();
    await page.locator("[role=status]", { hasText: "Replayed: 1 event." }).waitFor();
    assert.equal((await outbox.journal.counts()).dead, 1);
    await page.locator("#sure").check();
    await page.locator("#drop-all").click();
    await page.locator("[role=status]", { hasText: "Dropped: 1 event." }).waitFor();
    assert.equal((await outbox.journal.counts()).dead, 0);
    assert.deepEqual(complaints, []);
  });

  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 400]) {
      it(`can be read in ${colorScheme} at ${width} pixels, and fits`, async () => {
        const { page, url } = await open({ colorScheme, width });
        const key = "family=app&type=ae1_test&id=bad-1";
        for (const path of ["", "?state=dead", `/event?${key}`]) {
          await page.goto(`${url}/deliveries${path}`);
          // Disabled buttons may be faint.
          const faint = (await faintTexts(page)).filter((text) =>
            !/^(?:Replay|Drop for good) /.test(text)
          );
          assert.deepEqual(faint, [], path);
          const overhang = await page.evaluate<number>(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth",
          );
          assert.equal(overhang, 0, path);
        }
      });
    }
  }
});
