import fc from "fast-check";

/** Texts that programs stumble over: markup, paths, templates, controls, halves of characters, and what is too long. */
const oddTexts: readonly string[] = [
  ...["", " ", "\0", "\ufeff", "\ud800", "\udc00x", "a\u0000b", "\u202eevil", "\u2028", "\x1b[31m"],
  ...["\r\nSet-Cookie: a=b", "::error::x", "%0d%0a", "%", "%ff", "%2e%2e%2f", "../../etc/passwd"],
  ...["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf"],
  ...[
    "{{uuid}}",
    "{{actor.email}}",
    "{{",
    "}}",
    "${1}",
    "<script>alert(1)</script>",
    '"><svg/onload=1>',
  ],
  ...[
    "javascript:alert(1)",
    "data:text/html,x",
    "http://169.254.169.254/",
    "//evil.example",
    "file:///x",
  ],
  ...["NaN", "Infinity", "-0", "1e999", "0x10", "9007199254740993", "null", "undefined", "true"],
  ...[
    "a@b",
    "ada@example.com",
    "@",
    `${"a".repeat(300)}@example.com`,
    "ü@exämple.com",
    "a@b@c.example",
  ],
  ...["2026-02-30T00:00:00Z", "0000-00-00T00:00:00Z", "+275760-09-13T00:00:00.000Z", "-1", "1e15"],
  ...["' OR 1=1 --", "'; DROP TABLE events; --", "*", "a*".repeat(50), "x".repeat(70_000)],
  "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}".repeat(200),
];

/** Any text, and more often than not one that means trouble. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...oddTexts),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 20 }),
);

/** Any value that JSON has, and some that it writes otherwise. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: oddText, weight: 4 },
  {
    arbitrary: fc.constantFrom<unknown>(
      ...[null, true, false, 0, -0, -1, 1e308, 5e-324, 2 ** 53, -(2 ** 63), [], {}, [[]], [null]],
      Array(2_000).fill(0),
      nest(10),
      nest(100),
    ),
    weight: 3,
  },
  { arbitrary: fc.jsonValue({ maxDepth: 2 }), weight: 2 },
  { arbitrary: fc.dictionary(oddText, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 }), weight: 1 },
);

/** Lists within lists. */
export function nest(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

const encoder = new TextEncoder();

/** Bytes that are no JSON, almost JSON, or JSON as nobody writes it. */
export const oddBytes: fc.Arbitrary<Uint8Array<ArrayBuffer>> = fc.oneof(
  fc.uint8Array({ maxLength: 80 }).map((bytes) => Uint8Array.from(bytes)),
  oddText.map((text) => encoder.encode(text)),
  oddText.map((text) => encoder.encode(JSON.stringify(text))),
  oddValue.map((value) => encoder.encode(JSON.stringify(value))),
  fc.constantFrom(
    ...[
      ...[
        "{",
        "}",
        "[",
        "]",
        "nul",
        "NaN",
        "-",
        "1e",
        '"\\u12"',
        '"\\ud800"',
        "{,}",
        "[1,]",
        "\n\n",
      ],
      ...['{"a":1,"a":2}', '{"__proto__":{"x":1}}', '{"inputs":{"length":9}}', '{"inputs":[[]]}'],
      ...["1e999", "-1e999", "1".repeat(5_000), `0.${"0".repeat(5_000)}1`, "\u0000", "\ufeff{}"],
      ...["[".repeat(60_000), `${"[".repeat(9_000)}${"]".repeat(9_000)}`, '{"a":'.repeat(9_000)],
      ...[
        '{"a":"\t"}',
        "{'a':1}",
        "//x\n{}",
        "payload=%7B%7D",
        "payload=%",
        "payload=%ff&payload=[]",
      ],
    ].map((text) => encoder.encode(text)),
  ),
);
