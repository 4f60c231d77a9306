import type { LocalRules } from "../../rules.ts";

/** Where app events are answered. */
export function appBases({ unconfirmed }: LocalRules): string[] {
  const versions = ["v4", "2026-03", ...(unconfirmed.appVersion202609 ? ["2026-09"] : [])];
  return versions.map((version) => `/integrators/timeline/${version}`);
}
