import type { ExchangeSummary } from '@aika/contracts'
import { extractSentence } from './extract-sentence.ts'
import { readable } from './line.ts'
import { summaryPrompt } from './summary-prompt.ts'
import { writeSentences, type SentenceModels } from './write-sentences.ts'

export interface Exchange {
  userId: number
  question: string
  answer: string
  sentence: string | undefined
}

/** What putting an exchange into one sentence needs from the world. */
export interface SummariseExchangePorts {
  exchanges: {
    /** Undefined while the turn is not finished. */
    find(turnId: string): Promise<Exchange | undefined>
    /** @returns false when there is one already: the first stays. */
    setSentence(turnId: string, sentence: string): Promise<boolean>
  }
  models: SentenceModels
}

/** `model` or `extract` say where the new sentence is from; otherwise there was nothing to do. */
export interface Summarised {
  stored: boolean
  by: 'model' | 'extract' | 'done_before' | 'no_exchange'
}

/** Puts one exchange into one sentence and keeps it. Safe to run twice; what is not one sentence is never kept. */
export async function summariseExchange(
  { exchanges, models }: SummariseExchangePorts,
  { turnId, traceId }: Pick<ExchangeSummary, 'turnId' | 'traceId'>,
  signal: AbortSignal,
): Promise<Summarised> {
  const found = await exchanges.find(turnId)
  if (!found) return { stored: false, by: 'no_exchange' }
  const exchange = readable(found)
  if (exchange.sentence !== undefined) return { stored: false, by: 'done_before' }
  const caller = { userId: exchange.userId, traceId, purpose: 'summary-exchange' as const }
  const prompt = summaryPrompt.bind(undefined, exchange)
  const [written] = (await writeSentences(models, { count: 1, prompt, caller }, signal)) ?? []
  const stored = await exchanges.setSentence(turnId, written ?? extractSentence(exchange))
  return { stored, by: written === undefined ? 'extract' : 'model' }
}
