import type { ExchangeSummary } from '@aika/contracts'
import { extractSentence } from './extract-sentence.ts'
import type { Caller, Completion } from './language-model.ts'
import { readOneSentence, type Flaw } from './one-sentence.ts'
import { summaryPrompt, type Prompt } from './summary-prompt.ts'

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
  models: {
    complete(
      prompt: Prompt,
      caller: Caller,
      signal: AbortSignal,
    ): Promise<Exclude<Completion, { kind: 'gone' }>>
  }
}

/** `model` or `extract` say where the new sentence is from; otherwise there was nothing to do. */
export interface Summarised {
  stored: boolean
  by: 'model' | 'extract' | 'done_before' | 'no_exchange'
}

const tries = 2

/** Puts one exchange into one sentence and keeps it. Safe to run twice; what is not one sentence is never kept. */
export async function summariseExchange(
  { exchanges, models }: SummariseExchangePorts,
  { turnId, traceId }: Pick<ExchangeSummary, 'turnId' | 'traceId'>,
  signal: AbortSignal,
): Promise<Summarised> {
  const exchange = await exchanges.find(turnId)
  if (!exchange) return { stored: false, by: 'no_exchange' }
  if (exchange.sentence !== undefined) return { stored: false, by: 'done_before' }
  const written = await askModel(models, exchange, traceId, signal)
  const sentence = written ?? extractSentence(exchange)
  const stored = await exchanges.setSentence(turnId, sentence)
  return { stored, by: written === undefined ? 'extract' : 'model' }
}

async function askModel(
  models: SummariseExchangePorts['models'],
  exchange: Exchange,
  traceId: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  let flaw: Flaw | undefined
  for (let attempt = 0; attempt < tries; attempt++) {
    const caller = { userId: exchange.userId, traceId }
    const completion = await models.complete(summaryPrompt(exchange, flaw), caller, signal)
    const verdict = readCompletion(completion)
    if (verdict.ok) return verdict.sentence
    flaw = verdict.flaw
  }
  return undefined
}

function readCompletion(
  completion: Exclude<Completion, { kind: 'gone' }>,
): ReturnType<typeof readOneSentence> {
  switch (completion.kind) {
    case 'text':
      return readOneSentence(completion.text)
    case 'cut_off':
      return { ok: false, flaw: 'it is too long' }
    case 'refused':
      return { ok: false, flaw: 'it is empty' }
    default:
      throw completion satisfies never
  }
}
