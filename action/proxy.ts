import * as http from "node:http";
import type { Environment } from "./event.ts";

const variables = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"];

/**
 * Makes the runtime's `fetch` go through the proxy that the variables name, `NO_PROXY` excepted. Of itself, Node does
 * so only with `NODE_USE_ENV_PROXY=1`; other runtimes always do. The function came during Node 24, so it is looked
 * for.
 *
 * @see https://nodejs.org/api/http.html#httpsetglobalproxyfromenvproxyenv
 */
export function followProxy(environment: Environment): void {
  if (!variables.some((name) => (environment[name] ?? "") !== "")) return;
  const follow: unknown = Reflect.get(http, "setGlobalProxyFromEnv");
  if (typeof follow === "function") follow(environment);
}
