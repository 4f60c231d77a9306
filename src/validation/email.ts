/** Longest address that mail can be sent to, in characters (RFC 5321, 4.5.3.1.3). */
const longestEmail = 254;

// The local part and the labels of "valid e-mail address" in the HTML standard, which is what forms accept
// (https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address). Each is one class: hardly anything to
// backtrack, and one expression for all takes a fifth of the time that splitting the text took.
const localPart = "[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}";
const domainLabel = "(?!-)[a-z0-9-]{1,63}(?<!-)";
const address = new RegExp(`^${localPart}@${domainLabel}(\\.${domainLabel})+$`, "i");

/**
 * Whether a text is an e-mail address that can lead to a contact: as the HTML standard has it, with a dot in the domain.
 * This is the one rule, for what sources find, for what is configured and for what is sent.
 */
export function isEmail(text: string): boolean {
  return text.length <= longestEmail && address.test(text);
}
