import { answersLaw } from "./answers_law.ts";
import { bodiesLaw } from "./bodies_law.ts";
import { configLaw, settingsLaw, valuesLaw } from "./config_law.ts";
import { deliveriesLaw } from "./deliveries_law.ts";
import { forwarderLaw } from "./forwarder_law.ts";
import type { Law } from "./law.ts";
import { localHubSpotLaw } from "./local_hubspot_law.ts";
import { wireLaw } from "./wire_law.ts";

/** Every law; their shares make a hundred. */
export const laws: readonly Law[] = [
  forwarderLaw,
  bodiesLaw,
  wireLaw,
  configLaw,
  settingsLaw,
  valuesLaw,
  localHubSpotLaw,
  deliveriesLaw,
  answersLaw,
];

/** Shares out cases among laws, at least one for each. */
export function caseCounts(chosen: readonly Law[], runs: number): [law: Law, count: number][] {
  const shares = chosen.reduce((sum, { share }) => sum + share, 0);
  return chosen.map((law) => [law, Math.ceil(runs * law.share / shares)]);
}
