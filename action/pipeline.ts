import type { Activity, Skipped } from "../src/activity/activity.ts";
import { acceptEvent } from "../src/hubspot/accept.ts";
import type { EventValue } from "../src/hubspot/events.ts";
import { planEvents } from "../src/mapping/plan.ts";
import type { Unresolved } from "../src/people/resolver.ts";
import type { Parsed } from "../src/sources/source.ts";
import type { Deps } from "../src/transport/deps.ts";
import { announceExplanations, announceRetry } from "./announce.ts";
import type { Deadline } from "./deadline.ts";
import { createDelivery } from "./deliver.ts";
import type { GitHubPlace } from "./github.ts";
import type { ActionsCore } from "./host.ts";
import { createIdentification, type LookupLimits } from "./identify.ts";
import type { Inputs } from "./inputs.ts";
import type { Results, Sent, Unsent } from "./report.ts";
import { mappingOf, type RunSettings } from "./settings.ts";

/** What there is to tell. */
export interface Found extends Parsed {
  /** What the workflow itself said of the one activity that there is. */
  told?: Record<string, EventValue>;
}

/** The one way from activities to timelines; it may be gone several times. */
export type Pipeline = (found: Found) => Promise<Results>;

/** What {@linkcode createPipeline} needs to know. */
export interface PipelineOptions {
  /** The runner. */
  core: ActionsCore;
  /** What the workflow says. */
  inputs: Inputs;
  /** What follows from that. */
  settings: RunSettings;
  /** The GitHub to ask about people. */
  place: GitHubPlace;
  /** What looking people up may cost, each time. */
  lookupLimits: LookupLimits;
  /** When the step has to be done. */
  deadline: Deadline;
  /** Network, clock and chance. */
  deps: Deps;
}

/** Makes the way: who did it, which event it becomes, and off it goes, unless this is a dry run. */
export function createPipeline(
  { core, inputs, settings, place, lookupLimits, deadline, deps }: PipelineOptions,
): Pipeline {
  const { accessToken, choice, people, activities: { excludePeople } } = settings;
  const identify = createIdentification({
    ...inputs,
    people,
    excludePeople,
    place,
    lookupLimits,
    deadline,
    deps,
  });
  const deliver = accessToken === undefined ? onlyShow : createDelivery({
    ...inputs,
    accessToken,
    deadline,
    deps,
    onRetry: (retry) => announceRetry(core, retry),
  });
  return async (found) => {
    const who = await identify(found.activities);
    if (inputs.dryRun && "rules" in choice) {
      announceExplanations(core, choice.rules, who.activities);
    }
    const plan = planEvents(who.activities, { mapping: mappingOf(settings, found.told) });
    const planned = plan.events.map(({ activity, event }) => ({
      activity,
      event: acceptEvent(event, deps),
    }));
    const { sent, unknown } = await deliver(planned);
    const known = {
      activities: new Map(who.activities.map((activity) => [activity.id, activity])),
      reasons: new Map(who.unresolved.map((one) => [one.activityId, one])),
    };
    return {
      sent,
      skipped: [
        ...found.skipped.map((skipped) => unsent(skipped, known)),
        ...who.skipped,
        ...plan.skipped.map((skipped) => unsent(skipped, known)),
        ...unknown,
      ],
      lookups: {
        requests: who.requests,
        unresolved: who.unresolved.filter(({ reason }) => reason !== "excluded").length,
        problems: who.problems,
      },
    };
  };
}

function onlyShow(planned: readonly Sent[]): Promise<{ sent: readonly Sent[]; unknown: Unsent[] }> {
  return Promise.resolve({ sent: planned, unknown: [] });
}

function unsent(
  { reason, what, activityId = "", issues }: Skipped,
  { activities, reasons }: {
    activities: ReadonlyMap<string, Activity>;
    reasons: ReadonlyMap<string, Unresolved>;
  },
): Unsent {
  const activity = activities.get(activityId);
  const unresolved = reasons.get(activityId);
  return {
    reason,
    what,
    ...(activity === undefined ? {} : { activity }),
    ...(issues === undefined ? {} : { issues }),
    ...(unresolved === undefined ? {} : { unresolved }),
  };
}
