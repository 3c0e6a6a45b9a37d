import { smallExchangeTokens, verbatimWindow, type PastExchange } from './build-prompt.ts'
import { tokensOf } from './tokens.ts'

/** At most this many are asked for by one turn; the next turn asks for more. */
const atOnce = 3

/**
 * The exchanges that leave the verbatim window with the turn that was just answered, or left it before and have no
 * sentence yet. Small ones stay as they are.
 * @param past - the exchanges before that turn, oldest first.
 */
export function exchangesToSummarise(past: (PastExchange & { turnId: string })[]): string[] {
  return past
    .slice(0, past.length - verbatimWindow + 1 > 0 ? past.length - verbatimWindow + 1 : 0)
    .filter(
      ({ sentence, question, answer }) => !sentence && tokensOf(question + answer) > smallExchangeTokens,
    )
    .slice(-atOnce)
    .map(({ turnId }) => turnId)
}
