import * as v from "valibot";

/** Full name of a custom event definition, which HubSpot makes of the account's number and a name. */
export const customEventName: v.GenericSchema<string> = v.pipe(
  v.string(),
  v.regex(
    /^pe\d+_[a-z][a-z0-9_]*$/,
    (issue) =>
      `Expected the full name of a custom event, pe{HubID}_{name} as HubSpot's event settings show it, found ${issue.received}`,
  ),
);
