import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rateLimitsOf } from "../../src/cli/rate_limits.ts";

describe("rateLimitsOf", () => {
  const paths = ["/github", "/events"];

  it("gives each route its own, and the others none", () => {
    const limitOf = rateLimitsOf([{ path: "/github", perSecond: 5, burst: 20 }], paths);
    assert.deepEqual(limitOf("/github"), { rateLimit: { perSecond: 5, burst: 20 } });
    assert.deepEqual(limitOf("/events"), {});
  });

  it("refuses a route that is not open, and two for one", () => {
    assert.throws(() => rateLimitsOf([{ path: "/v1", perSecond: 5 }], paths), {
      name: "SettingsError",
      message: "HUBLINE_RATE_LIMITS: Expected a route that is open, of /github, /events, found /v1",
    });
    const twice = [{ path: "/events", perSecond: 5 }, { path: "/events", perSecond: 6 }];
    assert.throws(() => rateLimitsOf(twice, paths), {
      name: "SettingsError",
      message: "HUBLINE_RATE_LIMITS: Expected each route once, found /events twice",
    });
  });
});
