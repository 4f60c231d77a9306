/** Labels of one series, by name. */
export type Labels = Readonly<Record<string, string>>;

/** One line of a metric: what is put behind its name, its labels and its value. */
export interface Sample {
  /** Put behind the metric's name: `_bucket`, `_sum`, `_count`. Default: nothing. */
  suffix?: string;
  /** Labels. Default: none. */
  labels?: Labels;
  /** The value. */
  value: number;
}

/** A metric with all its lines. */
export interface MetricFamily {
  /** Name: letters, digits and underscores. */
  name: string;
  /** What it is, in a sentence. */
  help: string;
  /** Its kind. */
  type: "counter" | "gauge" | "histogram";
  /** Its lines. */
  samples: readonly Sample[];
}

/** Media type of the format. */
export const expositionType = "text/plain; version=0.0.4; charset=utf-8";

/**
 * Writes metrics in Prometheus' text format.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export function writeMetrics(families: readonly MetricFamily[]): string {
  return families.map(({ name, help, type, samples }) =>
    [
      `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}`,
      `# TYPE ${name} ${type}`,
      ...samples.map(({ suffix = "", labels = {}, value }) =>
        `${name}${suffix}${writeLabels(labels)} ${writeNumber(value)}`
      ),
      "",
    ].join("\n")
  ).join("");
}

function writeLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeValue(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escapeValue(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

/** Go's `ParseFloat` reads what JavaScript writes, but for infinity. */
function writeNumber(value: number): string {
  if (value === Infinity) return "+Inf";
  if (value === -Infinity) return "-Inf";
  return String(value);
}
