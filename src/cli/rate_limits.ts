import type { RateLimit } from "../edge/mod.ts";
import type { RouteLimit } from "./setting_values.ts";
import { SettingsError } from "./settings.ts";

/**
 * Finds the rate limit of each route.
 *
 * @param paths Paths of the routes that are open.
 * @throws {SettingsError} If a limit is for no open route, or a route has two.
 */
export function rateLimitsOf(
  limits: readonly RouteLimit[],
  paths: readonly string[],
): (path: string) => { rateLimit?: RateLimit } {
  const byPath = new Map<string, RateLimit>();
  for (const { path, ...rateLimit } of limits) {
    if (!paths.includes(path)) {
      throw new SettingsError(
        `HUBLINE_RATE_LIMITS: Expected a route that is open, of ${paths.join(", ")}, found ${path}`,
      );
    }
    if (byPath.has(path)) {
      throw new SettingsError(`HUBLINE_RATE_LIMITS: Expected each route once, found ${path} twice`);
    }
    byPath.set(path, rateLimit);
  }
  return (path) => {
    const rateLimit = byPath.get(path);
    return rateLimit === undefined ? {} : { rateLimit };
  };
}
