import process from "node:process";
import type { Environment } from "./event.ts";

const variables = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"];

/** Thrown for a proxy that cannot be used; the message does not hold its address, which may hold a password. */
export class ProxyError extends Error {
  override readonly name = "ProxyError";
}

/** The passwords in the environment's proxies: whatever prints them must not show them. */
export function proxySecrets(environment: Environment): string[] {
  return variables.flatMap((name) => {
    const address = environment[name] ?? "";
    if (address === "") return [];
    // What is no address may have a password in it all the same.
    if (!isAddress(address)) return [address];
    const { password } = new URL(address);
    return password === "" ? [] : [password, decoded(password)];
  });
}

/**
 * Makes the runtime's `fetch` go through the proxy that the variables name, `NO_PROXY` excepted. Of itself, Node does
 * so only with `NODE_USE_ENV_PROXY=1`; other runtimes always do. The function came during Node 24, so it is looked
 * for.
 *
 * @throws {ProxyError} If a variable holds no http(s) address.
 * @see https://nodejs.org/api/http.html#httpsetglobalproxyfromenvproxyenv
 */
export function followProxy(environment: Environment): void {
  const set = variables.filter((name) => (environment[name] ?? "") !== "");
  if (set.length === 0) return;
  for (const name of set) {
    const address = environment[name] ?? "";
    if (isAddress(address)) continue;
    throw new ProxyError(
      `Cannot use the proxy: ${name} must be an http(s) address, as in http://proxy.example:3128`,
    );
  }
  // Loaded here, because most steps have no proxy.
  const follow: unknown = Reflect.get(
    process.getBuiltinModule("node:http"),
    "setGlobalProxyFromEnv",
  );
  if (typeof follow !== "function") return;
  try {
    follow(environment);
  } catch {
    // Node's own words repeat the address.
    throw new ProxyError(
      `Cannot use the proxy: ${set.join(", ")} must be an address that Node takes`,
    );
  }
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
