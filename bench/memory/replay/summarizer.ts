import type { Summary } from '../../../packages/contracts/src/index.ts'
import { foldDay } from '../../../services/summarizer/src/domain/fold-day.ts'
import { summariseDays } from '../../../services/summarizer/src/domain/summarise-days.ts'
import { summariseExchange } from '../../../services/summarizer/src/domain/summarise-exchange.ts'
import { summariseWeeks } from '../../../services/summarizer/src/domain/summarise-weeks.ts'
import { countedModels, type BackgroundTally } from './background.ts'
import type { World } from './world.ts'

/** Does one job of the summary queue with the real functions; its model is the stand-in. */
export type Summarizer = (work: Summary) => Promise<unknown>

export function replayedSummarizer({ store, clock }: World, tally: BackgroundTally): Summarizer {
  const { exchanges, summaries } = store
  const ports = { exchanges, summaries, models: countedModels(tally, clock), clock }
  const { signal } = new AbortController()
  return (work) => {
    switch (work.kind) {
      case 'exchange':
        return summariseExchange(ports, work, signal)
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
}
