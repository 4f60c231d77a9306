import { describeFound } from "./found.ts";

/** What the full name of a custom event definition looks like. */
export const customEventNamePattern = /^pe\d+_[a-z][a-z0-9_]*$/;

/** Says what a name has to be, and what was found. */
export function describeWrongEventName(found: unknown): string {
  return "the full name of a custom event, pe{HubID}_{name} as HubSpot's event settings show it, " +
    `found ${describeFound(found)}`;
}
