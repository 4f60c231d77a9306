import * as v from "valibot";
import {
  identifier,
  namesSomebody,
  nobody,
  orRequired,
  text,
  timeline,
  type TimelineFields,
  values,
} from "../fields.ts";

/** The body of a timeline `v3` event. */
export interface TimelineBody extends TimelineFields {
  /** Id of the event template. */
  eventTemplateId: string;
  /** Values, each a string. */
  tokens: Record<string, string>;
  /** Type of the custom object that the event belongs to. */
  customObjectTypeId?: string;
}

/** Checks a timeline `v3` event. */
export const timelineBodySchema: v.GenericSchema<unknown, TimelineBody> = v.pipe(
  v.object({
    ...timeline,
    eventTemplateId: identifier,
    tokens: values,
    customObjectTypeId: v.exactOptional(text),
  }, orRequired("Give an event")),
  v.check((event) => namesSomebody(event), nobody),
);
