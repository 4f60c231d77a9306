const months = new Intl.DateTimeFormat("en-GB", {
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

const moments = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

/** "November 2026" */
export function monthOf(iso: string): string {
  return months.format(new Date(iso));
}

/** "22 Nov 2026, 14:05 UTC" */
export function momentOf(iso: string): string {
  return `${moments.format(new Date(iso))} UTC`;
}

const times = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  timeZone: "UTC",
});

/** "14:05:09" */
export function timeOfDay(iso: string): string {
  return times.format(new Date(iso));
}
