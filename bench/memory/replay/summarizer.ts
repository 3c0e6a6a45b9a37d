import type { Summary } from '../../../packages/contracts/src/index.ts'
import { summariseExchange } from '../../../services/summarizer/src/domain/summarise-exchange.ts'
import { countedModels, type BackgroundTally } from './background.ts'
import type { World } from './world.ts'

/** Does one job of the summary queue with the real functions; its model is the stand-in. */
export type Summarizer = (work: Summary) => Promise<void>

export function replayedSummarizer({ store, clock }: World, tally: BackgroundTally): Summarizer {
  const ports = { exchanges: store.exchanges, models: countedModels(tally, clock) }
  const { signal } = new AbortController()
  return async (work) => {
    if (work.kind === 'exchange') await summariseExchange(ports, work, signal)
  }
}
