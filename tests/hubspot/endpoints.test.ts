import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isBaseUrl } from "../../src/hubspot/endpoints.ts";

describe("isBaseUrl", () => {
  const addresses: [text: string, is: boolean][] = [
    ["https://api.hubapi.com", true],
    ["HTTPS://API.HUBAPI.COM:443/", true],
    ["http://[::1]:8788", true],
    ["https://proxy.example/hubspot/@eu", true],
    ["", false],
    ["api.hubapi.com", false],
    ["ftp://api.hubapi.com", false],
    ["https://ada@proxy.example/", false],
    ["https://ada:secret@proxy.example", false],
    ["https://proxy.example/?region=eu", false],
    // A path behind these would be a part of the query or the fragment, and so never asked for.
    ["https://proxy.example/?", false],
    ["https://proxy.example#", false],
  ];
  for (const [text, is] of addresses) {
    it(`says ${is} of "${text}"`, () => assert.equal(isBaseUrl(text), is));
  }
});
