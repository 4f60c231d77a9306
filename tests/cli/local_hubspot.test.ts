import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { openLocalHubSpot } from "../../src/cli/local_hubspot.ts";
import { readSettings } from "../../src/cli/settings.ts";

const folder = mkdtempSync(join(tmpdir(), "hubline-local-"));
after(() => rmSync(folder, { recursive: true }));

const settingsWith = (environment: Record<string, string>) =>
  readSettings({ LOCAL_HUBSPOT_PORT: "0", ...environment });

describe("openLocalHubSpot", () => {
  it("keeps the account in the file that is named, whose folder it makes", async () => {
    const settings = settingsWith({ LOCAL_HUBSPOT_FILE: join(folder, "new", "local.db") });
    const before = await openLocalHubSpot(settings);
    const sent = await fetch(`${before.url}/events/2026-03/send`, {
      method: "POST",
      headers: { authorization: "Bearer anything" },
      body: JSON.stringify({ eventName: "pe1_a", email: "ada@example.com", properties: {} }),
    });
    assert.equal(sent.status, 204);
    await before.close();

    const again = await openLocalHubSpot(settings);
    assert.deepEqual(again.contacts().map(({ email }) => email), ["ada@example.com"]);
    assert.equal(again.events().length, 1);
    await again.close();
  });

  it("keeps nothing where no file is named", async () => {
    const before = await openLocalHubSpot(settingsWith({}), { contacts: [{ id: "51" }] });
    await before.close();
    const again = await openLocalHubSpot(settingsWith({}));
    assert.deepEqual(again.contacts(), []);
    await again.close();
  });

  it("names the variable of a file that cannot be used", async () => {
    const file = join(folder, "no-database");
    writeFileSync(file, "This is no database, and much longer than the header of one would be.");
    for (const path of [file, join(file, "beneath.db")]) {
      await assert.rejects(openLocalHubSpot(settingsWith({ LOCAL_HUBSPOT_FILE: path })), {
        name: "SettingsError",
        message: /^LOCAL_HUBSPOT_FILE: /,
      });
    }
  });
});
