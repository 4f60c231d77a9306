import type { Activity } from "../../activity/activity.ts";
import { activityId } from "../../activity/id.ts";
import { flatten } from "../payload/flatten.ts";
import { compilePath, type PayloadPath, valuesAt } from "../payload/path.ts";
import { compileReader, type PayloadPaths } from "../payload/reader.ts";
import { encodeHex, sha256 } from "../signature.ts";
import type { RawRequest } from "../source.ts";

/** Where things stand in the body that a workflow sends; one can choose its members in HubSpot. */
export interface WorkflowPaths extends PayloadPaths {
  /**
   * What is the same in every attempt to send one body and in no other. Default: the body itself, so that a workflow that
   * sends the very same body a second time is not heard again.
   */
  id?: PayloadPath;
}

/** Reads what a workflow sends. */
export interface WorkflowReader {
  /** Makes its activity. */
  activity(payload: unknown, request: RawRequest): Promise<Activity>;
}

const type = "hubspot.workflow";

/**
 * A contact as workflows send it unless they are told what to send. The record's id is taken from `vid` alone, which only
 * contacts have: in a workflow of deals, `hs_object_id` would be a deal's.
 */
const defaultPaths: PayloadPaths = {
  actor: {
    email: ["email", "properties.email.value", "properties.email"],
    objectId: "vid",
  },
  subject: { title: "title", url: "url" },
};

/** Reads the paths. Throws a `TypeError` for one that is none. */
export function compileWorkflow(paths: WorkflowPaths): WorkflowReader {
  const reader = compileReader(paths, defaultPaths);
  const id = paths.id === undefined ? [] : compilePath(paths.id, "workflow.id");
  return {
    async activity(payload, { body, receivedAt }) {
      const given = [...valuesAt(payload, id)].find((one) =>
        typeof one === "string" || typeof one === "number"
      );
      const facts = given === undefined
        ? ["body", encodeHex(await sha256(body))]
        : ["id", String(given)];
      return {
        id: await activityId([type, ...facts]),
        type,
        time: reader.time(payload) ?? receivedAt.toISOString(),
        actor: reader.actor(payload),
        subject: reader.subject(payload, type),
        properties: reader.properties(payload) ?? flatten(payload),
      };
    },
  };
}
