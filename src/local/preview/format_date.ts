/** How a date is written: the styles of Java, whose Handlebars HubSpot's pages show. */
export type DateStyle = "short" | "medium" | "long" | "full";

const parts: Readonly<Record<DateStyle, { date: Intl.DateTimeFormat; time: Intl.DateTimeFormat }>> =
  {
    short: {
      date: utc({ year: "2-digit", month: "numeric", day: "numeric" }),
      time: utc({ hour: "numeric", minute: "2-digit" }),
    },
    medium: {
      date: utc({ year: "numeric", month: "short", day: "numeric" }),
      time: utc({ hour: "numeric", minute: "2-digit", second: "2-digit" }),
    },
    long: {
      date: utc({ year: "numeric", month: "long", day: "numeric" }),
      time: utc({ hour: "numeric", minute: "2-digit", second: "2-digit", timeZoneName: "short" }),
    },
    full: {
      date: utc({ year: "numeric", month: "long", day: "numeric", weekday: "long" }),
      time: utc({ hour: "numeric", minute: "2-digit", second: "2-digit", timeZoneName: "short" }),
    },
  };

/**
 * Writes a date as HubSpot's `formatDate` does, in UTC: `Nov 18, 2014 3:47:11 PM`, or with `format="short"`
 * `11/18/14 3:47 PM`. A value that is no date stays as it is.
 *
 * @see https://legacydocs.hubspot.com/docs/methods/timeline/timeline-template-rendering
 */
export function formatDate(value: unknown, style: unknown): string {
  const isNumber = typeof value === "number" || /^-?\d{1,16}$/.test(String(value));
  const date = new Date(isNumber ? Number(value) : String(value));
  if (Number.isNaN(date.getTime())) return String(value ?? "");
  const written = parts[isStyle(style) ? style : "medium"];
  // Some versions of Intl put a narrow space before "PM".
  return `${written.date.format(date)} ${written.time.format(date)}`.replaceAll(/\s/g, " ");
}

function isStyle(style: unknown): style is DateStyle {
  return typeof style === "string" && Object.hasOwn(parts, style);
}

function utc(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-US", { ...options, timeZone: "UTC" });
}
