import { type CheckedOption, refusal } from "../option_checks.ts";
import { decodeBase64, encodeBase64, hmacSha256, isSameText } from "../signature.ts";

/** A secret as the sender shows it, `whsec_…` or Base64 alone; its public key `whpk_…`; or the secret's bytes. */
export type StandardWebhooksSecret = string | Uint8Array<ArrayBuffer>;

/** Checks signatures of one scheme. */
export interface SigningKey {
  /** Identifier of the scheme, before the comma of a signature. */
  scheme: "v1" | "v1a";
  /** Whether one of the signatures, in Base64, is this key's for the bytes. */
  fitsAny(signatures: readonly string[], bytes: Uint8Array<ArrayBuffer>): Promise<boolean>;
}

const secretPrefix = "whsec_";
const publicPrefix = "whpk_";

/** Length of an Ed25519 public key, in bytes (RFC 8032, section 5.1.5). */
const publicKeyLength = 32;

/**
 * Reads the secrets and public keys of a sender. Throws a `TypeError` or `RangeError` for one that is none; its text is not
 * in the message.
 */
export function readKeys(
  given: StandardWebhooksSecret | readonly StandardWebhooksSecret[],
  option: CheckedOption,
): readonly SigningKey[] {
  const secrets: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (secrets.length === 0) {
    throw new RangeError(refusal(option, "must hold at least one, holds none"));
  }
  return secrets.map((secret) => readKey(secret, option));
}

function readKey(secret: unknown, option: CheckedOption): SigningKey {
  if (secret instanceof Uint8Array) return hmacKey(Uint8Array.from(secret), option);
  if (typeof secret !== "string") {
    throw new TypeError(refusal(option, `must be a string or bytes, is ${typeof secret}`));
  }
  const isPublic = secret.startsWith(publicPrefix);
  const prefix = [publicPrefix, secretPrefix].find((one) => secret.startsWith(one)) ?? "";
  const bytes = decodeBase64(secret.slice(prefix.length));
  if (bytes === undefined) {
    throw new TypeError(refusal(option, "must be Base64, with or without whsec_ before it"));
  }
  return isPublic ? ed25519Key(bytes, option) : hmacKey(bytes, option);
}

function hmacKey(secret: Uint8Array<ArrayBuffer>, option: CheckedOption): SigningKey {
  if (secret.length === 0) throw new RangeError(refusal(option, "must not be empty"));
  return {
    scheme: "v1",
    async fitsAny(signatures, bytes) {
      const expected = encodeBase64(await hmacSha256(secret, bytes));
      // Every one is compared, so that the time taken does not tell which of them fits.
      const fits = await Promise.all(signatures.map((given) => isSameText(given, expected)));
      return fits.includes(true);
    },
  };
}

function ed25519Key(publicKey: Uint8Array<ArrayBuffer>, option: CheckedOption): SigningKey {
  if (publicKey.length !== publicKeyLength) {
    throw new RangeError(refusal(option, `must hold ${publicKeyLength} bytes after whpk_`));
  }
  return {
    scheme: "v1a",
    async fitsAny(signatures, bytes) {
      const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
      for (const given of signatures) {
        const signature = decodeBase64(given);
        // Nothing here is secret: the key is public, and so is what it fits.
        if (
          signature !== undefined && await crypto.subtle.verify("Ed25519", key, signature, bytes)
        ) {
          return true;
        }
      }
      return false;
    },
  };
}
