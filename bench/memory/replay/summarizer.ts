import type { Summary } from '../../../packages/contracts/src/index.ts'
import { summariseExchange } from '../../../services/summarizer/src/domain/summarise-exchange.ts'
import { sumUpStretch } from '../../../services/summarizer/src/domain/sum-up-stretch.ts'
import { countedModels, type BackgroundTally } from './background.ts'
import type { World } from './world.ts'

/** Does one job of the summary queue with the real functions; its model is the stand-in. */
export type Summarizer = (work: Summary) => Promise<unknown>

export function replayedSummarizer({ store, clock }: World, tally: BackgroundTally): Summarizer {
  const { exchanges, summaries } = store
  const ports = { exchanges, summaries, models: countedModels(tally, clock), clock }
  const { signal } = new AbortController()
  return (work) =>
    work.kind === 'exchange' ? summariseExchange(ports, work, signal) : sumUpStretch(ports, work, signal)
}
