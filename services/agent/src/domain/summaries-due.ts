import type { Summary } from '@aika/contracts'
import { linesKept, maxSentences, verbatimWindow, type Prompt } from './build-prompt.ts'
import type { ConversationState, PastExchange } from './conversation-state.ts'
import { isSmall } from './prompt-lines.ts'

/** At most this many exchanges are asked for by one turn; the next turn asks for more. */
const atOnce = 3
/** So many lines on today become two sentences: the beginning of the prompt changes once in ten turns. */
export const foldedAtOnce = 10

/**
 * What is to be summed up once a turn is answered. The same is asked for again until it is there.
 * @param prompt - of that turn: what it had no room for is folded.
 */
export function summariesDue(state: ConversationState, prompt: Pick<Prompt, 'unshown'>): Summary[] {
  return [...exchangesDue(state), ...foldDue(state, prompt)]
}

/** Exchanges that leave the verbatim window with this turn, or left it before and have no sentence; small ones stay as they are. */
function exchangesDue(state: ConversationState): Summary[] {
  const { chatId, traceId } = state.turn
  return outOfWindow(state)
    .filter((exchange) => !exchange.sentence && !isSmall(exchange))
    .slice(-atOnce)
    .map(({ turnId }) => ({ kind: 'exchange', turnId, chatId, traceId }))
}

/** Of private chats alone: in a group nobody's words are kept for the others. */
function foldDue(state: ConversationState, { unshown }: Pick<Prompt, 'unshown'>): Summary[] {
  const { turn, timeZone } = state
  const { chatId, userId, traceId } = turn
  const last = foldable(state, unshown).slice(0, foldedAtOnce).at(-1)
  if (chatId !== userId || !last) return []
  return [{ kind: 'fold', userId, throughNumber: last.number, timeZone, traceId }]
}

/** The oldest of today where it has no room; else what was said before a /new, when some of it stands in no line. */
function foldable(state: ConversationState, unshown: number): PastExchange[] {
  const { past, oldest, summedUpThrough } = state
  const isUnfolded = ({ number }: PastExchange) => number > summedUpThrough
  const unfolded = outOfWindow(state).filter(isUnfolded)
  if (unfolded.length > maxSentences || unshown > 0)
    return oldest.length > 0 ? oldest : unfolded.slice(0, -linesKept)
  const earlier = past.filter(({ isEarlier }) => isEarlier).filter(isUnfolded)
  return earlier.every(({ sentence }) => sentence) ? [] : earlier
}

/** The turn that was just answered is itself one of the window. */
const outOfWindow = ({ past }: ConversationState) =>
  past.slice(0, Math.max(0, past.length - verbatimWindow + 1))
