import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { commandOf, readArguments } from "./arguments.ts";

describe("readArguments", () => {
  it("takes the short form of SQLite and another seed each time where nothing is said", () => {
    const read = (chance: number) => readArguments([], () => chance);
    assert.partialDeepStrictEqual(read(0), { outbox: "sqlite", form: "short", seed: 0 });
    assert.equal(read(0.5).seed, 499_999);
  });

  it("reads back the command that it gives", () => {
    const command = "deno task chaos --outbox postgres --long --seed 7";
    const given = command.split(" ").slice(3);
    assert.equal(commandOf(readArguments(given, () => 0)), command);
  });

  for (
    const [given, message] of [
      [["--outbox", "direct"], /^Cannot choose an outbox: expected sqlite, .*, found direct$/],
      [["--seed", "x"], /^Cannot use the seed: expected a whole number up to 999999, found x$/],
      [["--seed", "-1"], /seed/],
      [["--seed", "1000000"], /found 1000000$/],
      [["--what"], /--what/],
    ] as const
  ) {
    it(`refuses ${given.join(" ")}`, () => {
      assert.throws(() => readArguments(given, () => 0), { message });
    });
  }
});
