import type { Turn } from '@aika/store'
import type { Prompt } from './build-prompt.ts'
import type { TurnProgress } from './ports.ts'
import type { Transcript } from './transcript.ts'

/** One turn while it is being driven. */
export interface Drive {
  turn: Turn
  transcript: Transcript
  prompt: Prompt
  progress: TurnProgress
  signal: AbortSignal
  startedMs: number
}
