import type { Judged } from './judge.ts'

const mean = (numbers: number[]) =>
  numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length)

export const percentile = (numbers: number[], share: number) =>
  numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))] ?? 0

/** One line of figures for a group of questions. */
export function line(name: string, judged: Judged[]): string {
  const percent = (of: (one: Judged) => number) => `${(100 * mean(judged.map(of))).toFixed(1)} %`.padStart(8)
  const cells = [`${judged.length}`.padStart(5), percent((one) => one.at5), percent((one) => one.at10)]
  return `${name.padEnd(24)}${cells.join('')}${mean(judged.map(({ tokens }) => tokens))
    .toFixed(0)
    .padStart(8)}`
}

export const header = `${''.padEnd(24)}    n      @5     @10  tokens`

export function report(judged: Judged[]): string[] {
  const categories = [...new Set(judged.map(({ category }) => category))].sort()
  const ofCategory = (name: string) => judged.filter(({ category }) => category === name)
  return [
    header,
    ...categories.map((name) => line(name, ofCategory(name))),
    line('total', judged),
    speed(judged),
  ]
}

function speed(judged: Pick<Judged, 'ms'>[]): string {
  const ms = judged.map((one) => one.ms)
  return `search p50 ${percentile(ms, 0.5).toFixed(1)} ms, p95 ${percentile(ms, 0.95).toFixed(1)} ms`
}
