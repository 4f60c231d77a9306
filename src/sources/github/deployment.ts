import * as v from "valibot";
import { type Happening, shortSha } from "./happening.ts";
import { personAmong } from "./person.ts";
import { pageIn } from "./place.ts";
import { read } from "./reading.ts";
import { account, deliveryEntries, flag, link, maybe, text, time, whole } from "./schemas.ts";

const deployment = v.object({
  id: whole,
  sha: text,
  ref: text,
  task: maybe(text),
  environment: text,
  production_environment: maybe(flag),
  creator: maybe(account),
  created_at: time,
});

type Deployment = v.InferOutput<typeof deployment>;

// Only there where a workflow deploys.
const run = maybe(v.object({
  html_url: link,
  actor: maybe(account),
  triggering_actor: maybe(account),
}));

const deploymentDelivery = v.object({ ...deliveryEntries, deployment, workflow_run: run });

const statusDelivery = v.object({
  ...deliveryEntries,
  deployment,
  deployment_status: v.object({
    id: whole,
    state: text,
    creator: maybe(account),
    created_at: time,
    log_url: link,
    environment_url: link,
    target_url: link,
  }),
  workflow_run: run,
});

/** States in which a deployment stays; the others only say how far it is. */
const finalStates: ReadonlySet<string> = new Set(["success", "failure", "error"]);

/**
 * Tells that a deployment was begun, by its creator. GitHub Actions creates what a workflow deploys; then it is whoever
 * set off the run.
 */
export function deploymentCreated(payload: unknown): Happening[] {
  const { deployment, workflow_run, repository } = read(deploymentDelivery, payload);
  const { creator } = deployment;
  return [{
    type: "deployment.created",
    time: deployment.created_at,
    person: personAmong(creator, workflow_run?.triggering_actor, workflow_run?.actor),
    subject: {
      title: titleOf(deployment),
      url: workflow_run?.html_url ?? pageIn(repository, ["deployments"]),
    },
    facts: factsOf(deployment),
    key: [deployment.id],
  }];
}

/**
 * Tells how a deployment ended, of whoever created its state or, where GitHub Actions did, set off the run. Of states on
 * the way there (`queued`, `in_progress`, `inactive` and others) it tells nothing.
 */
export function deploymentStatus(payload: unknown): Happening[] {
  const { deployment, deployment_status, workflow_run, repository } = read(statusDelivery, payload);
  const { id, state, creator, created_at, log_url, environment_url, target_url } =
    deployment_status;
  if (!finalStates.has(state)) return [];
  const page = log_url ?? environment_url ?? target_url ?? workflow_run?.html_url;
  return [{
    type: "deployment.status",
    time: created_at,
    person: personAmong(creator, workflow_run?.triggering_actor, workflow_run?.actor),
    subject: { title: titleOf(deployment), url: page ?? pageIn(repository, ["deployments"]) },
    facts: { ...factsOf(deployment), state },
    key: [id],
  }];
}

function titleOf({ ref, environment }: Deployment): string {
  return `${ref} to ${environment}`;
}

function factsOf(
  { environment, production_environment, ref, sha, task }: Deployment,
): Happening["facts"] {
  return { environment, production: production_environment, branch: ref, sha: shortSha(sha), task };
}
