/** The letters of a UUID of version 4: `x` is any digit, `y` one from 8 to b (RFC 9562, 5.4). */
const form = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";

const [anyDigit, variantDigit] = ["x".charCodeAt(0), "y".charCodeAt(0)];

const digits = "0123456789abcdef";

/** How many are made at a time. */
const supply = 128;

let ids = "";
let given = 0;

/**
 * A fresh UUID. Many are made at once and written out as one text: Node's `crypto.randomUUID` puts each together of twenty
 * pieces, which took as long as to check an event, and as long again where it is written into JSON.
 */
export function freshUuid(): string {
  if (given === ids.length) {
    ids = makeIds();
    given = 0;
  }
  return ids.slice(given, given += form.length);
}

function makeIds(): string {
  const codes = crypto.getRandomValues(new Uint8Array(form.length * supply));
  for (let index = 0; index < codes.length; index++) {
    codes[index] = codeFor(form.charCodeAt(index % form.length), (codes[index] ?? 0) & 15);
  }
  return new TextDecoder().decode(codes);
}

function codeFor(letter: number, digit: number): number {
  if (letter === anyDigit) return digits.charCodeAt(digit);
  return letter === variantDigit ? digits.charCodeAt(digit & 3 | 8) : letter;
}
