import * as v from "valibot";
import { describeFound } from "./found.ts";

/** Full name of a custom event definition, which HubSpot makes of the account's number and a name. */
export const customEventName: v.GenericSchema<string> = v.pipe(
  v.string(message),
  v.regex(/^pe\d+_[a-z][a-z0-9_]*$/, message),
);

function message({ input }: { input: unknown }): string {
  return "Expected the full name of a custom event, pe{HubID}_{name} as HubSpot's event settings show it, " +
    `found ${describeFound(input)}`;
}
