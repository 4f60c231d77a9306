import { isOwnName } from "./safe_url.ts";

/**
 * Whether a request was meant for this machine, by the host that it names, on any port. A page elsewhere can point a
 * name of its own at 127.0.0.1 and have the reader's browser fetch the timelines (DNS rebinding); its name gives it
 * away.
 */
export function isForHost(request: Request, hosts: readonly string[]): boolean {
  const named = [new URL(request.url).hostname];
  const header = request.headers.get("host");
  if (header !== null) named.push(hostnameOf(header));
  return named.every((name) => isOwnHost(name, hosts));
}

/** Whether a host name, without port, means this machine, by itself or by one of `hosts`. */
export function isOwnHost(name: string, hosts: readonly string[]): boolean {
  return isOwnName(name) || hosts.some((host) => hostnameOf(host) === name);
}

/** A host name without its port, in the form that `URL` gives; empty where it is none. */
export function hostnameOf(host: string): string {
  const url = `http://${host}`;
  return URL.canParse(url) ? new URL(url).hostname : "";
}
