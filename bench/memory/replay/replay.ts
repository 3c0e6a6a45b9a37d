import type { History, Said } from '../histories/history.ts'
import { replayedAgent, type Parts } from './agent.ts'
import type { BackgroundTally } from './background.ts'
import { replayedSummarizer } from './summarizer.ts'
import { openWorld } from './world.ts'

/** What one message cost. */
export interface Cost {
  /** Of the prompt, all parts. */
  tokens: number
  parts: Parts
  /** Of the summarizer's prompts and answers since the message before. */
  background: BackgroundTally
}

/** Lives through a history, message by message, and tells what each one cost. */
export async function replay(history: History): Promise<Cost[]> {
  await using world = await openWorld(history)
  const tally: BackgroundTally = { tokens: 0, calls: 0 }
  const agent = replayedAgent(world)
  const summarise = replayedSummarizer(world, tally)

  const costs: Cost[] = []
  const answer = async (said: Said) => {
    const before = { ...tally }
    world.clock.reach(said.at)
    const { tokens, parts, asked } = await agent(costs.length + 1, said)
    for (const work of asked) await summarise(work)
    costs.push({ tokens, parts, background: difference(tally, before) })
  }
  for (const said of history.said) await answer(said)
  return costs
}

const difference = (now: BackgroundTally, before: BackgroundTally): BackgroundTally => ({
  tokens: now.tokens - before.tokens,
  calls: now.calls - before.calls,
})
