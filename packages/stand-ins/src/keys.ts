/** How a provider key behaves. `minute` and `day` are quotas that ran out. */
type KeyKind = 'ok' | 'minute' | 'day' | 'overloaded' | 'invalid' | 'forbidden'

export interface KeyBehaviour {
  kind: KeyKind
  /** What RetryInfo or retry-after says; 20 when left out. */
  retryDelaySeconds?: number
  /** For so many calls; without end when left out. */
  times?: number
}

/** Behaviours by key; `*` is any key without its own. */
export class Keys {
  #behaviours = new Map<string, KeyBehaviour>()

  set(key: string, behaviour: KeyBehaviour): void {
    if (behaviour.kind === 'ok') this.#behaviours.delete(key)
    else this.#behaviours.set(key, { ...behaviour })
  }

  /** The behaviour for one call with this key, counted. */
  take(key: string): KeyBehaviour {
    const name = this.#behaviours.has(key) ? key : '*'
    const behaviour = this.#behaviours.get(name)
    if (!behaviour) return { kind: 'ok' }
    if (behaviour.times !== undefined && --behaviour.times <= 0) this.#behaviours.delete(name)
    return behaviour
  }

  clear(): void {
    this.#behaviours.clear()
  }
}
