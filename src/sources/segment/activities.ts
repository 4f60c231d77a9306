import type { Activity, ActivityValue, Skipped, Subject } from "../../activity/activity.ts";
import { activityId } from "../../activity/id.ts";
import { oneLine } from "../../activity/text.ts";
import type { Issue } from "../../validation/issues.ts";
import { flatten } from "../payload/flatten.ts";
import { readPage } from "../payload/page.ts";
import { type Call, limits } from "./calls.ts";
import { actorOf, isCookieField, type Notes } from "./contact.ts";
import { type CallKind, fieldsIn, type Message, readMessage, textIn } from "./message.ts";
import { timeOf } from "./time.ts";

/** Calls that tell who somebody is, and not what somebody did. */
export type FactKind = "identify" | "group" | "alias";

/** What a call became. */
export type Outcome =
  | { activity: Activity }
  | { skipped: Skipped }
  | { invalid: Issue };

/** What calls are read by. */
export interface CallContext {
  /** Remembers addresses. */
  notes: Notes;
  /** Calls about people that are wanted on the timeline as well. */
  include: ReadonlySet<string>;
  /** When the request came. */
  receivedAt: Date;
}

const callKinds: readonly CallKind[] = ["track", "page", "screen", "identify", "group", "alias"];
const factKinds: ReadonlySet<string> = new Set<FactKind>(["identify", "group", "alias"]);

/** Longest title and name of what happened, in characters. */
const longestTitle = 250;
const longestName = 150;

/** Makes an activity of a call, or says why not. */
export async function readCall(call: Call, context: CallContext): Promise<Outcome> {
  const { path, fields, content } = call;
  const at = (name: string) => path === "" ? name : `${path}.${name}`;
  const kind = callKinds.find((one) => one === call.kind);
  if (kind === undefined) {
    return { invalid: { path: at("type"), message: `Expected ${callKinds.join(", ")}` } };
  }
  if (content === undefined) {
    return { invalid: { path, message: `Expected at most ${limits.messageBytes} bytes` } };
  }
  const message = readMessage(fields);
  if (kind === "track" && nameOf(kind, message) === "") {
    return { invalid: { path: at("event"), message: "Expected the name of what happened" } };
  }
  const what = `segment.${kind}`;
  if (!isForHubSpot(message)) return { skipped: { reason: "excluded", what } };
  const actor = await actorOf(kind, message, context.notes);
  if (factKinds.has(kind) && !context.include.has(kind)) {
    return { skipped: { reason: "nothing_to_tell", what } };
  }
  const name = nameOf(kind, message);
  return {
    activity: {
      id: await idOf(call, message, context.receivedAt),
      type: name === "" || factKinds.has(kind) ? what : `${what}.${name}`,
      time: timeOf(message, context.receivedAt).toISOString(),
      actor,
      subject: subjectOf(kind, message),
      properties: propertiesOf(kind, message),
    },
  };
}

/** What to say of a message that is skipped because it breaks a rule. */
export function skippedFor(call: Call, issue: Issue): Skipped {
  const kind = callKinds.find((one) => one === call.kind);
  const what = kind === undefined ? "segment" : `segment.${kind}`;
  return { reason: "invalid_event", what, issues: [issue] };
}

/**
 * A sender may say for which destinations a message is.
 *
 * @see https://segment.com/docs/connections/spec/common/#integrations
 */
function isForHubSpot({ integrations }: Message): boolean {
  const own = Object.hasOwn(integrations, "HubSpot") ? integrations.HubSpot : undefined;
  if (own !== undefined) return own !== false;
  return !(Object.hasOwn(integrations, "All") && integrations.All === false);
}

/**
 * The id of a message is what makes a second sending the same. Without one, its content does, together with the time
 * that it states; a message that states neither is taken for new each time, as Segment takes it.
 */
function idOf(
  { path, kind, content = "" }: Call,
  message: Message,
  receivedAt: Date,
): Promise<string> {
  const { messageId, timestamp, originalTimestamp } = message;
  if (messageId) return activityId(["segment", "message", messageId]);
  const isTimed = Boolean(timestamp || originalTimestamp);
  const occasion = isTimed ? [] : [receivedAt.toISOString(), path];
  return activityId(["segment", "content", kind, content, ...occasion]);
}

function nameOf(kind: CallKind, { event = "", name = "" }: Message): string {
  if (kind === "track") return oneLine(event, longestName);
  return kind === "page" || kind === "screen" ? oneLine(name, longestName) : "";
}

const titles: Readonly<Record<CallKind, string>> = {
  track: "Event",
  page: "Page view",
  screen: "Screen view",
  identify: "Identified",
  group: "Joined a group",
  alias: "Joined with an earlier visitor",
};

function subjectOf(kind: CallKind, message: Message): Subject {
  const { properties, traits, context, groupId = "" } = message;
  const page = fieldsIn(context, "page");
  const said = nameOf(kind, message) ||
    (kind === "page" ? textIn(properties, "title") ?? textIn(page, "title") ?? "" : "") ||
    (kind === "group" ? textIn(traits, "name") ?? groupId : "");
  const url = readPage(textIn(properties, "url")) ?? readPage(textIn(page, "url"));
  return {
    title: oneLine(said, longestTitle) || titles[kind],
    ...(url === undefined ? {} : { url }),
  };
}

function propertiesOf(kind: CallKind, message: Message): Record<string, ActivityValue> {
  const { properties, traits, category, groupId, previousId } = message;
  if (kind === "identify") return flatten(traits);
  if (kind === "group") return flatten({ groupId, ...traits });
  if (kind === "alias") return flatten({ previousId });
  const said = Object.entries(properties).filter(([name]) => !isCookieField(name));
  return flatten({ ...(kind === "track" ? {} : { category }), ...Object.fromEntries(said) });
}
