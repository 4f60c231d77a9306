import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isUnanswered } from "./audit.ts";

const address = "https://registry.example/-/npm/v1/security/advisories/bulk";
const found =
  "╭ Bad\n│ Package:    hono\n\nFound 1 vulnerabilities\nSeverity: 0 low, 0 moderate, 1 high";

describe("isUnanswered", () => {
  const outputs: [what: string, output: string, isIt: boolean][] = [
    [
      "a registry out of reach",
      `error: error sending request for url (${address}): client error (Connect)\n\nCaused by:\n    0: x`,
      true,
    ],
    [
      "a mirror that does not know the question",
      "error: Failed to deserialize response from the npm registry API\n\nCaused by:\n    expected value",
      true,
    ],
    ["vulnerabilities", found, false],
    [
      "vulnerabilities, and then an error",
      `${found}\nerror: error sending request for url (${address})`,
      false,
    ],
    ["nothing found", "No known vulnerabilities found", false],
    ["a lock file that does not fit", "error: The lockfile is out of date", false],
    [
      "another address out of reach",
      "error: error sending request for url (https://x.example/hono)",
      false,
    ],
  ];
  for (const [what, output, isIt] of outputs) {
    it(`is ${isIt} for ${what}`, () => assert.equal(isUnanswered(output), isIt));
  }
});
