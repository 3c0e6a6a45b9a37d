import type { Summary } from '@aika/contracts'
import { foldDay } from './fold-day.ts'
import type { MemoryPorts } from './memory-ports.ts'
import type { Written } from './stretch.ts'
import { summariseDays } from './summarise-days.ts'
import { summariseWeeks } from './summarise-weeks.ts'

/** Something to sum up that is more than one exchange. */
export type StretchWork = Exclude<Summary, { kind: 'exchange' }>

/** Writes what was asked for, and what has to be there before it. Safe to run twice. */
export function sumUpStretch(ports: MemoryPorts, work: StretchWork, signal: AbortSignal): Promise<Written[]> {
  switch (work.kind) {
    case 'fold':
      return foldDay(ports, work, signal)
    case 'daily':
      return summariseDays(ports, work, signal)
    case 'weekly':
      return summariseWeeks(ports, work, signal)
    default:
      throw work satisfies never
  }
}
