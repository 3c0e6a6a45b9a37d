import type { RecalledPassage } from '@aika/recall'
import type { Exchange, Note, Turn } from '@aika/store'

/** An earlier exchange as the prompt needs it. */
export type PastExchange = Pick<
  Exchange,
  'number' | 'turnId' | 'question' | 'answer' | 'sentence' | 'isEarlier'
>

/** A day that is over, in two sentences. */
export interface Daily {
  /** `2026-11-21`. */
  day: string
  sentences: string[]
}

/** All that a prompt is made from: the same state gives the same prompt. */
export interface ConversationState {
  /** What is to be answered. */
  turn: Pick<Turn, 'id' | 'number' | 'chatId' | 'userId' | 'traceId'>
  /** What came with the message, one line; empty: nothing. */
  filesLine: string
  question: string
  /** What the person is called, if the operator named them. */
  personName: string | undefined
  /** IANA name. */
  timeZone: string
  /** Local time, already written out. */
  now: string
  /** What the agent keeps on purpose about the person, oldest first. */
  notes: Pick<Note, 'id' | 'text'>[]
  /** Sentences on all weeks, and on the oldest exchanges of today. */
  major: string[]
  fold: string[]
  /** Since the last week, oldest first. */
  dailies: Daily[]
  /** Exchanges up to this number are in the days or the fold; 0: none. */
  summedUpThrough: number
  /** The last finished exchanges, oldest first: more than a prompt can hold. */
  past: PastExchange[]
  /** The oldest ones that are not summed up, when there are more than a prompt can hold. */
  oldest: PastExchange[]
  /** What was found for the question, best first. */
  recalled: RecalledPassage[]
  tokenBudget: number
  /** Tokens of the system prompt and the tools. */
  fixedTokens: number
}
