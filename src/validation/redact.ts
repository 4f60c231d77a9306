// Whatever holds a sign and no white space or bracket around it. Where two addresses run together, nothing tells where
// the one's domain ends and the other begins, so what is between two signs goes altogether.
const addresses = /("[^"\r\n]{1,64}"|[^\s<>"(),:;[\]@]{0,64})((?:@[^\s<>"(),:;[\]@]{0,254})+)/gu;

/**
 * Shortens every e-mail address in a text to its first character and its domain, for logs and summaries that
 * others may read: `a***@example.com`.
 */
export function redactAddresses(text: string): string {
  return text.replaceAll(addresses, (found, local: string, rest: string) => {
    const domains = rest.slice(1).split("@");
    const last = domains.pop() ?? "";
    // A sign alone is no address.
    if (local === "" && domains.length === 0) return found;
    const [first = ""] = /^[\p{L}\p{N}]/u.exec(local) ?? [];
    return [`${first}***`, ...domains.map(() => "***"), last].join("@");
  });
}
