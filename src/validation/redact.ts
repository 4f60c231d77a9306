/**
 * Shortens every e-mail address in a text to its first character and its domain, for logs and summaries that
 * others may read: `a***@example.com`.
 */
export function redactAddresses(text: string): string {
  return text.replaceAll(
    /([^\s@<>"'(),:;]{1,64})@([^\s@<>"'(),:;]{1,253})/g,
    (_, local, domain) => `${local.slice(0, 1)}***@${domain}`,
  );
}
