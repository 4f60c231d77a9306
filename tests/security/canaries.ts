import assert from "node:assert/strict";

/** Something that must not be found, and what it is. */
export interface Canary {
  /** What it is, for messages. */
  name: string;
  /** The text itself. */
  text: string;
}

/** Something that was written, and where. */
export interface Written {
  /** Where it came out. */
  where: string;
  /** What came out. */
  text: string;
}

/** Throws an `AssertionError` where one of the canaries is in something that was written, in whatever form. */
export function assertSilent(written: readonly Written[], canaries: readonly Canary[]): void {
  const found = canaries.flatMap(({ name, text }) => {
    const forms = formsOf(text);
    return written.flatMap((one) =>
      forms.flatMap(({ form, spelling }) => {
        const at = one.text.indexOf(spelling);
        if (at === -1) return [];
        const around = one.text.slice(Math.max(0, at - 80), at + spelling.length + 40);
        return [`${name} as ${form} in ${one.where}: …${around}…`];
      })
    );
  });
  assert.deepEqual(found, []);
}

/** A way to write a text, and what it looks like then. */
export interface Spelling {
  form: string;
  spelling: string;
}

/** The ways in which programs write a text down, each once. */
export function formsOf(text: string): Spelling[] {
  const bytes = new TextEncoder().encode(text);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"));
  const characters = [...text];
  const unit = (character: string) => character.charCodeAt(0).toString(16).padStart(4, "0");
  const forms: [form: string, spelling: string][] = [
    ["plain text", text],
    ["JSON in JSON", JSON.stringify(JSON.stringify(text).slice(1, -1)).slice(1, -1)],
    ["JSON", JSON.stringify(text).slice(1, -1)],
    ["JSON, all escaped", characters.map((one) => `\\u${unit(one)}`).join("")],
    ["JSON with escaped slashes", text.replaceAll("/", "\\/")],
    ["part of an address", encodeURIComponent(text)],
    ["part of an address, twice", encodeURIComponent(encodeURIComponent(text))],
    ["field of a form", new URLSearchParams({ "": text }).toString().slice(1)],
    ["percent codes", hex.map((code) => `%${code}`).join("")],
    ["percent codes, upper case", hex.map((code) => `%${code.toUpperCase()}`).join("")],
    ["hexadecimal", hex.join("")],
    ["hexadecimal, upper case", hex.join("").toUpperCase()],
    ["bytes in a list", [...bytes].join(",")],
    [
      "HTML",
      text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;").replaceAll(
        "'",
        "&#39;",
      ),
    ],
    ["back to front", characters.toReversed().join("")],
    ...[0, 1, 2].flatMap((shift): [string, string][] => {
      const inner = base64Inside(bytes, shift);
      return [
        [`Base64, ${shift} bytes in`, inner],
        [
          `Base64 for addresses, ${shift} bytes in`,
          inner.replaceAll("+", "-").replaceAll("/", "_"),
        ],
      ];
    }),
  ];
  // Of two names for one spelling, the first is the plainer.
  const known = new Map(forms.toReversed().map(([form, spelling]) => [spelling, form]));
  return [...known].map(([spelling, form]) => ({ form, spelling }));
}

/** The digits that a text has in Base64 whatever stands before and behind it, where `shift` bytes stand before it. */
function base64Inside(bytes: Uint8Array, shift: number): string {
  const padded = String.fromCharCode(...new Uint8Array(shift), ...bytes);
  const begin = Math.ceil(shift * 4 / 3);
  const end = Math.floor(padded.length * 4 / 3);
  return btoa(padded).slice(begin, end);
}
