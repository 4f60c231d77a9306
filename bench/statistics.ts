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
  return {
    value: quantileOf(measured, 0.5),
    low: quantileOf(measured, 0.25),
    high: quantileOf(measured, 0.75),
  };
}

/** The value below which such a share of the measurements lies. */
export function quantileOf(measured: readonly number[], share: number): number {
  return quantile([...measured].sort((one, other) => one - other), share);
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

/** The ratios of two things that were measured by turns: what slows the machine down slows both of a pair. */
export function ratio(ones: readonly number[] = [], others: readonly number[] = []): Figure {
  return summarize(ones.map((one, turn) => one / (others[turn] ?? NaN)));
}
