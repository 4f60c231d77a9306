import type { EventFamily, Json } from "../../hubspot/events.ts";
import { boundedCopy, boundedValues, shortened } from "../preview/bounded_copy.ts";
import { hasVisibleText } from "../preview/visible_text.ts";
import type { LocalEvent } from "../records.ts";
import { type IconName, iconOf } from "./icons.ts";
import { safeUrl } from "./safe_url.ts";

/** One named value on a card. */
export interface CardField {
  /** Name, for people. */
  label: string;
  /** Value, as sent. */
  value: string;
}

/** Everything a card says, without a word of markup. */
export interface Card {
  /** What kind of thing happened; above the heading. */
  kicker: string;
  /** One line: what happened. */
  heading: string;
  /** Where the heading leads, if it may. */
  url?: string;
  /** Picture beside the card. */
  icon: IconName;
  /** Properties that are not in the heading. */
  fields: CardField[];
  /** The page beside the event, if it may be linked. */
  frame?: {
    /** Text of the link. */
    label: string;
    /** Where it leads. */
    url: string;
  };
  /** `extraData`, written out. */
  extraData?: string;
}

/** What people call a family of events. */
export const familyNames: Readonly<Record<EventFamily, string>> = {
  timeline: "Timeline event",
  app: "App event",
  custom: "Custom event",
};

const sourceNames: ReadonlyMap<string, string> = new Map([
  ["github", "GitHub"],
  ["segment", "Segment"],
  ["cloudevents", "CloudEvents"],
]);

/** What of a declaration a card goes by. */
export interface Declared {
  /** What people call the event's template, type or definition. */
  name: string;
  /** What people read beside its values, by the values' names. */
  labels: ReadonlyMap<string, string>;
}

/**
 * Chooses what a card says beside its templates: it goes by the names that Hubline's own mapping uses, `activity`, `title`
 * and `url`; without them by what is declared, or else by the event's type.
 */
export function cardOf(event: LocalEvent, declared?: Declared): Card {
  const properties = new Map(Object.entries(boundedValues(event.properties)));
  const activity = properties.get("activity");
  const title = visible(properties.get("title"));
  const url = safeUrl(properties.get("url"));
  const what = activityName(activity ?? "") || undefined;
  const name = declared?.name ?? what;
  const used = new Set<string>();
  if (what !== undefined) used.add("activity");
  if (title !== undefined) used.add("title");
  if (url !== undefined) used.add("url");
  const frameUrl = safeUrl(event.timelineIFrame?.url);
  return {
    kicker: title !== undefined && name !== undefined ? name : familyNames[event.family],
    heading: title ?? name ?? typeName(event),
    icon: iconOf(event.family, activity),
    fields: [...properties].filter(([name]) => !used.has(name)).map(([name, value]) => ({
      label: labelOf(name, declared),
      value,
    })),
    ...(url !== undefined && { url }),
    ...(event.timelineIFrame !== undefined && frameUrl !== undefined && {
      frame: { label: visible(event.timelineIFrame.linkLabel) ?? frameUrl, url: frameUrl },
    }),
    ...(event.extraData !== undefined && { extraData: written(event.extraData) }),
  };
}

/** `github.pull_request.merged` becomes "GitHub · pull request merged". */
export function activityName(activity: string): string {
  const [source = "", ...rest] = activity.split(".");
  const name = sourceNames.get(source) ?? capitalized(source);
  const what = spaced(rest.join(" "));
  return what === "" ? name : `${name} · ${what}`;
}

/** A name for people: `pe123_trial_started` becomes "Trial started". */
export function typeName({ family, type }: Pick<LocalEvent, "family" | "type">): string {
  const name = shortened(type);
  if (family === "timeline") return `Template ${name}`;
  if (family === "app") return name;
  return capitalized(spaced(name.replace(/^pe\d+_/, ""))) || name;
}

function written(extraData: Json): string {
  return JSON.stringify(boundedCopy(extraData), null, 2);
}

/** A property without a label of its own has its name for it, which is no word for people. */
function labelOf(name: string, declared: Declared | undefined): string {
  const label = declared?.labels.get(name);
  return label === undefined || label === name ? fieldLabel(name) : label;
}

function fieldLabel(name: string): string {
  const words = spaced(name.replace(/([a-z\d])([A-Z])/g, "$1 $2"));
  const label = words.toLowerCase().replace(/\b(?:id|url|utk)\b/g, (word) => word.toUpperCase());
  return visible(capitalized(label)) ?? name;
}

/** The text without space around it; `undefined` where it shows nothing. */
function visible(text: string | undefined): string | undefined {
  return text !== undefined && hasVisibleText(text) ? text.trim() : undefined;
}

function spaced(name: string): string {
  return name.replace(/[\s_]+/g, " ").trim();
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
