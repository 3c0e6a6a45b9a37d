import { ModelLadder } from '../../../services/summarizer/src/domain/model-ladder.ts'
import type { LanguageModel } from '../../../services/summarizer/src/domain/language-model.ts'
import { tokensOf } from '../tokens.ts'
import { standInWriter } from './stand-in-writer.ts'

/** What the summarizer has asked its model so far. */
export interface BackgroundTally {
  tokens: number
  calls: number
}

/** The summarizer's own ladder, and on its only rung the stand-in; every prompt and answer is counted. */
export function countedModels(tally: BackgroundTally, clock: { now(): Date }): ModelLadder {
  const model: LanguageModel = {
    async complete(...request) {
      const completion = await standInWriter.complete(...request)
      const [, { system, user }] = request
      tally.calls++
      tally.tokens += tokensOf(system + user) + (completion.kind === 'text' ? tokensOf(completion.text) : 0)
      return completion
    },
  }
  const onGone = () => {
    throw new Error('the stand-in is never gone')
  }
  return new ModelLadder(['stand-in'], { model, onGone, clock: { now: () => clock.now().getTime() } })
}
