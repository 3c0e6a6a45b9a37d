import { isRefused, startOfNoAnswer, type ReplyBody } from '@aika/contracts'

export interface Ending {
  status: 'answered' | 'failed' | 'cancelled'
  /** How the conversation remembers it. */
  answer: string
}

/** How a turn with this reply ends. */
export function endOf(body: ReplyBody): Ending {
  if (body.kind === 'answer') return { status: 'answered', answer: body.markdown }
  if (body.kind !== 'failure') throw new Error(`a turn does not end with a ${body.kind}`)
  const done = body.done.length > 0 ? ` Done so far: ${body.done.join('; ')}.` : ''
  if (body.code === 'cancelled') return { status: 'cancelled', answer: `(Stopped by the person.${done})` }
  return { status: 'failed', answer: `${startOfNoAnswer(body.code)}.${done})` }
}

/**
 * What a model refused to read is not shown to it again: with the question in its history it would refuse the next
 * messages as well, however harmless.
 */
export function withoutRefused<Past extends { question: string; answer: string }>(past: Past[]): Past[] {
  return past.map((exchange) =>
    isRefused(exchange.answer) ? { ...exchange, question: '(left out)' } : exchange,
  )
}
