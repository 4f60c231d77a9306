import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as v from "valibot";
import { describeIssues, validate } from "../../src/validation/issues.ts";

describe("validate", () => {
  const schema: v.GenericSchema<unknown, { inputs: { email: string }[] }> = v.object({
    inputs: v.array(v.object({ email: v.string() })),
  });

  it("gives the value where it fits", () => {
    const value = { inputs: [{ email: "ada@example.com" }] };
    assert.deepEqual(validate(schema, value), { ok: true, value });
  });

  it("names every broken rule by a dotted path", () => {
    const result = validate(schema, { inputs: [{ email: 1 }, {}] });
    assert.deepEqual(
      result.ok ? [] : result.issues.map(({ path }) => path),
      ["inputs.0.email", "inputs.1.email"],
    );
  });

  it("cuts a message that repeats a sender's long text", () => {
    const result = validate(v.literal("x"), "y".repeat(10_000));
    assert.equal(result.ok ? 0 : result.issues[0]?.message.length, 201);
  });
});

describe("describeIssues", () => {
  it("puts paths before messages and leaves out empty ones", () => {
    const issues = [{ path: "a.b", message: "Expected x" }, { path: "", message: "Expected y" }];
    assert.equal(describeIssues(issues), "a.b: Expected x; Expected y");
  });
});
