import type { Activity, ActivityValue } from "../src/activity/activity.ts";
import { activityId } from "../src/activity/id.ts";
import { flatten } from "../src/sources/payload/flatten.ts";
import type { Environment } from "./event.ts";
import { githubPlace } from "./github.ts";
import type { Told } from "./input_modes.ts";

/** What a workflow told, filled in. */
export interface Telling {
  /** The activity; its properties are what came with the run and what the workflow said. */
  activity: Activity;
  /** What the workflow itself said. */
  properties: Record<string, ActivityValue>;
}

/**
 * Makes the activity that a workflow itself tells of. Templates find what the run was dispatched with: the inputs of
 * `workflow_dispatch`, or the `client_payload` of `repository_dispatch`. They are filled in here and not by
 * expressions of the workflow, because a quote or line break in a value would then change what the YAML means.
 *
 * The id comes from the run, the step and what is told, so that running the job again tells nothing twice.
 */
export async function tell(
  { type, email, properties: given }: Told,
  { payload, environment, now }: {
    payload: Readonly<Record<string, unknown>>;
    environment: Environment;
    now: number;
  },
): Promise<Telling> {
  const { host, repository } = githubPlace(environment);
  const dispatched = { ...flatten(payload.client_payload), ...flatten(payload.inputs) };
  const time = new Date(now).toISOString();
  const subject = { title: repository || type };
  const blank: Activity = { id: "", type, time, actor: {}, subject, properties: dispatched };
  const properties: Record<string, ActivityValue> = {};
  for (const [name, value] of given) {
    const filled = typeof value === "object" ? value.fill(blank) : value;
    if (filled !== undefined) properties[name] = filled;
  }
  const address = email?.fill(blank)?.trim() ?? "";
  const { GITHUB_RUN_ID = "", GITHUB_JOB = "", GITHUB_ACTION = "" } = environment;
  const said = JSON.stringify(Object.entries(properties).sort());
  const parts = [host, repository, GITHUB_RUN_ID, GITHUB_JOB, GITHUB_ACTION, type];
  return {
    activity: {
      ...blank,
      id: await activityId(["workflow", ...parts, address.toLowerCase(), said]),
      actor: address === "" ? {} : { email: address },
      properties: { repository, ...dispatched, ...properties },
    },
    properties,
  };
}
