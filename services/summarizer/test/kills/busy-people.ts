import type { Summary } from '@aika/contracts'
import { openStore, type Store } from '@aika/store'
import { dayBefore, endOfMemoryDay, memoryDayOf, memoryWeekOf } from '@aika/when'

const dayMs = 86_400_000

/** Somebody whose private chat is summed up while processes are killed. */
export interface BusyPerson {
  userId: number
  /** Where it is about noon, so that no day ends meanwhile. */
  timeZone: string
  /** The days on which they wrote, today apart, oldest first. */
  days: string[]
  /** The weeks of these that are over. */
  weeks: string[]
  /** When today began. */
  today: Date
}

/** Writes down what people said, as the agent does, at the times they said it. */
export class BusyPeople implements AsyncDisposable {
  readonly #store: Store
  readonly #at: { now: Date }
  readonly #noon: Date
  readonly #counts = new Map<number, number>()

  private constructor(store: Store, at: { now: Date }) {
    this.#store = store
    this.#at = at
    this.#noon = at.now
  }

  static async open(database: { path: string; migrationsDir: string }): Promise<BusyPeople> {
    const at = { now: new Date() }
    return new BusyPeople(await openStore({ ...database, clock: () => at.now }), at)
  }

  /** So many exchanges on each of the days before today, the first being the longest ago. */
  async lived(userId: number, exchangesADay: number[]): Promise<BusyPerson> {
    const timeZone = noonZone(this.#noon)
    const days: string[] = []
    for (const [index, count] of exchangesADay.entries()) {
      const noon = new Date(this.#noon.getTime() - (exchangesADay.length - index) * dayMs)
      await this.#say(userId, noon, count)
      if (count > 0) days.push(memoryDayOf(noon, timeZone))
    }
    const weeks = new Set(days.map(memoryWeekOf).filter((week) => week <= memoryDayOf(this.#noon, timeZone)))
    const today = endOfMemoryDay(dayBefore(memoryDayOf(this.#noon, timeZone)), timeZone)
    return { userId, timeZone, days, weeks: [...weeks], today }
  }

  /** Today. @returns what the agent asks for then: a sentence for each, and a fold of all of them. */
  async talk({ userId, timeZone }: BusyPerson, count: number): Promise<Summary[]> {
    const said = await this.#say(userId, this.#noon, count)
    const traceId = 'trace-talk'
    const throughNumber = said.at(-1)!.number
    return [...said.map(ofExchange), { kind: 'fold', userId, timeZone, throughNumber, traceId }]
  }

  /** What is asked for of the past: a sentence for each exchange, and all days and weeks. */
  async dueOf({ userId, timeZone }: BusyPerson): Promise<Summary[]> {
    const today = memoryDayOf(this.#noon, timeZone)
    const said = await this.#store.exchanges.after(userId, 0, 10_000)
    const traceId = 'trace-due'
    return [
      ...said.map(ofExchange),
      { kind: 'weekly', userId, timeZone, through: today, traceId },
      { kind: 'daily', userId, timeZone, through: dayBefore(today), traceId },
    ]
  }

  [Symbol.asyncDispose]() {
    return this.#store[Symbol.asyncDispose]()
  }

  async #say(userId: number, at: Date, count: number) {
    const before = this.#counts.get(userId) ?? 0
    for (let index = before + 1; index <= before + count; index++) {
      this.#at.now = new Date(at.getTime() + index)
      const id = `tg-${userId}-${index}`
      const text = `Of ${userId} this is number ${index}, about ${index * 7} eggs and tea.`
      await this.#store.turns.start({ id, chatId: userId, userId, replyToMessageId: 1, traceId: 'trace-said', text }, []) // prettier-ignore
      await this.#store.turns.finish(id, {
        status: 'answered',
        answer: `Noted, ${index * 7}.`,
        at: this.#at.now,
      })
    }
    this.#counts.set(userId, before + count)
    return (await this.#store.exchanges.after(userId, 0, 10_000)).slice(-count)
  }
}

const ofExchange = ({ turnId, userId }: { turnId: string; userId: number }): Summary => ({
  kind: 'exchange',
  turnId,
  chatId: userId,
  traceId: 'trace-said',
})

/** `Etc/GMT-3` is three hours east. */
function noonZone(now: Date): string {
  const west = now.getUTCHours() - 12
  return west === 0 ? 'Etc/UTC' : `Etc/GMT${west > 0 ? '+' : '-'}${Math.abs(west)}`
}
