import type { DailySummary } from '@aika/contracts'
import type { Summary } from '@aika/store'
import { dayToSumUp, endOfMemoryDay, memoryDayOf } from '@aika/when'
import { foldOf, mostFolded } from './fold-of.ts'
import { lineOf, linesOf, type Line } from './line.ts'
import { finishedAfter, type MemoryPorts, type PastExchange, type Whose } from './memory-ports.ts'
import { spread } from './sources-of.ts'
import { writeStretches, type Stretch, type Written } from './stretch.ts'

/** A longer day is folded first. */
const mostLines = 30
const pageSize = 100
const mostFolds = 1_000

export type Days = Whose & Pick<DailySummary, 'through'>

/**
 * Puts every day that is over and in no summary yet, up to one, into two sentences, each day once, in order; before
 * them those of which something was forgotten, from what is left. Safe to run twice, and to be run again where there is
 * more than a job may write. A day in which a turn has not ended waits for it, and so do those after it.
 */
export function summariseDays(ports: MemoryPorts, days: Days, signal: AbortSignal): Promise<Written[]> {
  return writeStretches(ports, days, () => nextOfDays(ports, days), signal)
}

/** What of them is to be written next; undefined: all that can be is written. */
export async function nextOfDays(ports: MemoryPorts, days: Days): Promise<Stretch | undefined> {
  return (await nextStale(ports, days)) ?? (await nextDay(ports, days))
}

async function nextStale(ports: MemoryPorts, { userId }: Whose): Promise<Stretch | undefined> {
  const stale = (await ports.summaries.stale(userId)).find(({ kind }) => kind === 'daily')
  if (!stale) return undefined
  const { id, kind, period, fromNumber, throughNumber } = stale
  const lines = await linesBetween(ports, userId, stale)
  return { kind, period, fromNumber, throughNumber, renews: id, before: [], lines: spread(lines, mostLines) }
}

async function linesBetween(
  { exchanges }: MemoryPorts,
  userId: number,
  { fromNumber, throughNumber }: Pick<Summary, 'fromNumber' | 'throughNumber'>,
): Promise<Line[]> {
  const lines: Line[] = []
  for (let after = fromNumber - 1; after < throughNumber;) {
    const page = await exchanges.after(userId, after, pageSize)
    lines.push(...page.filter(({ number }) => number <= throughNumber).map(lineOf))
    after = page.at(-1)?.number ?? throughNumber
  }
  return lines
}

async function nextDay(ports: MemoryPorts, days: Days): Promise<Stretch | undefined> {
  const { userId, timeZone, through } = days
  const { coveredThrough } = await ports.summaries.standing(userId)
  const [first] = await finishedAfter(ports, userId, coveredThrough, 1)
  if (!first) return undefined
  const day = await dayOf(ports, days, first)
  const until = endOfMemoryDay(day, timeZone)
  if (day > through || (await isUnderWay(ports, userId, until))) return undefined
  return stretchOf(ports, userId, { day, until, coveredThrough })
}

/** With which day an exchange is summed up that is in none yet. */
export async function dayOf(
  { summaries, clock }: MemoryPorts,
  { userId, timeZone }: Whose,
  { at }: PastExchange,
): Promise<string> {
  const today = memoryDayOf(clock.now(), timeZone)
  return dayToSumUp(at, timeZone, await summaries.lastPeriod(userId, 'daily', today))
}

/** Whether a turn that began before that moment has not ended. */
export async function isUnderWay({ exchanges }: MemoryPorts, userId: number, until: Date): Promise<boolean> {
  const open = await exchanges.firstOpen(userId)
  return open !== undefined && open.at < until
}

interface Day {
  day: string
  until: Date
  coveredThrough: number
}

async function stretchOf(ports: MemoryPorts, userId: number, day: Day): Promise<Stretch | undefined> {
  const fold = await foldWithin(ports, userId, day)
  const from = fold?.throughNumber ?? day.coveredThrough
  const past = ofDay(await finishedAfter(ports, userId, from, mostLines + 1), day.until)
  if (past.length <= mostLines) return dailyOf(ports, userId, day, fold, past)
  const [newest] = await ports.summaries.recent(userId, 'fold', 1)
  if ((newest?.throughNumber ?? 0) < past[0]!.number) return foldOf(day.day, fold, past.slice(0, mostFolded))
  // Somebody who moved to another zone has a fold across the day's end, behind which no other one can be put.
  return dailyOf(ports, userId, day, fold, await allOfDay(ports, userId, from, day.until))
}

/** Up to the first that is of another day: numbers decide, as clocks may be set back. */
function ofDay(past: PastExchange[], until: Date): PastExchange[] {
  const end = past.findIndex(({ at }) => at >= until)
  return end < 0 ? past : past.slice(0, end)
}

async function allOfDay(
  ports: MemoryPorts,
  userId: number,
  from: number,
  until: Date,
): Promise<PastExchange[]> {
  const all: PastExchange[] = []
  for (let after = from; ; after = all.at(-1)!.number) {
    const page = await finishedAfter(ports, userId, after, pageSize)
    const meant = ofDay(page, until)
    all.push(...meant)
    if (meant.length < pageSize) return all
  }
}

/** The newest fold that is of this day alone. */
async function foldWithin(
  ports: MemoryPorts,
  userId: number,
  { day, until, coveredThrough }: Day,
): Promise<Summary | undefined> {
  const folds = await ports.summaries.after(userId, 'fold', coveredThrough, mostFolds)
  for (const fold of folds.filter(({ period }) => period.startsWith(`${day}#`)).toReversed()) {
    const [last] = await finishedAfter(ports, userId, fold.throughNumber - 1, 1)
    if (last?.number === fold.throughNumber && last.at < until) return fold
  }
  return undefined
}

async function dailyOf(
  { exchanges }: MemoryPorts,
  userId: number,
  { day, coveredThrough }: Day,
  fold: Summary | undefined,
  past: readonly PastExchange[],
): Promise<Stretch> {
  const [first] = await exchanges.after(userId, coveredThrough, 1)
  return {
    kind: 'daily',
    period: day,
    fromNumber: first?.number ?? coveredThrough + 1,
    throughNumber: past.at(-1)?.number ?? fold!.throughNumber,
    before: fold ? linesOf(fold) : [],
    lines: spread(past.map(lineOf), mostLines),
  }
}
