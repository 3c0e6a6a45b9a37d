import type { ProviderKey } from './call.ts'

export type Pick =
  | { ok: true; key: ProviderKey }
  | { ok: false; reason: 'all_resting'; retryAfterSeconds: number }
  | { ok: false; reason: 'no_usable_key' }

/** Why and until when a key is not used for anything. */
interface SetAside {
  reason: string
  untilMs: number
}

/**
 * Which key goes next. The first usable one in the order of the settings, so that the vendor's prompt cache, which
 * is kept per project, stays warm, and spare keys stay spare.
 *
 * Quotas are counted per project *and model*: a key that rests for one model still serves another. A key that the
 * vendor refuses is set aside for all models, and asked again after `recheckMs`, since billing gets mended.
 * The state lives in this process: each replica of the gateway learns of a 429 by itself.
 */
export class KeyPool {
  readonly #keys: readonly ProviderKey[]
  readonly #now: () => number
  readonly #recheckMs: number
  readonly #restingUntil = new Map<string, Map<string, number>>()
  readonly #setAside = new Map<string, SetAside>()

  constructor(keys: readonly ProviderKey[], { now, recheckMs }: { now: () => number; recheckMs: number }) {
    this.#keys = keys
    this.#now = now
    this.#recheckMs = recheckMs
  }

  get size(): number {
    return this.#keys.length
  }

  pick(model: string): Pick {
    const now = this.#now()
    let soonestMs = Infinity
    for (const key of this.#keys) {
      if (this.#isSetAside(key.label, now)) continue
      const untilMs = this.#restingUntil.get(key.label)?.get(model) ?? 0
      if (untilMs <= now) return { ok: true, key }
      soonestMs = Math.min(soonestMs, untilMs)
    }
    if (soonestMs === Infinity) return { ok: false, reason: 'no_usable_key' }
    return {
      ok: false,
      reason: 'all_resting',
      retryAfterSeconds: Math.max(1, Math.ceil((soonestMs - now) / 1000)),
    }
  }

  /** Keeps a key from one model for a while; a shorter rest never ends a longer one. */
  rest(label: string, model: string, restMs: number): void {
    const models = this.#restingUntil.get(label) ?? new Map<string, number>()
    models.set(model, Math.max(models.get(model) ?? 0, this.#now() + restMs))
    this.#restingUntil.set(label, models)
  }

  /** @returns whether this is news: of many calls that fail on a key at once, the first alone tells the admins. */
  setAside(label: string, reason: string): boolean {
    const now = this.#now()
    const isNews = !this.#isSetAside(label, now)
    this.#setAside.set(label, { reason, untilMs: now + this.#recheckMs })
    return isNews
  }

  /** How many keys do not serve at this moment, for metrics and health. */
  state(): { usable: number; resting: number; setAside: number } {
    const now = this.#now()
    const isResting = (label: string) =>
      [...(this.#restingUntil.get(label)?.values() ?? [])].some((until) => until > now)
    const setAside = this.#keys.filter(({ label }) => this.#isSetAside(label, now)).length
    const resting = this.#keys.filter(({ label }) => !this.#isSetAside(label, now) && isResting(label)).length
    return { usable: this.#keys.length - setAside, resting, setAside }
  }

  #isSetAside(label: string, now: number): boolean {
    return (this.#setAside.get(label)?.untilMs ?? 0) > now
  }
}
