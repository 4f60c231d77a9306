/**
 * Encodes one part of a path.
 *
 * @throws {TypeError} If it would change the path instead of standing in it.
 */
export function pathPart(name: string, value: string): string {
  // Dots alone vanish from an address, even where they are encoded.
  if (value === "" || value === "." || value === ".." || !value.isWellFormed()) {
    throw new TypeError(`Cannot ask HubSpot: ${name} must be a name or id: "${value}"`);
  }
  return encodeURIComponent(value);
}
