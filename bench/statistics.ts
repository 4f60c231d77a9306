/** A figure, and between what the middle half of its measurements lies. */
export interface Figure {
  /** The median; or the figure itself, where it is no measurement. */
  value: number;
  /** Lower quartile. */
  low: number;
  /** Upper quartile. */
  high: number;
}

/** Sums up measurements. */
export function summarize(measured: readonly number[]): Figure {
  const sorted = [...measured].sort((one, other) => one - other);
  return {
    value: quantile(sorted, 0.5),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
  };
}

/** A figure that comes out the same at every run. */
export function exact(value: number): Figure {
  return { value, low: value, high: value };
}

function quantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? NaN;
  const above = sorted[Math.ceil(position)] ?? NaN;
  return below + (above - below) * (position - Math.floor(position));
}
