import type { LocalRules } from "../../rules.ts";

/** Where timeline `v3` is answered. */
export function timelineBases({ unconfirmed }: LocalRules): string[] {
  const current = "/integrators/timeline/v3";
  return unconfirmed.olderTimelinePath ? [current, "/crm/v3/timeline"] : [current];
}
