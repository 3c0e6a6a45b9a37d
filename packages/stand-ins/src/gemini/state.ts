import { Keys } from '../keys.ts'
import { Scripts } from '../scripts.ts'
import { rehearse } from './rehearsal.ts'
import type { SignatureBinding } from './signatures.ts'
import type { ModelView, Reply } from './wire.ts'

export interface GeminiSettings {
  /** `rehearsal` understands plain requests; `instant` says `text` at once, for benches. */
  mode: 'rehearsal' | 'instant'
  /** `{text}` in it becomes the user's newest text. */
  text: string
  /** Between stream events. */
  chunkDelayMs: number
  /** Before the first byte. */
  firstDelayMs: number
  signatures: SignatureBinding
  /** Models that are gone: 404. */
  retired: string[]
}

const models = [
  'gemini-3-flash-preview',
  'gemini-3.1-pro-preview',
  'gemini-3.5-flash',
  'gemini-3.5-flash-lite',
  'gemini-3.6-flash',
  'gemini-3.7-flash',
  'gemini-3.8-flash',
]

/** Everything the stand-in's Gemini knows. */
export class GeminiState {
  readonly keys = new Keys()
  readonly scripts = new Scripts<Reply>()
  /** Answers instead of the rehearsal model where it returns a reply. For tests in the same process. */
  model: ((view: ModelView) => Reply | undefined) | undefined
  settings: GeminiSettings
  readonly #defaults: GeminiSettings

  constructor(chunkDelayMs: number) {
    this.#defaults = {
      mode: 'rehearsal',
      text: 'ok',
      chunkDelayMs,
      firstDelayMs: 0,
      signatures: 'model',
      retired: [],
    }
    this.settings = this.#defaults
  }

  set(change: Partial<GeminiSettings>): GeminiSettings {
    this.settings = { ...this.settings, ...change }
    return this.settings
  }

  knows(model: string): boolean {
    return models.includes(model) && !this.settings.retired.includes(model)
  }

  reply(view: ModelView): Reply {
    const scripted = this.scripts.take(view.userText)
    if (scripted) return scripted
    if (this.settings.mode === 'instant') return { chunks: [this.#instantText(view.userText)] }
    return this.model?.(view) ?? rehearse(view)
  }

  clear(): void {
    this.keys.clear()
    this.scripts.clear()
    this.model = undefined
    this.settings = this.#defaults
  }

  #instantText(userText: string): string {
    return this.settings.text.replaceAll('{text}', () => userText)
  }
}
