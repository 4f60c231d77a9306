import type { EventFamily } from "../../hubspot/events.ts";
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

/**
 * Chooses what a card says. No templates are known here, so it goes by the names that Hubline's own mapping uses:
 * `activity`, `title` and `url`; without them by the event's type.
 */
export function cardOf(event: LocalEvent): Card {
  const properties = new Map(Object.entries(event.properties));
  const activity = properties.get("activity");
  const title = properties.get("title")?.trim() || undefined;
  const url = safeUrl(properties.get("url"));
  const what = activity ? activityName(activity) : undefined;
  const used = new Set<string>();
  if (what !== undefined) used.add("activity");
  if (title !== undefined) used.add("title");
  if (url !== undefined) used.add("url");
  const frameUrl = safeUrl(event.timelineIFrame?.url);
  return {
    kicker: title !== undefined && what !== undefined ? what : familyNames[event.family],
    heading: title ?? what ?? typeName(event),
    icon: iconOf(event.family, activity),
    fields: [...properties].filter(([name]) => !used.has(name)).map(fieldOf),
    ...(url !== undefined && { url }),
    ...(event.timelineIFrame !== undefined && frameUrl !== undefined && {
      frame: { label: event.timelineIFrame.linkLabel.trim() || frameUrl, url: frameUrl },
    }),
    ...(event.extraData !== undefined && { extraData: JSON.stringify(event.extraData, null, 2) }),
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
function typeName({ family, type }: LocalEvent): string {
  if (family === "timeline") return `Template ${type}`;
  if (family === "app") return type;
  return capitalized(spaced(type.replace(/^pe\d+_/, ""))) || type;
}

function fieldOf([name, value]: [string, string]): CardField {
  const words = spaced(name.replace(/([a-z\d])([A-Z])/g, "$1 $2"));
  const label = words.toLowerCase().replace(/\b(?:id|url|utk)\b/g, (word) => word.toUpperCase());
  return { label: capitalized(label) || name, value };
}

function spaced(name: string): string {
  return name.replace(/[\s_]+/g, " ").trim();
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
