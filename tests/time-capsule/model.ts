import type { StandIns } from '../../packages/stand-ins/src/index.ts'
import type { Plan } from './plan.ts'

type RespondWith = Parameters<StandIns['gemini']['respondWith']>[0]
type View = Parameters<NonNullable<RespondWith>>[0]

/**
 * Sits before the stand-in model: says what was planned to small talk, leaves questions to it, and looks at every request.
 * Counts the calls, and what a request shows that is none of its person's business any more, or never was.
 */
export class WatchedModel {
  readonly #replies = new Map<string, string>()
  readonly #nameOf: (person: number) => string
  readonly #forbidden: Map<number, Set<string>>
  readonly #calls = new Map<number, number>()
  /** Values that came before the model in spite of all. */
  readonly leaks: string[] = []

  constructor({ days, values }: Plan, nameOf: (person: number) => string) {
    for (const lives of days.values()) {
      for (const deed of [...lives.values()].flat()) {
        if (deed.kind === 'say') this.#replies.set(deed.talk.text, deed.talk.reply)
      }
    }
    this.#nameOf = nameOf
    this.#forbidden = new Map(
      [...values.keys()].map((person) => [
        person,
        new Set([...values].flatMap(([other, told]) => (other === person ? [] : told))),
      ]),
    )
  }

  /** From now on this must not come up any more. */
  forbid(person: number, value: string): void {
    this.#forbidden.get(person)!.add(value)
  }

  callsOf(person: number): number {
    return this.#calls.get(person) ?? 0
  }

  isForbidden(person: number, text: string): boolean {
    return [...this.#forbidden.get(person)!].some((value) => text.includes(value))
  }

  readonly respond = (view: View): { text: string } | undefined => {
    const shown = JSON.stringify(view.request)
    const person = [...this.#forbidden.keys()].find((each) => shown.includes(`From: ${this.#nameOf(each)}]`))
    if (person === undefined) throw new Error('nobody knows whose request this is')
    this.#calls.set(person, this.callsOf(person) + 1)
    for (const value of this.#forbidden.get(person)!) if (shown.includes(value)) this.leaks.push(value)
    const reply = this.#replies.get(view.userText)
    return reply === undefined ? undefined : { text: reply }
  }
}
