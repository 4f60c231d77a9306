import { isEmail } from "../validation/email.ts";

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
  "amp@ampcode.com",
  "bot@stepsecurity.io",
  "hosted@weblate.org",
  "snyk-bot@snyk.io",
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
  return /(\[bot\]|-bot|-robot)$/.test(lower) || botLogins.has(lower);
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

/**
 * Ends of domains that no mail reaches: what git makes up from a machine's name, the special names of RFC 2606, 6761 and
 * 8375, and the private ones of RFC 6762, appendix G.
 */
const unreachable: readonly string[] = [
  "corp",
  "home",
  "home.arpa",
  "internal",
  "intranet",
  "invalid",
  "lan",
  "local",
  "localdomain",
  "localhost",
  "private",
  "test",
];

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
  const address = `${local}@${domain}`;
  if (!isEmail(address) || /\.\d+$/.test(domain)) return undefined;
  if (unreachable.some((end) => domain.endsWith(`.${end}`))) return undefined;
  if (unreadLocals.has(local.toLowerCase()) || domain.split(".").includes("noreply")) {
    return undefined;
  }
  return address;
}

function splitAddress(text: string): { local: string; domain: string } {
  const address = text.trim();
  const at = address.lastIndexOf("@");
  return at === -1
    ? { local: "", domain: "" }
    : { local: address.slice(0, at), domain: address.slice(at + 1).toLowerCase() };
}
