import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { coAuthors, signOffs } from "../../src/activity/trailers.ts";

const ada = { name: "Ada", email: "ada@example.com" };
const bob = { name: "Bob B.", email: "bob@example.com" };

describe("coAuthors()", () => {
  const cases: readonly [
    name: string,
    message: string,
    found: { name: string; email: string }[],
  ][] = [
    ["finds none in a message without", "Fix it\n\nBy Ada <ada@example.com>", []],
    ["finds one", "Fix it\n\nCo-authored-by: Ada <ada@example.com>", [ada]],
    [
      "finds several, in order",
      "Fix it\n\nCo-authored-by: Bob B. <bob@example.com>\nCo-authored-by: Ada <ada@example.com>\n",
      [bob, ada],
    ],
    [
      "finds those before the rule that a squash merge puts in",
      "Fix (#1)\n\nCo-authored-by: Ada <ada@example.com>\n\n---------\n\nCo-authored-by: Bob B. <bob@example.com>",
      [ada, bob],
    ],
    ["takes any case", "x\n\nCO-AUTHORED-BY: Ada <ada@example.com>", [ada]],
    ["takes no space after the colon", "x\n\nCo-authored-by:Ada <ada@example.com>", [ada]],
    ["takes Windows line ends", "x\r\n\r\nCo-authored-by: Ada <ada@example.com>\r\n", [ada]],
    [
      "takes an address once, whatever its case",
      "x\n\nCo-authored-by: Ada <ada@example.com>\nCo-authored-by: A. L. <ADA@example.com>",
      [ada],
    ],
    ["takes an empty name", "x\n\nCo-authored-by: <ada@example.com>", [{ ...ada, name: "" }]],
    ["wants the key at the start of the line", "x\n\n> Co-authored-by: Ada <ada@example.com>", []],
    ["wants the key alone before the colon", "x\n\nCo-authored-by hand: Ada <a@example.com>", []],
    [
      "takes addresses for two that differ in more than their case",
      "x\n\nCo-authored-by: Ada <straße@example.com>\nCo-authored-by: Ada <STRASSE@example.com>",
      [{ name: "Ada", email: "straße@example.com" }, { name: "Ada", email: "STRASSE@example.com" }],
    ],
    [
      "keeps the longest address that mail can be sent to",
      `x\n\nCo-authored-by: A <${"a".repeat(247)}@b.test>`,
      [{ name: "A", email: `${"a".repeat(247)}@b.test` }],
    ],
    ["wants a colon", "x\n\nCo-authored-by Ada <ada@example.com>", []],
    ["wants a colon before a lone bracket, too", "x\n\nCo-authored-by >", []],
    ["wants an address in angle brackets", "x\n\nCo-authored-by: ada@example.com", []],
    ["wants the brackets in order", "x\n\nCo-authored-by: >ada@example.com<", []],
    ["wants something in the brackets", "x\n\nCo-authored-by: Ada < >", []],
    ["drops an address too long to be one", `x\n\nCo-authored-by: A <${"a".repeat(300)}@b.co>`, []],
  ];
  for (const [name, message, found] of cases) {
    it(name, () => assert.deepEqual(coAuthors(message), found));
  }

  it("stops at 50", () => {
    const lines = Array.from({ length: 60 }, (_, at) => `Co-authored-by: P <p${at}@example.com>`);
    const found = coAuthors(lines.join("\n"));
    assert.equal(found.length, 50);
    assert.equal(found.at(-1)?.email, "p49@example.com");
  });

  it("finds what it is given among any other lines", () => {
    const noise = fc.array(
      fc.string({ unit: "binary" }).filter((line) => !/co-authored-by/i.test(line)),
    );
    fc.assert(fc.property(noise, noise, (before, after) => {
      const message = [...before, "Co-authored-by: Ada <ada@example.com>", ...after].join("\n");
      assert.deepEqual(coAuthors(message), [ada]);
    }));
  });

  // An expression that backtracks would take minutes for each of these, so a test that ends is the proof.
  it("reads megabytes made to confuse it", () => {
    const key = "Co-authored-by:";
    for (
      const filler of [
        "<",
        ">",
        " ",
        "<>",
        key,
        `${key} <`,
        "\n",
        `${key}\n`,
        `${key} ${"<".repeat(99)}\n`,
      ]
    ) {
      const message = filler.repeat(Math.ceil(2_000_000 / filler.length));
      assert.deepEqual(coAuthors(`${key}${message}`), []);
    }
  });
});

describe("signOffs()", () => {
  it("finds those who signed off, and no co-authors", () => {
    const message = [
      "Work",
      "",
      "Co-authored-by: Ada <ada@example.com>",
      "signed-off-by: Mona Lisa <mona@example.com>",
      "Signed-off-by : Grace <grace@example.com>",
      "Signed-off-by: Mona <MONA@example.com>",
      "Signed-off-by-nobody: X <x@example.com>",
    ].join("\n");
    assert.deepEqual(signOffs(message), [
      { name: "Mona Lisa", email: "mona@example.com" },
      { name: "Grace", email: "grace@example.com" },
    ]);
    assert.deepEqual(coAuthors(message), [{ name: "Ada", email: "ada@example.com" }]);
  });

  it("takes fifty people at most", () => {
    const lines = Array.from({ length: 60 }, (_, i) => `Signed-off-by: P <p${i}@example.com>`);
    assert.equal(signOffs(lines.join("\n")).length, 50);
  });
});
