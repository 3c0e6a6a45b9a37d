import type { Prompt } from './prompt.ts'

/** What a call is for, as the gateway meters it. */
export type Purpose = 'summary-exchange' | 'summary-fold' | 'summary-daily' | 'summary-weekly' | 'triage'

/** Whose work a call is and what for: for the gateway's metering and the log. */
export interface Caller {
  purpose: Purpose
  userId?: number | undefined
  traceId?: string | undefined
}

export type Completion =
  | { kind: 'text'; text: string }
  /** Its end is missing: the model hit its limit. */
  | { kind: 'cut_off' }
  /** The model does not exist any more. */
  | { kind: 'gone'; reason: string }
  /** The model will not take this very request; asking the same again is of no use. */
  | { kind: 'refused'; reason: string }

export interface LanguageModel {
  /**
   * Asks one model once. Thoughts are switched off where the model can, and may be in the text all the same.
   *
   * @throws AppError retryable: a quota rests (`retryAfterMs` says how long), or nobody answers.
   * @throws the signal's reason when it aborts.
   */
  complete(model: string, prompt: Prompt, caller: Caller, signal: AbortSignal): Promise<Completion>
}
