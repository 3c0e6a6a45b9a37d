import { Keys } from '../keys.ts'
import { Scripts } from '../scripts.ts'

/** What the model says to one request. */
export interface GroqReply {
  text?: string
  /** What a reasoning model thought; a default thought when left out. */
  reasoning?: string
  finishReason?: string
  status?: number
  body?: unknown
  delayMs?: number
}

export interface GroqSettings {
  /** Models that answer 400 `model_decommissioned`. */
  decommissioned: string[]
  /** Said by every chat model instead of the summary. */
  text: string | undefined
}

const chatModels = [
  'qwen/qwen3-32b',
  'qwen/qwen3.6-27b',
  'qwen/qwen3.8-27b',
  'openai/gpt-oss-120b',
  'openai/gpt-oss-20b',
]
const audioModels = ['whisper-large-v3', 'whisper-large-v3-turbo']

/** Everything the stand-in's Groq knows. */
export class GroqState {
  readonly keys = new Keys()
  readonly scripts = new Scripts<GroqReply>()
  settings: GroqSettings = { decommissioned: [], text: undefined }

  set(change: Partial<GroqSettings>): GroqSettings {
    this.settings = { ...this.settings, ...change }
    return this.settings
  }

  knows(model: string, kind: 'chat' | 'audio'): boolean {
    return (kind === 'chat' ? chatModels : audioModels).includes(model)
  }

  clear(): void {
    this.keys.clear()
    this.scripts.clear()
    this.settings = { decommissioned: [], text: undefined }
  }
}
