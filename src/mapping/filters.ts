import { firstLine } from "../activity/text.ts";
import { itemsOf } from "./list_text.ts";
import { suggestion } from "../activity/nearest.ts";
import { shorten } from "./shorten.ts";

/** Changes the value of a place in a template; `undefined` is a value that the activity does not have. */
export type Filter = (value: string | undefined) => string | undefined;

/** What stands behind the name of a filter: a word, or a text in quotes. */
export interface FilterArgument {
  /** The word, or what is between the quotes. */
  text: string;
  /** Whether it stood in quotes. */
  isQuoted: boolean;
}

/** One of the filters that there are. */
interface FilterKind {
  /** How it is written. */
  usage: string;
  /** Makes it; nothing where it takes no such argument. */
  make(argument: FilterArgument | undefined): Filter | undefined;
}

/** Longest text that `truncate` leaves, in UTF-16 units; longer values are in no property of HubSpot's. */
const longestText = 65_536;

/** How many characters of `2026-11-20T10:00:00.000Z` each date format keeps. */
const dateLengths: ReadonlyMap<string, number> = new Map([
  ["year", "2026".length],
  ["month", "2026-11".length],
  ["day", "2026-11-20".length],
  ["minute", "2026-11-20T10:00".length],
  ["iso", "2026-11-20T10:00:00.000Z".length],
]);

/** Names of the formats that `date` writes. */
const dateFormats: readonly string[] = [...dateLengths.keys(), "ms"];

const kinds: ReadonlyMap<string, FilterKind> = new Map<string, FilterKind>([
  ["first_line", plain("first_line", (value) => firstLine(value).trimEnd())],
  ["lower", plain("lower", (value) => value.toLowerCase())],
  ["truncate", { usage: `truncate N (1 to ${longestText})`, make: truncate }],
  ["date", { usage: `date ${dateFormats.join("|")}`, make: date }],
  ["default", { usage: 'default "text"', make: defaultText }],
  ["join", { usage: 'join "separator"', make: join }],
]);

/**
 * Makes a filter.
 *
 * @throws {SyntaxError} If there is none of that name, or it takes no such argument.
 */
export function makeFilter(name: string, argument: FilterArgument | undefined): Filter {
  const kind = kinds.get(name);
  if (kind === undefined) {
    const usages = [...kinds.values()].map(({ usage }) => usage).join(", ");
    throw new SyntaxError(
      `Cannot read the template: expected a filter (${usages}), found ${name}${
        suggestion(name, kinds.keys())
      }`,
    );
  }
  const filter = kind.make(argument);
  if (filter !== undefined) return filter;
  const quote = argument?.isQuoted ? '"' : "";
  const found = argument === undefined ? name : `${name} ${quote}${argument.text}${quote}`;
  throw new SyntaxError(`Cannot read the template: expected ${kind.usage}, found ${found}`);
}

function plain(usage: string, change: (value: string) => string): FilterKind {
  return { usage, make: (argument) => argument === undefined ? ifThere(change) : undefined };
}

function truncate(argument: FilterArgument | undefined): Filter | undefined {
  if (argument === undefined || argument.isQuoted || !/^\d{1,5}$/.test(argument.text)) {
    return undefined;
  }
  const length = Number(argument.text);
  if (length < 1 || length > longestText) return undefined;
  return ifThere((value) => shorten(value, length));
}

function date(argument: FilterArgument | undefined): Filter | undefined {
  if (argument === undefined || argument.isQuoted) return undefined;
  const { text: format } = argument;
  if (format === "ms") return ifThere((value) => toMilliseconds(readDate(value)));
  const length = dateLengths.get(format);
  if (length === undefined) return undefined;
  return ifThere((value) => {
    const written = readDate(value)?.slice(0, length);
    return format === "minute" ? written?.replace("T", " ") : written;
  });
}

function toMilliseconds(date: string | undefined): string | undefined {
  return date === undefined ? undefined : String(Date.parse(date));
}

function defaultText(argument: FilterArgument | undefined): Filter | undefined {
  if (!argument?.isQuoted) return undefined;
  return (value) => value === undefined || value.trim() === "" ? argument.text : value;
}

function join(argument: FilterArgument | undefined): Filter | undefined {
  if (!argument?.isQuoted) return undefined;
  return ifThere((value) => itemsOf(value).join(argument.text));
}

function ifThere(change: (value: string) => string | undefined): Filter {
  return (value) => value === undefined ? undefined : change(value);
}

/** A time without a zone would be another moment on every machine, so it is none. */
const isoDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2}))?$/;

/** Milliseconds since 1970, from March 1973 on: fewer digits may be a year, or seconds. */
const milliseconds = /^\d{12,15}$/;

/** Reads a date and writes it in UTC; nothing for what is none, or outside the years that ISO 8601 has four digits for. */
function readDate(text: string): string | undefined {
  const trimmed = text.trim();
  const time = milliseconds.test(trimmed) ? Number(trimmed) : readIso(trimmed);
  if (Number.isNaN(time)) return undefined;
  const written = new Date(time).toISOString();
  return written.length === "2026-11-20T10:00:00.000Z".length ? written : undefined;
}

function readIso(text: string): number {
  return isoDate.test(text) ? Date.parse(text) : NaN;
}
