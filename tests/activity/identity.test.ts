import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type Identity, isBot, parseNoreply, usableEmail } from "../../src/activity/identity.ts";

describe("parseNoreply()", () => {
  const cases: readonly [email: string, account: { login: string; id?: number } | undefined][] = [
    ["21031067+Codertocat@users.noreply.github.com", { login: "Codertocat", id: 21031067 }],
    ["Codertocat@users.noreply.github.com", { login: "Codertocat" }],
    [" 1+Mona@USERS.noreply.GitHub.com ", { login: "Mona", id: 1 }],
    ["7+mona_acme@users.noreply.github.com", { login: "mona_acme", id: 7 }],
    ["5+mona@users.noreply.git.example.com", { login: "mona", id: 5 }],
    [
      "41898282+github-actions[bot]@users.noreply.github.com",
      { login: "github-actions[bot]", id: 41898282 },
    ],
    ["noreply@github.com", { login: "web-flow" }],
    ["mona@example.com", undefined],
    ["mona@github.com", undefined],
    ["mona@users.noreplyXgithub.com", undefined],
    ["mona@example.com@users.noreply.github.com", undefined],
    ["1+2+mona@users.noreply.github.com", undefined],
    ["1+@users.noreply.github.com", undefined],
    ["1234567890123456+mona@users.noreply.github.com", undefined],
    ["@users.noreply.github.com", undefined],
    ["users.noreply.github.com", undefined],
    ["", undefined],
  ];
  for (const [email, account] of cases) {
    it(`reads ${JSON.stringify(email)} as ${JSON.stringify(account)}`, () => {
      assert.deepEqual(parseNoreply(email), account);
    });
  }

  it("takes only the addresses of a host that is named", () => {
    const enterprise = "git.Example.com";
    assert.deepEqual(parseNoreply("5+mona@users.noreply.git.example.com", enterprise), {
      login: "mona",
      id: 5,
    });
    assert.deepEqual(parseNoreply("noreply@git.example.com", enterprise), { login: "web-flow" });
    assert.equal(parseNoreply("5+mona@users.noreply.github.com", enterprise), undefined);
    assert.equal(parseNoreply("noreply@github.com", enterprise), undefined);
  });
});

describe("isBot()", () => {
  const cases: [identity: Identity, bot: boolean][] = [
    [{ login: "dependabot[bot]" }, true],
    [{ login: "Dependabot[Bot]" }, true],
    [{ login: "acme-ci", type: "Bot" }, true],
    [{ login: "Copilot" }, true],
    [{ login: "web-flow" }, true],
    [{ login: "actions-user", type: "User" }, true],
    [{ name: "renovate[bot]" }, true],
    [{ name: "GitHub", email: "noreply@github.com" }, true],
    [{ name: "Claude", email: "noreply@anthropic.com" }, true],
    [{ name: "Claude", email: " NoReply@Anthropic.com" }, true],
    [{ email: "49699333+dependabot[bot]@users.noreply.github.com" }, true],
    [{ email: "223556219+Copilot@users.noreply.github.com" }, true],
    [{}, false],
    [{ login: "mona", type: "User" }, false],
    [{ login: "acme", type: "Organization" }, false],
    [{ login: "mona", type: "Mannequin" }, false],
    [{ login: "robot" }, false],
    [{ login: "mona-bot-watcher" }, false],
    [{ login: "bot" }, false],
    [{ name: "Claude Monet", email: "claude@example.com" }, false],
    [{ email: "1+mona@users.noreply.github.com" }, false],
    [{ email: "mona@anthropic.com" }, false],
  ];
  const addresses: readonly string[] = [
    "action@github.com",
    "actions@github.com",
    "aider@aider.chat",
    "amp@ampcode.com",
    "bot@renovateapp.com",
    "bot@stepsecurity.io",
    "codex@openai.com",
    "copilot@github.com",
    "cursoragent@cursor.com",
    "github-actions@github.com",
    "hosted@weblate.org",
    "noreply@aider.chat",
    "noreply@openai.com",
    "openhands@all-hands.dev",
    "semantic-release-bot@martynus.net",
    "snyk-bot@snyk.io",
    "support@github.com",
  ];
  for (const email of addresses) cases.push([{ name: "Mona", email }, true]);
  for (const [identity, bot] of cases) {
    it(`is ${bot} for ${JSON.stringify(identity)}`, () => assert.equal(isBot(identity), bot));
  }
});

describe("usableEmail()", () => {
  const usable: readonly [text: string, email: string][] = [
    ["mona@example.com", "mona@example.com"],
    ["  Mona.Lisa+git@EXAMPLE.Com\n", "Mona.Lisa+git@example.com"],
    ["o'hara@sub.example.co.uk", "o'hara@sub.example.co.uk"],
    ["m@xn--bcher-kva.example", "m@xn--bcher-kva.example"],
    ["reply@example.com", "reply@example.com"],
    ["mona@mail.4you.example", "mona@mail.4you.example"],
    ["me@internal.example.com", "me@internal.example.com"],
  ];
  for (const [text, email] of usable) {
    it(`takes ${JSON.stringify(text)}`, () => assert.equal(usableEmail(text), email));
  }

  const unusable: readonly string[] = [
    "",
    " ",
    "mona",
    "@example.com",
    "mona@",
    "mona@example",
    "mona@example.",
    "mona@.com",
    "mona@exa..mple.com",
    "mona@-example.com",
    "mona@example-.com",
    "example.com",
    "mona@10.0.0.1",
    "mona@10.0.0.10",
    "mona@[10.0.0.1]",
    "mona@exa mple.com",
    "mo na@example.com",
    "mona@lisa@example.com",
    "Mona <mona@example.com>",
    "mona@example.com,bob@example.com",
    "mona@example.com\r\nBcc: bob@example.com",
    `${"m".repeat(65)}@example.com`,
    `mona@${"a.".repeat(130)}com`,
    "root@localhost",
    "root@localhost.localdomain",
    "mona@laptop.local",
    "mona@laptop.lan",
    "mona@laptop.(none)",
    "mona@host.internal",
    "mona@host.corp",
    "mona@host.home",
    "mona@host.home.arpa",
    "mona@host.intranet",
    "mona@host.invalid",
    "mona@host.localhost",
    "mona@host.private",
    "mona@host.test",
    "noreply@example.com",
    "No-Reply@example.com",
    "no_reply@example.com",
    "no.reply@example.com",
    "donotreply@example.com",
    "do-not-reply@example.com",
    "noreply@github.com",
    "mona@users.noreply.github.com",
    "1+mona@users.noreply.git.example.com",
  ];
  for (const text of unusable) {
    it(`refuses ${JSON.stringify(text.slice(0, 40))}`, () => {
      assert.equal(usableEmail(text), undefined);
    });
  }

  it("gives back what it gave, and nothing that is a noreply address", () => {
    const texts = fc.oneof(
      fc.string(),
      fc.emailAddress(),
      fc.tuple(fc.string(), fc.domain()).map((pair) => pair.join("@")),
    );
    fc.assert(fc.property(texts, (text) => {
      const email = usableEmail(text);
      if (email === undefined) return;
      assert.equal(usableEmail(email), email);
      assert.equal(parseNoreply(email), undefined);
    }));
  });
});
