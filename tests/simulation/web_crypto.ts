import { createHash, createHmac } from "node:crypto";

/** What of Web Crypto the house uses. */
const used = ["digest", "importKey", "sign"] as const;

const keys = new WeakMap<object, Uint8Array>();

/**
 * Runs `act` while Web Crypto answers at once: its own answers come from threads, and in which order no seed decides. The
 * digests and signatures are the same.
 */
export async function withPromptCrypto<T>(act: () => Promise<T>): Promise<T> {
  const { subtle } = crypto;
  const prompt = {
    digest: (algorithm: string, bytes: Uint8Array) =>
      Promise.resolve(asBuffer(createHash(nodeName(algorithm)).update(bytes).digest())),
    importKey(format: string, bytes: Uint8Array) {
      if (format !== "raw") throw new TypeError(`The simulation imports no key as ${format}`);
      const key = {};
      keys.set(key, bytes.slice());
      return Promise.resolve(key);
    },
    sign(algorithm: string, key: object, bytes: Uint8Array) {
      const raw = keys.get(key);
      if (algorithm !== "HMAC" || raw === undefined) {
        throw new TypeError(`The simulation signs with HMAC alone, and not with ${algorithm}`);
      }
      return Promise.resolve(asBuffer(createHmac("sha256", raw).update(bytes).digest()));
    },
  };
  for (const name of used) {
    Object.defineProperty(subtle, name, { value: prompt[name], configurable: true });
  }
  try {
    return await act();
  } finally {
    for (const name of used) Reflect.deleteProperty(subtle, name);
  }
}

function nodeName(algorithm: string): string {
  return algorithm.replace("-", "").toLowerCase();
}

function asBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
