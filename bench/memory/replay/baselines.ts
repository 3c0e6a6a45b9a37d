import { summaryPrompt } from '../../../services/summarizer/src/domain/summary-prompt.ts'
import type { Said } from '../histories/history.ts'
import { tokensOf } from '../tokens.ts'
import { written } from './stand-in-writer.ts'

/** Prompt tokens of each message under the schemes that are compared with ours. */
export interface Baselines {
  /** Every exchange so far, word for word. */
  full: number[]
  /** One sentence for every exchange but the last three, for ever; those three word for word, however long. */
  plain: number[]
}

const verbatimWindow = 3

/**
 * @param fixedTokens - system prompt and tools: the same for all schemes. What else a scheme spends, such as the calls
 *   by which the plain one gets its sentences, is left out: that favours them.
 */
export function baselines(said: Said[], fixedTokens: number): Baselines {
  const exchanges = said.map(({ question, answer }) => tokensOf(question) + tokensOf(answer))
  const sentences = said.map((exchange) => tokensOf(written(summaryPrompt(exchange))))
  const [exchangesBefore, sentencesBefore] = [sumsBefore(exchanges), sumsBefore(sentences)]
  const fixed = (index: number) => fixedTokens + tokensOf(said[index]!.question)
  return {
    full: said.map((_, index) => fixed(index) + exchangesBefore[index]!),
    plain: said.map((_, index) => {
      const old = Math.max(0, index - verbatimWindow)
      return fixed(index) + sentencesBefore[old]! + exchangesBefore[index]! - exchangesBefore[old]!
    }),
  }
}

/** At each index, what all before it come to. */
function sumsBefore(values: number[]): number[] {
  let total = 0
  return values.map((value) => (total += value) - value)
}
