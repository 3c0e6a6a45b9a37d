import { isRefused } from '@aika/contracts'
import type { Summary } from '@aika/store'
import { extractSentence } from './extract-sentence.ts'
import type { PastExchange } from './memory-ports.ts'
import { clipped } from './prompt.ts'
import type { Candidate } from './sources-of.ts'

/** One line of what a summary is made from. */
export interface Line extends Candidate {
  /** As the model reads it. */
  shown: string
  /** A sentence that could be kept as it is. */
  plain: string
}

/** Of each side of an exchange that has no sentence yet. */
const [headCharacters, tailCharacters] = [160, 80]

/**
 * What a model refused to read goes into no summary: with its words in every prompt it would refuse all that comes after,
 * however harmless.
 */
export function readable<Past extends Pick<PastExchange, 'question' | 'answer'>>(exchange: Past): Past {
  return isRefused(exchange.answer) ? { ...exchange, question: '(left out)' } : exchange
}

/** An exchange: its sentence, or both sides where there is none. */
export function lineOf(exchange: PastExchange): Line {
  const { turnId, question, answer, sentence } = readable(exchange)
  const [asked, told] = [question, answer].map((text) => clipped(text, headCharacters, tailCharacters))
  return {
    shown: sentence ?? `User: ${asked} Assistant: ${told}`,
    plain: sentence ?? extractSentence({ question, answer }),
    text: [sentence, clipped(question, 600, 300), clipped(answer, 600, 300)].join(' '),
    turnIds: [turnId],
  }
}

/** The sentences of a summary, its day before each where it helps to know it. */
export function linesOf({ sentences }: Pick<Summary, 'sentences'>, day?: string): Line[] {
  return sentences.map(({ text, turnIds }) => ({
    shown: day === undefined ? text : `${day}: ${text}`,
    plain: text,
    text,
    turnIds,
  }))
}
