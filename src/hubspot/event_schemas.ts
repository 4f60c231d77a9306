import type * as v from "valibot";
import { schemaOf } from "../validation/schema_of.ts";
import { appEventRule, customEventRule, timelineEventRule } from "./event_rules.ts";
import type { AppEvent, CustomEvent, TimelineEvent } from "./events.ts";

export { isFrameUrl, parseEvent } from "./event_rules.ts";

/** Schema of a {@linkcode TimelineEvent}. */
export const timelineEventSchema: v.GenericSchema<unknown, TimelineEvent> = schemaOf(
  timelineEventRule,
);

/** Schema of an {@linkcode AppEvent}. */
export const appEventSchema: v.GenericSchema<unknown, AppEvent> = schemaOf(appEventRule);

/** Schema of a {@linkcode CustomEvent}. */
export const customEventSchema: v.GenericSchema<unknown, CustomEvent> = schemaOf(customEventRule);
