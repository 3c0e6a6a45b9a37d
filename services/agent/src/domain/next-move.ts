import type { FailureCode } from '@aika/contracts'
import { breakerBeforeCall, breakerOfLimits, type Breaker, type BreakerLimits } from './breakers.ts'
import { corrected, unkeptClaims, type Claim } from './claims.ts'
import type { FunctionCall } from './model.ts'
import { callsMade, type Transcript } from './transcript.ts'

export type Move =
  | { kind: 'ask'; mayCallTools: boolean }
  | { kind: 'call'; call: FunctionCall }
  | { kind: 'check'; claims: Claim[] }
  | { kind: 'answer'; text: string; canContinue: boolean }
  | { kind: 'break'; breaker: Breaker }
  | { kind: 'give-up'; code: FailureCode }

/** What a turn does next, decided from its record alone. */
export function nextMove(transcript: Transcript, limits: BreakerLimits, elapsedMs: number): Move {
  const tally = { ...transcript, elapsedMs }
  const { answer, pending, modelCalls } = transcript
  if (answer) return afterAnswer(transcript, answer, modelCalls >= limits.maxModelCalls)
  const call = pending[0]
  if (call) {
    const breaker = breakerBeforeCall(call, tally, limits)
    return breaker ? { kind: 'break', breaker } : { kind: 'call', call }
  }
  if (transcript.malformedInARow >= 2) return { kind: 'give-up', code: 'empty_answer' }
  const breaker = modelCalls >= limits.maxModelCalls ? 'model_calls' : breakerOfLimits(tally, limits)
  if (breaker) return { kind: 'break', breaker }
  // The last allowed call is made without tools, so that it can only be an answer.
  return { kind: 'ask', mayCallTools: modelCalls + 1 < limits.maxModelCalls }
}

/** An answer that claims what was not done goes back to the model once; then it is corrected in plain words. */
function afterAnswer(
  transcript: Transcript,
  { text, truncated }: { text: string; truncated: boolean },
  wasLastCall: boolean,
): Move {
  if (!text) return { kind: 'give-up', code: 'empty_answer' }
  const claims = unkeptClaims(text, callsMade(transcript))
  if (claims.length > 0 && transcript.checks === 0 && !wasLastCall) return { kind: 'check', claims }
  const said = claims.length > 0 ? corrected(text, claims) : text
  return { kind: 'answer', text: said, canContinue: truncated || wasLastCall }
}
