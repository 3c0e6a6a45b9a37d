import type { FoldSummary } from '@aika/contracts'
import { dayBefore, endOfMemoryDay, memoryDayOf } from '@aika/when'
import { foldOf, mostFolded } from './fold-of.ts'
import { finishedAfter, type MemoryPorts, type PastExchange, type Whose } from './memory-ports.ts'
import { writeStretches, type Stretch, type Written } from './stretch.ts'
import { dayOf, nextOfDays } from './summarise-days.ts'

/**
 * Puts the oldest exchanges of today, up to one, into two sentences, with the two that were before. Safe to run twice.
 *
 * Days that are over come first: a fold is of one day. Nothing is folded past the end of the day it began in.
 */
export function foldDay(ports: MemoryPorts, fold: Fold, signal: AbortSignal): Promise<Written[]> {
  const days = { ...fold, through: dayBefore(memoryDayOf(ports.clock.now(), fold.timeZone)) }
  const next = async () => (await nextOfDays(ports, days)) ?? (await nextFold(ports, fold))
  return writeStretches(ports, fold, next, signal)
}

type Fold = Whose & Pick<FoldSummary, 'throughNumber'>

async function nextFold(ports: MemoryPorts, fold: Fold): Promise<Stretch | undefined> {
  const { userId, timeZone, throughNumber } = fold
  const { fold: before, coveredThrough } = await ports.summaries.standing(userId)
  const [first] = await finishedAfter(ports, userId, coveredThrough, 1)
  if (!first) return undefined
  const day = await dayOf(ports, fold, first)
  const isMeant = ({ number, at }: PastExchange) =>
    number <= throughNumber && at < endOfMemoryDay(day, timeZone)
  const past = await finishedAfter(ports, userId, before?.throughNumber ?? coveredThrough, mostFolded)
  const end = past.findIndex((exchange) => !isMeant(exchange))
  return foldOf(day, before, end < 0 ? past : past.slice(0, end))
}
