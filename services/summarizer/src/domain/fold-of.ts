import type { Summary } from '@aika/store'
import { lineOf, linesOf } from './line.ts'
import type { PastExchange } from './memory-ports.ts'
import type { Stretch } from './stretch.ts'

/** So many exchanges go into one fold at most: what was not asked for in time is folded in several. */
export const mostFolded = 20

/** The stretch that puts these exchanges and the fold before into one. */
export function foldOf(
  day: string,
  before: Summary | undefined,
  exchanges: readonly PastExchange[],
): Stretch | undefined {
  const [first, last] = [exchanges[0], exchanges.at(-1)]
  if (!first || !last) return undefined
  return {
    kind: 'fold',
    period: `${day}#${last.number}`,
    fromNumber: first.number,
    throughNumber: last.number,
    before: before ? linesOf(before) : [],
    lines: exchanges.map(lineOf),
  }
}
