import type { NewSummary, Summary, SummaryKind } from '@aika/store'
import type { Completion } from '../domain/language-model.ts'
import type { MemoryPorts, PastExchange } from '../domain/memory-ports.ts'
import type { Prompt } from '../domain/prompt.ts'

type Said = Exclude<Completion, { kind: 'gone' }>

/** One person's private chat in memory. Each thing that a port does can be the last before the process dies. */
export class FakeMemory implements MemoryPorts {
  readonly past: PastExchange[] = []
  readonly kept: Summary[] = []
  /** Everything that was ever written, in order, renewals too. */
  readonly writes: string[] = []
  readonly prompts: Prompt[] = []
  open: { number: number; at: Date } | undefined
  nowText = '2026-11-23T12:00:00Z'
  /** Called before a model answers. */
  onAsked: () => void = () => {}
  /** What the model says; sentences of as many as were asked for when left out. */
  says: (prompt: Prompt, call: number) => Said | string = standIn
  #effects = 0
  #dieAfter = Infinity

  /** The process dies after so many more calls of a port: before it does anything, or just after. */
  dieAfter(effects: number): void {
    this.#effects = 0
    this.#dieAfter = effects
  }

  say(at: string, question: string, more: Partial<PastExchange> = {}): PastExchange {
    const number = (this.past.at(-1)?.number ?? 0) + 1
    const exchange = { number, turnId: `tg-7-${number}`, question, answer: 'Noted.', at: new Date(at), sentence: undefined, ...more } // prettier-ignore
    this.past.push(exchange)
    return exchange
  }

  ofKind = (kind: SummaryKind) => this.kept.filter((summary) => summary.kind === kind)

  readonly clock = { now: () => new Date(this.nowText) }

  readonly exchanges: MemoryPorts['exchanges'] = {
    after: async (_chatId, number, count, until) =>
      this.#alive(() =>
        this.past
          .filter((exchange) => exchange.number > number && (!until || exchange.at < until))
          .slice(0, count),
      ),
    firstOpen: async () => this.#alive(() => this.open),
  }

  readonly models: MemoryPorts['models'] = {
    complete: async (prompt) =>
      this.#alive(() => {
        this.prompts.push(prompt)
        this.onAsked()
        const said = this.says(prompt, this.prompts.length)
        return typeof said === 'string' ? { kind: 'text', text: said } : said
      }),
  }

  readonly summaries: MemoryPorts['summaries'] = {
    standing: async () => {
      const newest = (kind: SummaryKind) => this.#newestFirst(kind)[0]
      const coveredThrough = newest('daily')?.throughNumber ?? 0
      const [fold, major] = [newest('fold'), newest('major')]
      return this.#alive(() => ({
        major,
        dailies: [],
        fold: fold && fold.throughNumber > coveredThrough ? fold : undefined,
        coveredThrough,
      }))
    },
    recent: async (_userId, kind, count) => this.#alive(() => this.#newestFirst(kind).slice(0, count)),
    lastPeriod: async (_userId, kind, day) =>
      this.#alive(() =>
        this.ofKind(kind)
          .map(({ period }) => period)
          .filter((period) => period <= day)
          .toSorted()
          .at(-1),
      ),
    after: async (_userId, kind, number, count) =>
      this.#alive(() =>
        this.#newestFirst(kind)
          .toReversed()
          .filter(({ throughNumber }) => throughNumber > number)
          .slice(0, count),
      ),
    stale: async () => this.#alive(() => this.kept.filter(({ state }) => state === 'stale')),
    add: async (_userId, summary, at) => this.#alive(() => this.#add(summary, at)),
    renew: async (_userId, id, written) =>
      this.#alive(() => {
        const stale = this.kept.find((summary) => summary.id === id && summary.state === 'stale')
        if (!stale) return false
        Object.assign(stale, written)
        this.writes.push(`renewed ${stale.kind} ${stale.period}`)
        return true
      }),
  }

  #add(summary: NewSummary, at: Date): boolean {
    const { kind, period, fromNumber } = summary
    const isThere = this.ofKind(kind).some((one) => one.throughNumber >= fromNumber || one.period === period)
    if (isThere) return false
    this.kept.push({ ...summary, id: this.kept.length + 1, createdAt: at })
    this.writes.push(`${kind} ${period}`)
    return true
  }

  #newestFirst(kind: SummaryKind): Summary[] {
    return this.ofKind(kind).toSorted((left, right) => right.throughNumber - left.throughNumber)
  }

  #alive<Result>(effect: () => Result): Result {
    if (this.#effects >= this.#dieAfter) throw new Killed()
    const result = effect()
    this.#effects += 0.5
    if (this.#effects >= this.#dieAfter) throw new Killed()
    this.#effects += 0.5
    return result
  }
}

/** The process is gone. */
export class Killed extends Error {}

function standIn({ system }: Prompt): string {
  const count = system.includes('FOUR') ? 4 : 2
  return Array.from({ length: count }, (_, index) => `Ray told something of part ${index + 1}.`).join('\n')
}
