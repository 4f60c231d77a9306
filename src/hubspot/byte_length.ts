/**
 * Whether a text takes more bytes than that in UTF-8. None takes more than three for each unit of its length, so most
 * need not be encoded to tell.
 */
export function isLonger(text: string, bytes: number): boolean {
  return text.length * 3 > bytes && new TextEncoder().encode(text).length > bytes;
}
