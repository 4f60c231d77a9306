import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isDocumented, ownFindings } from "./documentation.ts";

const foreign =
  `error[private-type-ref]: public type 'ruleSchema' references private type 'GenericSchema'
    --> /home/me/src/mapping/rules.ts:76:14
     |
  76 | export const ruleSchema: v.GenericSchema<unknown, Rule> = v.strictObject({
     = hint: make the referenced type public or remove the reference

`;
const own = foreign.replace("'GenericSchema'", "'Rule'");
const missing = `error[missing-jsdoc]: exported symbol is missing JSDoc documentation
 --> /home/me/src/hubspot/errors.ts:6:21

`;
const found = (count: number) =>
  `error: Found ${count} documentation lint error${count === 1 ? "" : "s"}.\n`;

describe("isDocumented", () => {
  const outputs: [name: string, output: string, documented: boolean][] = [
    ["types of packages", foreign + foreign + found(2), true],
    ["one type of a package", foreign + found(1), true],
    ["a private type of ours", foreign + own + found(2), false],
    ["missing documentation", foreign + missing + found(2), false],
    ["a finding that is not known here", foreign + found(2), false],
    ["a module that is missing", `error: Module not found "file:///home/me/x.ts".\n`, false],
    ["nothing at all", "", false],
  ];
  for (const [name, output, documented] of outputs) {
    it(`is ${documented} for ${name}`, () => assert.equal(isDocumented(output), documented));
  }
});

describe("ownFindings", () => {
  it("leaves out types of packages, and cuts nothing off the others", () => {
    assert.deepEqual(ownFindings(foreign + own + missing + found(3)), [own, missing]);
  });
});
