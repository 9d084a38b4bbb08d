/** One measured number, and the bar that it has to stay below. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: 'ms' | 'kB' | '×'
  readonly bar?: number
  /** What it was told from, in the figure's unit. */
  readonly samples?: readonly number[]
}

/**
 * The smallest sample that at least this share of them does not exceed (nearest rank).
 *
 * @param share from 0 (exclusive) to 1
 */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  const value = sorted[Math.ceil(share * sorted.length) - 1]
  if (value === undefined) throw new RangeError('no samples')
  return value
}

/** The middle sample; of an even number, the mean of the two in the middle. */
export function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  const [lower, upper] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]]
  if (lower === undefined || upper === undefined) throw new RangeError('no samples')
  return (lower + upper) / 2
}

const rounded = (value: number, { unit }: Pick<Figure, 'unit'>): number =>
  Number(value.toFixed(unit === 'ms' ? 0 : unit === 'kB' ? 1 : 2))

/** For programs: one line of JSON. */
export const toJsonLine = (figure: Figure): string =>
  JSON.stringify({
    ...figure,
    value: rounded(figure.value, figure),
    ...(figure.samples ? { samples: figure.samples.map((sample) => rounded(sample, figure)) } : {}),
  })

/** For people: one line a figure, in columns. */
export function toTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${rounded(figure.value, figure)} ${figure.unit}`,
    figure.bar === undefined ? '' : `≤ ${figure.bar} ${figure.unit}`,
    figure.bar === undefined ? '' : figure.value <= figure.bar ? 'held' : 'OVER',
  ])
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map(([name = '', value = '', bar = '', verdict = '']) =>
      `${name.padEnd(widths[0] ?? 0)}  ${value.padStart(widths[1] ?? 0)}  ${bar.padStart(widths[2] ?? 0)}  ${verdict}`.trimEnd(),
    )
    .join('\n')
}
