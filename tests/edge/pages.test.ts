import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { deliveriesPage } from "../../src/edge/deliveries/mod.ts";
import { referencePage } from "../../src/edge/reference/mod.ts";
import { delivered } from "../support/client_stand_in.ts";
import { startJournaled } from "./journaled.ts";

const pages = [referencePage(), deliveriesPage({ password: "correct horse battery" })];

async function get(url: string, method = "GET") {
  const { forwarder } = startJournaled(() => delivered, { pages });
  const { status, headers } = await forwarder.fetch(new Request(url, { method }));
  const location = headers.get("location");
  return { status, to: location === null ? null : new URL(location, url).href };
}

describe("pages", () => {
  const addresses = [
    "/reference",
    "/openapi.json",
    "/reference/style.css",
    "/deliveries",
    "/deliveries/login",
    "/deliveries/event?id=a%2Fb&type=c",
  ];
  for (const address of addresses) {
    it(`lead from ${address.replace(/(\?|$)/, "/$1")} to ${address}`, async () => {
      for (const method of ["GET", "HEAD"]) {
        const own = `https://hubline.example${address}`;
        const slashed = own.replace(/(\?|$)/, "/$1");
        assert.deepEqual(await get(slashed, method), { status: 308, to: own });
      }
    });
  }

  it("lead nowhere else, whatever stands before the slash", async () => {
    for (
      const path of ["/deliveries//", "/reference//evil.example//", "/deliveries/https:%2F%2Fx/"]
    ) {
      const { to } = await get(`https://hubline.example${path}`);
      assert.ok(to === null || to.startsWith("https://hubline.example/deliveries/"), `${to}`);
    }
  });

  it("take a form with a slash behind its address for the same form", async () => {
    const { status } = await get("https://hubline.example/deliveries/login/", "POST");
    assert.equal(status, 403);
  });
});
