/** Longest address that mail can be sent to, in characters (RFC 5321, 4.5.3.1.3). */
const longestEmail = 254;

// The local part and the labels of "valid e-mail address" in the HTML standard, which is what forms accept
// (https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address). Each is one class: nothing to backtrack.
const localPart = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/i;
const domainLabel = /^[a-z0-9-]{1,63}$/i;

/**
 * Whether a text is an e-mail address that can lead to a contact: as the HTML standard has it, with a dot in the domain.
 * This is the one rule, for what sources find, for what is configured and for what is sent.
 */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf("@");
  if (at === -1 || text.length > longestEmail || !localPart.test(text.slice(0, at))) return false;
  const labels = text.slice(at + 1).split(".");
  return labels.length >= 2 && labels.every(isDomainLabel);
}

function isDomainLabel(label: string): boolean {
  return domainLabel.test(label) && !label.startsWith("-") && !label.endsWith("-");
}
