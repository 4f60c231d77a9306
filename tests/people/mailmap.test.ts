import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { parseMailmap } from "../../src/people/mailmap.ts";

describe("parseMailmap()", () => {
  const author = { name: "Jane", email: "jane@old.example" };
  const forms: readonly [form: string, text: string, expected: { name: string; email: string }][] =
    [
      [
        "a name for an address",
        "Jane Doe <jane@old.example>",
        { name: "Jane Doe", email: "jane@old.example" },
      ],
      [
        "an address for an address",
        "<jane@new.example> <jane@old.example>",
        { name: "Jane", email: "jane@new.example" },
      ],
      [
        "a name and an address for an address",
        "Jane Doe <jane@new.example> <jane@old.example>",
        { name: "Jane Doe", email: "jane@new.example" },
      ],
      [
        "a name and an address for a name and an address",
        "Jane Doe <jane@new.example> Jane <jane@old.example>",
        { name: "Jane Doe", email: "jane@new.example" },
      ],
      [
        "another name at the same address",
        "Joe Roe <joe@new.example> Joe <jane@old.example>",
        author,
      ],
      [
        "names and addresses without case",
        "Jane Doe <jane@new.example> jANE <JANE@Old.Example>",
        { name: "Jane Doe", email: "jane@new.example" },
      ],
      [
        "spaces around names and nothing between the addresses",
        "\t Jane   Doe <jane@new.example><jane@old.example>",
        { name: "Jane   Doe", email: "jane@new.example" },
      ],
      [
        "what is behind the addresses as nothing",
        "<jane@new.example> <jane@old.example> # since 2020\r",
        { name: "Jane", email: "jane@new.example" },
      ],
      ["a comment as nothing", "#<jane@new.example> <jane@old.example>", author],
      [
        "later lines over earlier ones",
        "<first@new.example> <jane@old.example>\n<jane@new.example> <jane@old.example>",
        { name: "Jane", email: "jane@new.example" },
      ],
      [
        "parts of several lines together",
        "<jane@new.example> <jane@old.example>\nJane Doe <jane@old.example>",
        { name: "Jane Doe", email: "jane@new.example" },
      ],
      [
        "a line for the name before one for the address alone",
        "<both@new.example> <jane@old.example>\n<jane@new.example> Jane <jane@old.example>",
        { name: "Jane", email: "jane@new.example" },
      ],
      ["an empty first address as nothing", "Jane Doe <> <jane@old.example>", author],
      ["an address that does not end as nothing", "Jane Doe <jane@old.example", author],
      ["a line of more than 1,000 characters as nothing", longLine(), author],
      ["a line without an address as nothing", "Jane Doe\n\n", author],
    ];
  for (const [form, text, expected] of forms) {
    it(`reads ${form}`, () => {
      assert.deepEqual({ ...parseMailmap(text).canonical(author) }, expected);
    });
  }

  it("leaves alone whom it does not name", () => {
    const mailmap = parseMailmap("<a@example.com> <b@example.com>");
    assert.equal(mailmap.canonical(author), author);
  });

  it("finds an account by the lines for its noreply addresses, old and new, at its own host", () => {
    const mailmap = parseMailmap([
      "<mona@example.com> <12+Mona@users.noreply.github.com>",
      "Hubot <hubot@example.com> <hubot@users.noreply.github.com>",
      "Octo <octo@example.com> Octo Cat <octo@users.noreply.github.com>",
      "Name Only <1+named@users.noreply.github.com>",
    ].join("\n"));
    const found = (login: string) => mailmap.authorOf(login, "github.com");
    assert.deepEqual(found("mona"), { email: "mona@example.com", name: undefined });
    assert.deepEqual(found("HUBOT"), { email: "hubot@example.com", name: "Hubot" });
    assert.deepEqual(found("octo"), { email: "octo@example.com", name: "Octo" });
    assert.equal(found("named"), undefined);
    assert.equal(found("nobody"), undefined);
    assert.equal(mailmap.authorOf("mona", "git.example.com"), undefined);
  });

  it("never throws and reads no more than 1 MiB", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("<", ">", "#", " ", "\n", "a", "@") }),
        (text) => {
          parseMailmap(text).canonical(author);
          parseMailmap(text).authorOf("a", "github.com");
        },
      ),
      { numRuns: 300 },
    );
    const late = `${"#\n".repeat(600_000)}<jane@new.example> <jane@old.example>`;
    assert.equal(parseMailmap(late).canonical(author), author);
  });
});

function longLine(): string {
  return `${"J".repeat(1_000)} <jane@new.example> <jane@old.example>`;
}
