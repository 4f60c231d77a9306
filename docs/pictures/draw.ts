/**
 * Draws the pictures of README: what Local HubSpot shows of a contact, light and dark. Needs Chromium:
 * `deno run -A docs/pictures/draw.ts`.
 *
 * @module
 */
import { createClient, type HubSpotEvent } from "@hubline/timeline";
import { type LocalHubSpotOptions, startLocalHubSpot } from "@hubline/timeline/local";
import { join } from "node:path";
import { openPage, startBrowser } from "../../tests/local/browser.ts";

const email = "ada@example.com";
const hourMs = 60 * 60_000;
const repository = "https://github.com/hubline/timeline";

const account: LocalHubSpotOptions = {
  contacts: [
    { id: "51", email, properties: { firstname: "Ada", lastname: "Lovelace" } },
    { id: "52", email: "grace@example.com" },
    { id: "53", email: "katherine@example.com" },
  ],
  appEventTypes: [{
    uid: "plan_changed",
    name: "Plan changed",
    headerTemplate: "Went from **{{from}}** to **{{to}}**, {{seats}} seats",
    properties: [
      { name: "from", type: "string" },
      { name: "to", type: "string" },
      { name: "seats", type: "number" },
    ],
  }],
};

const events: HubSpotEvent[] = [
  gitHub("starred hubline/timeline", "hubline/timeline", repository, 75),
  gitHub("opened issue #41", "Batches of v3 events", `${repository}/issues/41`, 50),
  {
    eventName: "pe1234567_signed_up",
    email,
    uuid: "sign-up",
    occurredAt: ago(47),
    properties: { plan: "team", source: "docs" },
  },
  gitHub("opened pull request #42", "Halve refused batches", `${repository}/pull/42`, 26),
  gitHub("merged pull request #42", "Halve refused batches", `${repository}/pull/42`, 3),
  {
    eventTypeName: "ae1_plan_changed",
    email,
    id: "plan",
    timestamp: ago(1),
    properties: { from: "team", to: "business", seats: 25 },
  },
];

const hubspot = await startLocalHubSpot({ port: 0, ...account });
const client = createClient({ accessToken: "any", baseUrl: hubspot.url });
for (const event of events) await client.send(event);
const browser = await startBrowser();
for (const colorScheme of ["light", "dark"] as const) {
  const { page } = await openPage(browser, { colorScheme, width: 1000 });
  await page.goto(`${hubspot.url}/contacts/51`);
  await page.setViewportSize({ width: 1000, height: 820 });
  await page.screenshot({ path: join(import.meta.dirname ?? "", `timeline_${colorScheme}.png`) });
}
await browser.close();
await hubspot.close();

function ago(hours: number): string {
  return new Date(Date.now() - hours * hourMs).toISOString();
}

function gitHub(summary: string, title: string, url: string, hours: number): HubSpotEvent {
  return {
    eventName: "pe1234567_github_activity",
    email,
    uuid: summary,
    occurredAt: ago(hours),
    properties: { summary, title, url, repository: "hubline/timeline", login: "ada" },
  };
}
