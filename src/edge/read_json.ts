/** The JSON in some bytes, or why there is none. */
export type ReadJson =
  | { ok: true; value: unknown }
  | { ok: false; message: string; isBlank: boolean };

/** Longest part of a parser's own words in a message: it quotes what it found. */
const longestReason = 200;

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Reads bytes as JSON in UTF-8. Never throws. */
export function readJson(bytes: Uint8Array<ArrayBuffer>): ReadJson {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return { ok: false, message: "Expected JSON, found no UTF-8", isBlank: false };
  }
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `Expected JSON: ${reason.slice(0, longestReason)}`;
    return { ok: false, message, isBlank: text.trim() === "" };
  }
}
