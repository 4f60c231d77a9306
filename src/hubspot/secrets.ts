import type { SendResult } from "../transport/retry.ts";
import { TransportError } from "../transport/transport_error.ts";

/** What stands where a secret was. */
const hidden = "***";

/** Nobody's secret is shorter, in characters, and a shorter text would also be found in other words. */
const shortest = 8;

/** HubSpot quotes the token that it refuses, sometimes only its beginning: `This oauth-token (…) is expired!`. */
const quotedToken = /\b(oauth-token|hapikey|api key) *\([^()]{1,2000}\)/gi;

/** Takes secrets, however they are encoded, out of a text that goes into messages. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  let safe = text.replaceAll(quotedToken, `$1 (${hidden})`);
  for (const spelling of secrets.flatMap(spellingsOf)) {
    if (spelling.length >= shortest) safe = safe.replaceAll(spelling, hidden);
  }
  return safe;
}

/**
 * An exchange without the secrets that its request held: a refusal may quote them, and a failed connection names the
 * address with its query, in the message on some runtimes and deep in the cause on others. So an error loses its cause.
 */
export function withoutSecrets(result: SendResult, secrets: readonly string[]): SendResult {
  const { outcome } = result;
  if (outcome.kind === "error") {
    const { code, message, retryAt } = outcome.error;
    const details = retryAt === undefined ? {} : { retryAt };
    const error = new TransportError(code, hideSecrets(message, secrets), details);
    return { ...result, outcome: { kind: "error", error } };
  }
  const { answer } = outcome;
  if (answer.status < 400) return result;
  const text = hideSecrets(answer.text, secrets);
  return { ...result, outcome: { kind: "answer", answer: { ...answer, text } } };
}

function spellingsOf(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ secret }).toString().slice("secret=".length),
    JSON.stringify(secret).slice(1, -1),
  ];
}
