import type { Labels, MetricFamily, Sample } from "./exposition.ts";

/** What a metric is called. */
export interface MetricName {
  /** Name: letters, digits and underscores. */
  name: string;
  /** What it is, in a sentence. */
  help: string;
}

/** Counts things that only become more, by labels. */
export class Counter {
  readonly #name: MetricName;
  readonly #series = new Map<string, { labels: Labels; value: number }>();

  /** Makes a counter that has counted nothing. */
  constructor(name: MetricName) {
    this.#name = name;
  }

  /** Adds to the series with these labels. */
  add(labels: Labels, value = 1): void {
    const key = JSON.stringify(labels);
    const series = this.#series.get(key);
    if (series === undefined) this.#series.set(key, { labels, value });
    else series.value += value;
  }

  /** What was counted so far. */
  read(): MetricFamily {
    return { ...this.#name, type: "counter", samples: [...this.#series.values()] };
  }
}

/** Counts values by how large they are, by labels. */
export class Histogram {
  readonly #name: MetricName;
  readonly #bounds: readonly number[];
  readonly #series = new Map<string, { labels: Labels; counts: number[]; sum: number }>();

  /** Makes a histogram whose buckets end at these values, the smallest first; the last, without an end, is added. */
  constructor(name: MetricName, bounds: readonly number[]) {
    this.#name = name;
    this.#bounds = [...bounds, Infinity];
  }

  /** Counts a value in the series with these labels. */
  record(labels: Labels, value: number): void {
    const key = JSON.stringify(labels);
    const series = this.#series.get(key) ??
      { labels, counts: this.#bounds.map(() => 0), sum: 0 };
    this.#series.set(key, series);
    const bucket = this.#bounds.findIndex((bound) => value <= bound);
    series.counts[bucket] = (series.counts[bucket] ?? 0) + 1;
    series.sum += value;
  }

  /** What was counted so far. */
  read(): MetricFamily {
    const samples = [...this.#series.values()].flatMap(({ labels, counts, sum }): Sample[] => {
      let below = 0;
      const buckets = this.#bounds.map((bound, index): Sample => {
        below += counts[index] ?? 0;
        const le = bound === Infinity ? "+Inf" : String(bound);
        return { suffix: "_bucket", labels: { ...labels, le }, value: below };
      });
      return [
        ...buckets,
        { suffix: "_sum", labels, value: sum },
        { suffix: "_count", labels, value: below },
      ];
    });
    return { ...this.#name, type: "histogram", samples };
  }
}
