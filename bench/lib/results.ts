import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, release, totalmem } from 'node:os'
import { median, rounded } from './stats.ts'
import type { Tally } from './tally.ts'

/** One figure as `bench/results.json` keeps it. Issues add figures of their own beside these. */
export interface Figure {
  figure: string
  unit: string
  median: number
  /** Smallest and largest run. */
  spread: [number, number]
  runs: number
  /** The bare loop's median in the same run: what to compare with on another machine. */
  baseline?: number
  machine: string
  date: string
}

const file = `${import.meta.dirname}/../results.json`

/** Puts this bench's figures in the place of its earlier ones, unless they are not to be kept; others stay. */
export function writeResults(tally: Tally, { keep }: { keep: boolean }): Figure[] {
  const old = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Figure[]) : []
  const machine = describeMachine()
  const date = new Date().toISOString().slice(0, 10)
  const found = tally.entries().map(({ id, unit, values, baseline }): Figure => ({
    figure: id,
    unit,
    median: rounded(median(values)),
    spread: [rounded(Math.min(...values)), rounded(Math.max(...values))],
    runs: values.length,
    ...(baseline.length > 0 && { baseline: rounded(median(baseline)) }),
    machine,
    date,
  }))
  const names = new Set(found.map(({ figure }) => figure))
  const all = [...old.filter(({ figure }) => !names.has(figure)), ...found]
  if (keep) writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`)
  return found
}

function describeMachine(): string {
  const engine = execFileSync('docker', ['version', '--format', '{{.Server.Version}}']).toString().trim()
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`
  const model = cpus()[0]?.model.replace(/\s+/g, ' ').trim() ?? process.arch
  return `${availableParallelism()} × ${model}, ${memory}, Linux ${release()}, Docker ${engine}`
}
