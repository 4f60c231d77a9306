/** A GitHub account, as far as a noreply address tells. */
export interface NoreplyAccount {
  /** Login at the time the address was written; accounts can be renamed. */
  login: string;
  /** Id of the account, which survives renames. Missing in addresses from before July 2017. */
  id?: number;
}

/** What is known of somebody, for {@linkcode isBot}. */
export interface Identity {
  /** User name at the source. */
  login?: string | undefined;
  /** Name as written. */
  name?: string | undefined;
  /** E-mail address as written. */
  email?: string | undefined;
  /** Kind of account, as GitHub says it: `User`, `Organization`, `Bot`. */
  type?: string | undefined;
}

/** The login behind `noreply@github.com`: it commits merges, edits and squashes made on the web site. */
const webFlow = "web-flow";

/**
 * Reads the GitHub account out of a noreply address: `ID+LOGIN@users.noreply.github.com`, the older
 * `LOGIN@users.noreply.github.com`, the same at any GitHub Enterprise host, and `noreply@github.com`. With `host`,
 * only that host's addresses count.
 *
 * @see https://docs.github.com/en/account-and-profile/reference/email-addresses-reference
 */
export function parseNoreply(email: string, host?: string): NoreplyAccount | undefined {
  const { local, domain } = splitAddress(email);
  if (local.toLowerCase() === "noreply" && domain === (host?.toLowerCase() ?? "github.com")) {
    return { login: webFlow };
  }
  const isNoreply = host === undefined
    ? domain.startsWith("users.noreply.")
    : domain === `users.noreply.${host.toLowerCase()}`;
  if (!isNoreply) return undefined;
  const [, digits, login] = /^(?:(\d{1,15})\+)?([\w-]{1,100}(?:\[bot\])?)$/i.exec(local) ?? [];
  if (login === undefined) return undefined;
  return digits === undefined ? { login } : { login, id: Number(digits) };
}

/** Logins of accounts that GitHub calls users, or names without a type, and that are no people. */
const botLogins: ReadonlySet<string> = new Set([
  webFlow,
  "copilot",
  "copilot-swe-agent",
  "github-actions",
  "actions-user",
  "dependabot",
  "dependabot-preview",
  "renovate-bot",
  "semantic-release-bot",
  "devin-ai-integration",
]);

/** Addresses that coding assistants and automation sign commits with, as found in public commits. */
const botEmails: ReadonlySet<string> = new Set([
  "noreply@github.com",
  "support@github.com",
  "copilot@github.com",
  "action@github.com",
  "actions@github.com",
  "github-actions@github.com",
  "bot@renovateapp.com",
  "semantic-release-bot@martynus.net",
  "noreply@anthropic.com",
  "noreply@openai.com",
  "codex@openai.com",
  "cursoragent@cursor.com",
  "aider@aider.chat",
  "noreply@aider.chat",
  "openhands@all-hands.dev",
]);

/** Whether no person is behind an account, a commit's author or a co-author. */
export function isBot({ login, name, email, type }: Identity): boolean {
  if (type === "Bot" || isBotName(login) || name?.trim().toLowerCase().endsWith("[bot]")) {
    return true;
  }
  if (email === undefined) return false;
  return botEmails.has(email.trim().toLowerCase()) || isBotName(parseNoreply(email)?.login);
}

function isBotName(login: string | undefined): boolean {
  const lower = login?.trim().toLowerCase() ?? "";
  return lower.endsWith("[bot]") || botLogins.has(lower);
}

/** Local parts of addresses that nobody reads. */
const unreadLocals: ReadonlySet<string> = new Set([
  "noreply",
  "no-reply",
  "no_reply",
  "no.reply",
  "donotreply",
  "do-not-reply",
]);

/** Top-level names that no mail reaches: what git makes up from a machine's name, and those of RFC 6762 and 8375. */
const unreachable: ReadonlySet<string> = new Set([
  "local",
  "localhost",
  "localdomain",
  "internal",
  "lan",
  "home",
  "invalid",
]);

// The local part and the labels of "valid e-mail address" in the HTML standard, which is what forms accept
// (https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address). Each is one class: nothing to backtrack.
const localPart = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/i;
const domainLabel = /^[a-z0-9-]{1,63}$/;

/**
 * Gives an e-mail address that can lead to a contact, trimmed and with its domain in lower case; nothing for what
 * is no address, for noreply addresses and for what git makes up on machines without one (`root@localhost`,
 * `me@laptop.local`, `me@laptop.(none)`).
 *
 * The example domains of RFC 2606 (`example.com` and its like) count as usable, although nobody owns them: tests,
 * demos and documentation use them.
 */
export function usableEmail(text: string): string | undefined {
  const { local, domain } = splitAddress(text);
  if (!localPart.test(local) || domain.length > 253) return undefined;
  const labels = domain.split(".");
  const top = labels.at(-1) ?? "";
  if (labels.length < 2 || !labels.every(isDomainLabel)) return undefined;
  if (/^\d+$/.test(top) || unreachable.has(top)) return undefined;
  if (unreadLocals.has(local.toLowerCase()) || labels.includes("noreply")) return undefined;
  return `${local}@${domain}`;
}

function isDomainLabel(label: string): boolean {
  return domainLabel.test(label) && !label.startsWith("-") && !label.endsWith("-");
}

function splitAddress(text: string): { local: string; domain: string } {
  const address = text.trim();
  const at = address.lastIndexOf("@");
  return at === -1
    ? { local: "", domain: "" }
    : { local: address.slice(0, at), domain: address.slice(at + 1).toLowerCase() };
}
