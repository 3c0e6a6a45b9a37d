import { AppError } from '@aika/errors'
import type { Caller, Completion, LanguageModel } from './language-model.ts'
import type { Prompt } from './prompt.ts'

export interface ModelLadderPorts {
  model: LanguageModel
  /** Called whenever a model turns out to be gone. `next` is empty when it was the last one. Never throws. */
  onGone(model: string, next: string | undefined, reason: string, caller: Caller): void
  clock: { now(): number }
}

/** A model that came back, or a typing error that was mended at the vendor's, is noticed after this. */
const askAgainMs = 3_600_000

/** Asks the first of its models that still exists. */
export class ModelLadder {
  readonly #models: readonly string[]
  readonly #ports: ModelLadderPorts
  readonly #goneUntil = new Map<string, number>()

  constructor(models: readonly string[], ports: ModelLadderPorts) {
    this.#models = [...new Set(models)]
    this.#ports = ports
  }

  /** @throws AppError `no_summary_model` (retryable) when all are gone; whatever the model's port throws. */
  async complete(
    prompt: Prompt,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<Exclude<Completion, { kind: 'gone' }>> {
    for (const model of this.#present()) {
      const completion = await this.#ports.model.complete(model, prompt, caller, signal)
      if (completion.kind !== 'gone') return completion
      this.#goneUntil.set(model, this.#ports.clock.now() + askAgainMs)
      this.#ports.onGone(model, this.#present()[0], completion.reason, caller)
    }
    throw new AppError(
      'no_summary_model',
      'every summary model is gone; set SUMMARY_MODEL to one that Groq has',
      {
        retryable: true,
        retryAfterMs: askAgainMs,
      },
    )
  }

  #present(): string[] {
    const now = this.#ports.clock.now()
    return this.#models.filter((model) => (this.#goneUntil.get(model) ?? 0) <= now)
  }
}
