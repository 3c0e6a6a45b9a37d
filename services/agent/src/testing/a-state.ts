import type { ConversationState, PastExchange } from '../domain/conversation-state.ts'

/** The state of a conversation in which nothing was said yet. */
export const aState = (more: Partial<ConversationState> = {}): ConversationState => ({
  turn: { id: 'tg-1-100', number: 100, chatId: 42, userId: 42, traceId: 'trace-of-test' },
  filesLine: '',
  question: 'hello',
  personName: 'Ray',
  timeZone: 'Europe/Berlin',
  now: 'Saturday',
  notes: [],
  major: [],
  fold: [],
  dailies: [],
  summedUpThrough: 0,
  past: [],
  oldest: [],
  recalled: [],
  tokenBudget: 4_000,
  fixedTokens: 1_000,
  ...more,
})

/** So many small exchanges, numbered from 1. */
export function aPast(count: number, more: (number: number) => Partial<PastExchange> = () => ({})) {
  return Array.from({ length: count }, (_, index): PastExchange => {
    const number = index + 1
    return {
      number,
      turnId: `tg-1-${number}`,
      question: `question ${number}`,
      answer: `answer ${number}`,
      sentence: undefined,
      isEarlier: false,
      ...more(number),
    }
  })
}
