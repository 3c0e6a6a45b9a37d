import { readFile, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import path from 'node:path'
import { median, spread, type Figure } from './figure.ts'

interface Result {
  id: string
  figure: string
  unit: string
  median: number
  spread: number
  runs: number
  baseline?: number
  target?: string
  machine: string
  date: string
}

const file = path.join(path.dirname(import.meta.dirname), 'results.json')

/** Returns the table for README; with `keep` writes results.json too, beside the figures of other benches. */
export async function report(figures: Figure[], now: Date, { keep }: { keep: boolean }): Promise<string> {
  const machine = machineName()
  const date = now.toISOString().slice(0, 10)
  const fresh = figures.map((figure) => toResult(figure, machine, date))
  const kept = (await earlier()).filter(({ id }) => !fresh.some((result) => result.id === id))
  if (keep) await writeFile(file, `${JSON.stringify([...kept, ...fresh], null, 2)}\n`)
  return [
    `Measured on ${machine}, ${date}; each figure is the median of its runs.`,
    '',
    ...table(fresh),
  ].join('\n')
}

function toResult({ id, name, unit, target, runs, baseline }: Figure, machine: string, date: string): Result {
  return {
    id,
    figure: name,
    unit,
    median: rounded(median(runs)),
    spread: rounded(spread(runs)),
    runs: runs.length,
    ...(baseline && { baseline: rounded(median(baseline)) }),
    ...(target && { target }),
    machine,
    date,
  }
}

async function earlier(): Promise<Result[]> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Result[]
  } catch {
    return []
  }
}

function table(results: Result[]): string[] {
  const rows = results.map(({ figure, unit, median, spread, target, baseline }) => {
    const base = baseline === undefined ? '' : `${baseline} ${unit}`
    return `| ${figure} | ${median} ${unit} | ± ${rounded(spread / 2)} | ${target ?? ''} | ${base} |`
  })
  return ['| figure | Aika | spread | promised | baseline |', '| --- | --- | --- | --- | --- |', ...rows]
}

function machineName(): string {
  const [cpu] = cpus()
  return `${cpus().length} × ${cpu?.model ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB`
}

const rounded = (value: number) => (value >= 100 ? Math.round(value) : Math.round(value * 10) / 10)
