import type { Attachment, Step, Turn } from '@aika/store'
import type { Prompt } from './build-prompt.ts'
import type { TurnProgress } from './ports.ts'
import type { Transcript } from './transcript.ts'

/** One turn while it is being driven. */
export interface Drive {
  turn: Turn
  /** What the person wrote, without our notes. */
  words: string
  transcript: Transcript
  /** Of its last steps those that are not stored yet: they are, together with the next one or before anything else is done. */
  unstored: Step[]
  prompt: Prompt
  /** Pictures and sound that came with the message, for the model's own eyes and ears. */
  media: Attachment[]
  progress: TurnProgress
  signal: AbortSignal
  startedMs: number
}
