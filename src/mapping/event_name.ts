import * as v from "valibot";
import { customEventNamePattern, describeWrongEventName } from "./event_name_rule.ts";

/** Full name of a custom event definition, which HubSpot makes of the account's number and a name. */
export const customEventName: v.GenericSchema<string> = v.pipe(
  v.string(message),
  v.regex(customEventNamePattern, message),
);

function message({ input }: { input: unknown }): string {
  return `Expected ${describeWrongEventName(input)}`;
}
