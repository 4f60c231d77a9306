import type { Config } from "../src/mapping/config.ts";
import { defaultMapping } from "../src/mapping/default_mapping.ts";
import type { EventValue } from "../src/hubspot/events.ts";
import type { Mapping, People } from "../src/mapping/mapping.ts";
import { compileRules, type Rule } from "../src/mapping/rules.ts";
import type { Issue } from "../src/validation/issues.ts";
import { type ActivityChoice, chooseActivities } from "./activity_choice.ts";
import { type EventKind, eventOf } from "./event_kind.ts";
import { InputError } from "./input_error.ts";
import type { Inputs } from "./inputs.ts";

/** What a run needs, taken from inputs that are complete. */
export interface RunSettings {
  /** HubSpot access token; missing in a dry run, which sends nothing. */
  accessToken?: string;
  /** What decides which event an activity becomes: rules, or one kind of event for all. */
  choice: { rules: readonly Rule[] } | { kind: EventKind };
  /** Addresses by login. */
  people: People;
  /** Which activities the source is to make. */
  activities: ActivityChoice;
}

/**
 * Takes what a run needs out of the inputs and the configuration file, which the inputs go before.
 *
 * @throws {InputError} If anything is missing or contradicts itself; all such is named at once.
 */
export function completeInputs(inputs: Inputs, file: Config = {}): RunSettings {
  const { accessToken, config, dryRun, kinds, people, told } = inputs;
  const rules = config.rules ?? file.rules;
  const [only] = kinds;
  const activities = chooseActivities(inputs, file);
  const issues: Issue[] = [];
  if (accessToken === undefined && !dryRun) {
    const message = "Expected a HubSpot access token, found nothing; pass " +
      "${{ secrets.HUBSPOT_TOKEN }}, check that this repository or organization has a secret of that " +
      "name, and in a reusable workflow that the caller passes it on";
    issues.push({ path: "hubspot-token", message });
  }
  for (const { input } of kinds.slice(1)) {
    const message = `Expected nothing, because input ${only?.input} says already what is sent; ` +
      "leave out one of the two";
    issues.push({ path: input, message });
  }
  if (rules === undefined && only === undefined) {
    const message = "Expected the full name of a custom event, pe{HubID}_{name}, found nothing; " +
      "give one, or event-type, event-template, or rules in input config or config-file";
    issues.push({ path: "event-name", message });
  }
  if (rules !== undefined && only !== undefined) {
    const message =
      "Expected nothing, because the rules in input config or config-file name their events; leave " +
      "out one of the two";
    issues.push({ path: only.input, message });
  }
  if (told !== undefined && told.email === undefined && rules === undefined) {
    const message = "Expected the e-mail address of the contact, found nothing; without rules " +
      "nothing else says whose timeline the event goes on";
    issues.push({ path: "email", message });
  }
  const choice = rules !== undefined ? { rules } : only;
  if (issues.length > 0 || choice === undefined) throw new InputError(issues);
  return {
    ...(accessToken === undefined || dryRun ? {} : { accessToken }),
    choice,
    people: { ...file.people, ...config.people, ...people },
    activities,
  };
}

/**
 * Makes the mapping of the settings.
 *
 * @param told What the workflow itself says of the one activity that there is. Default: activities say it all.
 */
export function mappingOf(
  { choice }: Pick<RunSettings, "choice">,
  told?: Record<string, EventValue>,
): Mapping {
  if ("rules" in choice) return compileRules(choice.rules);
  const { kind } = choice;
  if (told !== undefined) return () => eventOf(kind, told);
  // An event of another kind takes the properties alone, whatever the name.
  const eventName = "eventName" in kind ? kind.eventName : "pe0_activity";
  const describe = defaultMapping({ eventName });
  return (activity) => {
    const event = describe(activity);
    return event !== undefined && "properties" in event ? eventOf(kind, event.properties) : event;
  };
}
