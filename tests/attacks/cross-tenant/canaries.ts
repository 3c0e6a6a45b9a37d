import { randomBytes } from 'node:crypto'

/** How every canary begins: whoever looks for them is told. */
export const canaryStart = 'heron-'

/** Words that only one person has, another one in each place where their data lie. */
export class Canaries {
  readonly #words = new Map<string, string>()

  /** The word of a place, `[a-z]+`; the same each time. */
  of(place: string): string {
    const word = this.#words.get(place) ?? `${canaryStart}${place}-${randomBytes(6).toString('hex')}`
    this.#words.set(place, word)
    return word
  }

  get places(): string[] {
    return [...this.#words.keys()]
  }

  /** Places whose words stand in a text. */
  in(text: string): string[] {
    if (!text.includes(canaryStart)) return []
    return [...this.#words].filter(([, word]) => text.includes(word)).map(([place]) => place)
  }
}
