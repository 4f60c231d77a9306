/** Header that names a request, in it and in its answer. */
export const requestIdHeader = "x-request-id";

/** The id that a proxy gave a request, if it is a plain word; a stranger's may otherwise hold anything. */
export function readRequestId(headers: Headers): string | undefined {
  const given = headers.get(requestIdHeader) ?? "";
  return /^[\w.:-]{1,128}$/.test(given) ? given : undefined;
}
