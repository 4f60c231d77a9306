import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isSameText, timingSafeEqual } from "../../src/sources/signature.ts";
import { root } from "../checks/root.ts";
import { lineAt, parseSource, readSources, type SourceText } from "../architecture/source_text.ts";

const sources = readSources(root, ["src", "action"]).filter(({ path }) =>
  !path.startsWith("action/dist/")
);

/** Every place that decides by a secret, and what it has to compare with. */
const deciders: readonly [path: string, compares: string][] = [
  ["src/sources/github.ts", "timingSafeEqual"],
  ["src/sources/standard_webhooks/keys.ts", "isSameText"],
  ["src/sources/hubspot_webhooks/signature.ts", "timingSafeEqual"],
  ["src/sources/segment/write_key.ts", "timingSafeEqual"],
  ["src/sources/cloudevents/authentication.ts", "isSameText"],
  ["src/edge/bearer.ts", "isSameText"],
  ["src/edge/deliveries/guard.ts", "isSameText"],
  ["src/edge/deliveries/page.ts", "isSameText"],
];

/** What nobody may learn by timing, as it is called in code. */
const secret = String
  .raw`[\w.#]*(?:[sS]ecret|[sS]ignature|[pP]assword|[tT]oken|[dD]igest|[wW]riteKey|[hH]mac)s?`;
const operator = "(?<![=!])(?:===|!==|==|!=)(?!=)";
const nothing = String.raw`(?:undefined\b|null\b|["'])`;

/** Comparisons that stop at the first difference. Whether there is a secret at all, and of what kind, is none. */
const quick: readonly RegExp[] = [
  new RegExp(
    String.raw`(?<!typeof\s|[\w.#])${secret}\s*${operator}(?!\s*${nothing})`,
    "g",
  ),
  new RegExp(String.raw`(?<!${nothing}\s*)${operator}\s*${secret}\b(?![.\w(])`, "g"),
  new RegExp(
    String
      .raw`(?<![\w.#])${secret}\.(?:startsWith|endsWith|localeCompare|indexOf)\((?!["'])`,
    "g",
  ),
  new RegExp(String.raw`\.(?:includes|indexOf|has|startsWith|endsWith)\(\s*${secret}\s*\)`, "g"),
];

function quickComparisons({ path, code }: SourceText): string[] {
  return quick.flatMap((pattern) =>
    [...code.matchAll(pattern)].map(({ 0: found, index }) =>
      `${path}:${lineAt(code, index)}: ${found}`
    )
  );
}

describe("timingSafeEqual", () => {
  it("looks at every byte of both, wherever they differ", () => {
    const expected = Uint8Array.from({ length: 32 }, (_, at) => at);
    for (const place of [undefined, 0, 15, 31]) {
      const given = expected.slice();
      if (place !== undefined) given[place] = 255;
      const read = { given: [] as string[], expected: [] as string[] };
      const watch = (bytes: Uint8Array, log: string[]) =>
        new Proxy(bytes, {
          get(target, name) {
            if (/^\d+$/.test(String(name))) log.push(String(name));
            return Reflect.get(target, name, target);
          },
        });
      const isSame = timingSafeEqual(watch(given, read.given), watch(expected, read.expected));
      assert.equal(isSame, place === undefined);
      assert.deepEqual(read.given, [...expected].map(String));
      assert.deepEqual(read.expected, read.given);
    }
  });
});

describe("isSameText", () => {
  it("says whether two texts are the same, whatever their lengths", async () => {
    const texts = [
      "",
      "a",
      "a ",
      "ab",
      "canary",
      "Canary",
      "\u00e9",
      "e\u0301",
      "x".repeat(10_000),
    ];
    for (const [index, one] of texts.entries()) {
      for (const [other, text] of texts.entries()) {
        assert.equal(await isSameText(one, text), index === other, `${one} and ${text}`);
      }
    }
  });
});

describe("secrets", () => {
  it("are compared in constant time wherever one decides", () => {
    for (const [path, compares] of deciders) {
      const source = sources.find((one) => one.path === path);
      assert.match(source?.code ?? "", new RegExp(String.raw`\b${compares}\(`), path);
    }
  });

  it("are compared with no operator in sources, forwarder, outbox and Action", () => {
    const found = sources
      .filter(({ path }) =>
        /^(?:src\/(?:sources|edge|outbox|people|mapping|cli)\/|action\/)/.test(path)
      )
      .flatMap(quickComparisons)
      .map((one) => one.replace(/:\d+:/, ":"));
    // A secret of ours is read there, as it stands in the settings: it says by its beginning of what kind it is.
    const read = "src/sources/standard_webhooks/keys.ts: secret.startsWith(";
    assert.deepEqual(found.filter((one) => one !== read), []);
  });

  const examples: [code: string, isFound: boolean][] = [
    ["if (given === secret) a();", true],
    ["if (token !== given) a();", true],
    ["if (this.#password == text) a();", true],
    ["const isIt = options.writeKey === key;", true],
    ["return expected === signature;", true],
    ["return known.includes(token);", true],
    ["return tokens.has(given.token);", true],
    ["return secret.startsWith(given);", true],
    ["if (token === undefined) a();", false],
    ["if (undefined !== secret) a();", false],
    [`if (typeof token === "string") a();`, false],
    ["if (signature.length !== 32) a();", false],
    ["return timingSafeEqual(signature, expected);", false],
  ];
  for (const [code, isFound] of examples) {
    it(`${isFound ? "are found" : "are none"} in: ${code}`, () => {
      assert.equal(quickComparisons(parseSource("a.ts", code)).length > 0, isFound);
    });
  }
});
