import type { History, Said } from '../histories/history.ts'
import { replayedAgent, type Parts } from './agent.ts'
import type { BackgroundTally } from './background.ts'
import { beatsBetween, replayedScheduler } from './scheduler.ts'
import { replayedSummarizer } from './summarizer.ts'
import { openWorld, userId } from './world.ts'

/** What one message cost. */
export interface Cost {
  /** Of the prompt, all parts. */
  tokens: number
  parts: Parts
  /** Of the summarizer's prompts and answers since the message before. */
  background: BackgroundTally
  /** Earlier exchanges that no day's and no fold's summary holds when the message comes: the prompt has to show them itself. */
  notSummedUp: number
}

/** Lives through a history, message by message, and tells what each one cost. */
export async function replay(history: History): Promise<Cost[]> {
  await using world = await openWorld(history)
  const { clock, timeZone } = world
  const tally: BackgroundTally = { tokens: 0, calls: 0 }
  const answer = replayedAgent(world)
  const due = replayedScheduler(world)
  const summarise = replayedSummarizer(world, tally)

  const wait = async (until: Date) => {
    for (const beat of beatsBetween(clock.now(), until, timeZone)) {
      clock.reach(beat)
      for (const work of await due()) await summarise(work)
    }
    clock.reach(until)
  }
  const live = async (said: Said, index: number): Promise<Cost> => {
    const before = { ...tally }
    await wait(said.at)
    const { fold, coveredThrough } = await world.store.summaries.standing(userId)
    const { tokens, parts, asked } = await answer(index + 1, said)
    for (const work of asked) await summarise(work)
    const notSummedUp = index - Math.max(coveredThrough, fold?.throughNumber ?? 0)
    return { tokens, parts, background: difference(tally, before), notSummedUp }
  }

  const costs: Cost[] = []
  for (const [index, said] of history.said.entries()) costs.push(await live(said, index))
  return costs
}

const difference = (now: BackgroundTally, before: BackgroundTally): BackgroundTally => ({
  tokens: now.tokens - before.tokens,
  calls: now.calls - before.calls,
})
