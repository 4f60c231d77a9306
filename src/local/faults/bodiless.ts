/**
 * Whether an answer with this status has no body; `Response` takes none for it.
 *
 * @see https://fetch.spec.whatwg.org/#null-body-status
 */
export function isBodiless(status: number): boolean {
  return [204, 205, 304].includes(status);
}
