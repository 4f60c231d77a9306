import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  createSigner,
  decodeBase64,
  decodeHex,
  encodeBase64,
  encodeHex,
  hmacSha256,
  isSameText,
  joinBytes,
  sha256,
  timingSafeEqual,
} from "../../src/sources/signature.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("timingSafeEqual()", () => {
  const cases: readonly [a: number[], b: number[], equal: boolean][] = [
    [[], [], true],
    [[1, 2, 3], [1, 2, 3], true],
    [[1, 2, 3], [1, 2, 4], false],
    [[1, 2, 3], [0, 2, 3], false],
    [[0, 0], [255, 255], false],
    [[1, 2, 3], [1, 2], false],
    [[0], [], false],
  ];
  for (const [a, b, equal] of cases) {
    it(`is ${equal} for [${a}] and [${b}]`, () => {
      assert.equal(timingSafeEqual(Uint8Array.from(a), Uint8Array.from(b)), equal);
    });
  }

  it("tells apart bytes that differ anywhere", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (a, where, flip) => {
          const b = a.slice();
          const at = where % a.length;
          b[at] = (b[at] ?? 0) ^ flip;
          assert.equal(timingSafeEqual(a, a.slice()), true);
          assert.equal(timingSafeEqual(a, b), false);
        },
      ),
    );
  });
});

describe("hmacSha256()", () => {
  // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries and RFC 4231, cases 1, 2 and 6.
  const vectors: readonly [secret: string | Uint8Array<ArrayBuffer>, body: string, hex: string][] =
    [
      [
        "It's a Secret to Everybody",
        "Hello, World!",
        "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
      ],
      [
        new Uint8Array(20).fill(0x0b),
        "Hi There",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
      ],
      [
        "Jefe",
        "what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
      ],
      [
        new Uint8Array(131).fill(0xaa),
        "Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
      ],
    ];
  for (const [secret, body, hex] of vectors) {
    it(`signs ${JSON.stringify(body)} as published`, async () => {
      assert.equal(encodeHex(await hmacSha256(secret, bytes(body))), hex);
    });
  }

  it("refuses an empty secret", async () => {
    for (const empty of ["", new Uint8Array()]) {
      await assert.rejects(hmacSha256(empty, bytes("x")), {
        name: "RangeError",
        message: "Cannot sign: the secret must not be empty",
      });
    }
  });
});

describe("decodeHex()", () => {
  it("reads either case", () => {
    assert.deepEqual(decodeHex("00fFa1"), Uint8Array.of(0, 255, 161));
    assert.deepEqual(decodeHex(""), new Uint8Array());
  });

  for (const text of ["0", "0g", "0x00", " 00", "00\n", "é0"]) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.equal(decodeHex(text), undefined));
  }

  it("undoes encodeHex()", () => {
    fc.assert(fc.property(fc.uint8Array(), (some) => {
      assert.deepEqual(decodeHex(encodeHex(some)), Uint8Array.from(some));
    }));
  });
});

describe("isSameText()", () => {
  const cases: readonly [given: string, expected: string, same: boolean][] = [
    ["token", "token", true],
    ["", "", true],
    ["token", "tokem", false],
    ["token", "token ", false],
    ["", "token", false],
    ["Token", "token", false],
    ["tokentoken", "token", false],
    ["token", "tokentoken", false],
    ["token", "", false],
    ["\u{1F600}", "\u{1F600}", true],
    ["\uD83D", "\uD83C", false],
  ];
  for (const [given, expected, same] of cases) {
    it(`is ${same} for ${JSON.stringify([given, expected])}`, () => {
      assert.equal(isSameText(given, expected), same);
    });
  }

  it("says what === says", () => {
    const text = fc.string({ unit: "binary", maxLength: 5 });
    fc.assert(fc.property(text, text, (given, expected) => {
      assert.equal(isSameText(given, expected), given === expected);
      assert.ok(isSameText(given, given));
    }));
  });
});

describe("createSigner()", () => {
  it("signs many times with one secret, each as hmacSha256 does", async () => {
    const sign = createSigner("secret");
    const texts = ["", "a", "b".repeat(1_000)];
    const signed = await Promise.all(texts.map((text) => sign(bytes(text))));
    for (const [place, text] of texts.entries()) {
      assert.deepEqual(signed[place], await hmacSha256("secret", bytes(text)));
    }
  });

  it("refuses an empty secret", () => {
    assert.throws(() => createSigner(""), {
      name: "RangeError",
      message: "Cannot sign: the secret must not be empty",
    });
  });
});

describe("sha256()", () => {
  it("gives what is published (FIPS 180-4)", async () => {
    assert.equal(
      encodeHex(await sha256(bytes("abc"))),
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });
});

describe("joinBytes()", () => {
  it("puts bytes and texts one behind the other", () => {
    assert.deepEqual(
      joinBytes(["a", Uint8Array.of(0, 255), "", "é"]),
      Uint8Array.of(97, 0, 255, 195, 169),
    );
    assert.deepEqual(joinBytes([]), new Uint8Array());
  });
});

describe("decodeBase64()", () => {
  // RFC 4648, section 10.
  const vectors: readonly [text: string, base64: string][] = [
    ["", ""],
    ["f", "Zg=="],
    ["fo", "Zm8="],
    ["foo", "Zm9v"],
    ["foob", "Zm9vYg=="],
    ["fooba", "Zm9vYmE="],
    ["foobar", "Zm9vYmFy"],
  ];
  for (const [text, base64] of vectors) {
    it(`reads ${JSON.stringify(base64)} with and without padding`, () => {
      assert.equal(encodeBase64(bytes(text)), base64);
      assert.deepEqual(decodeBase64(base64), bytes(text));
      assert.deepEqual(decodeBase64(base64.replaceAll("=", "")), bytes(text));
    });
  }

  for (const text of ["A", "AAAAA", "A A=", "AA-_", "Zg==\n", "Z===", "=Zg=", "Zg==Zg", "é"]) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.equal(decodeBase64(text), undefined));
  }

  it("undoes encodeBase64()", () => {
    fc.assert(fc.property(fc.uint8Array(), (some) => {
      assert.deepEqual(decodeBase64(encodeBase64(some)), Uint8Array.from(some));
    }));
  });
});
