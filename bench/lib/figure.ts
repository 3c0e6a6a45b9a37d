/** One measured thing: a value for each run, and the same of the baseline in this very run where that makes sense. */
export interface Figure {
  /** Stable, for results.json. */
  id: string
  name: string
  unit: string
  /** What the project promises, in words; a figure beyond it is shown, not failed. */
  target?: string
  runs: number[]
  baseline?: number[]
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Largest minus smallest. */
export const spread = (values: number[]) => Math.max(...values) - Math.min(...values)
