import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { webhookSenders } from "../../src/cli/webhook_senders.ts";

const secret = "whsec_C2FVsBQIhrscChlQIMV";
const shop = { name: "shop", secretEnv: "SHOP" };
const billing = { name: "billing", secretEnv: "BILLING", path: "/billing" };

describe("webhookSenders", () => {
  it("gives each sender of the file its path and its secrets, where there are any", () => {
    const environment = { SHOP: `${secret},${secret}2`, OTHER: secret };
    assert.deepEqual(webhookSenders({}, { configs: [shop, billing], environment }), [
      { path: "/webhooks", variable: "WEBHOOK_SECRET" },
      {
        path: "/webhooks/shop",
        variable: "SHOP",
        secrets: [secret, `${secret}2`],
        config: shop,
      },
      { path: "/billing", variable: "BILLING", config: billing },
    ]);
  });

  it("has one sender that needs no file, unless the file has it", () => {
    const settings = { webhookSecrets: [secret] };
    assert.deepEqual(webhookSenders(settings, { configs: [], environment: {} }), [
      { path: "/webhooks", variable: "WEBHOOK_SECRET", secrets: [secret] },
    ]);
    const own = { name: "own", secretEnv: "WEBHOOK_SECRET", path: "/webhooks" };
    const environment = { WEBHOOK_SECRET: secret };
    assert.deepEqual(webhookSenders(settings, { configs: [own], environment }), [
      { path: "/webhooks", variable: "WEBHOOK_SECRET", secrets: [secret], config: own },
    ]);
  });
});
