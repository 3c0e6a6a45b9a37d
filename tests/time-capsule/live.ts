import type { StandIns } from '../../packages/stand-ins/src/index.ts'
import { WatchedModel } from './model.ts'
import type { Deed, Plan, Question } from './plan.ts'
import type { Product } from './product.ts'
import { onDay, type SimulatedClock } from './simulated-clock.ts'

/** What became of a question. */
export interface Outcome extends Question {
  answer: string
  modelCalls: number
  /** It shows what is another's, or was forgotten. */
  isLeak: boolean
}

export interface Lives {
  outcomes: Outcome[]
  /** Values of others, or forgotten ones, that were in any request to the model. */
  leaks: string[]
  exchanges: number
  /** On which the first person wrote, and whether a daily summary of it stands in the end. */
  days: { day: string; summedUp: boolean }[]
  /** Versions of their major memory. */
  weeks: number
}

/** Messages that a person sends without waiting for the answers. */
const burst = 8
const answerWithinMs = 30_000
/** In UTC: after everybody's night of summaries, and when they get up. */
const summariesAt = 5
const morning = 7

/** Lives the plan from its first day to its last, through the bot's own door. */
export async function live(
  plan: Plan,
  {
    product,
    clock,
    first,
    nameOf,
  }: {
    product: Product
    clock: SimulatedClock
    first: Date
    nameOf: (person: number) => string
  },
): Promise<Lives> {
  const model = new WatchedModel(plan, nameOf)
  product.standIns.gemini.respondWith(model.respond)
  const outcomes: Outcome[] = []
  let exchanges = 0
  const sumUp = async (day: number) => {
    clock.setTo(onDay(first, day, summariesAt))
    // Days; then the week, which is due when its days are there.
    for (let beats = 0; beats < 2; beats++) {
      await product.beat('ask-for-summaries')
      await product.idle()
    }
  }
  for (const [day, lives] of plan.days) {
    await sumUp(day)
    clock.setTo(onDay(first, day, morning))
    const people = [...lives].map(([id, deeds]) => new Person(id, { product, clock, model }).lives(deeds))
    outcomes.push(...(await Promise.all(people)).flat())
    exchanges += [...lives.values()].flat().length
    await product.idle()
  }
  await sumUp(Math.max(...plan.days.keys()) + 8)
  return { outcomes, leaks: model.leaks, exchanges, ...(await summariesOf(plan, product, first)) }
}

async function summariesOf({ days, values }: Plan, { store }: Product, first: Date) {
  const [own] = values.keys() as Iterator<number> & Iterable<number>
  const dailies = await store.summaries.recent(own!, 'daily', 1_000)
  const written = new Set(dailies.map(({ period }) => period))
  const lived = [...days]
    .filter(([, lives]) => lives.has(own!))
    .map(([day]) => onDay(first, day).toISOString())
  return {
    days: lived.map((moment) => moment.slice(0, 10)).map((day) => ({ day, summedUp: written.has(day) })),
    weeks: (await store.summaries.recent(own!, 'major', 1_000)).length,
  }
}

class Person {
  readonly #id: number
  readonly #telegram: StandIns['telegram']
  readonly #product: Product
  readonly #clock: SimulatedClock
  readonly #model: WatchedModel

  constructor(id: number, world: { product: Product; clock: SimulatedClock; model: WatchedModel }) {
    this.#id = id
    this.#product = world.product
    this.#telegram = world.product.standIns.telegram
    this.#clock = world.clock
    this.#model = world.model
  }

  async lives(deeds: Deed[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = []
    const unsaid: string[] = []
    for (const deed of deeds) {
      if (deed.kind === 'say') unsaid.push(deed.talk.text)
      if (deed.kind !== 'say' || unsaid.length === burst) await this.#says(unsaid.splice(0))
      if (deed.kind === 'ask') outcomes.push(await this.#asks(deed.question))
      if (deed.kind === 'forget') await this.#forgets(deed.words, deed.value)
    }
    await this.#says(unsaid)
    return outcomes
  }

  /** Sends these and waits for as many answers. */
  async #says(texts: string[]): Promise<string[]> {
    if (texts.length === 0) return []
    const sent = texts.map((text) => {
      this.#clock.tick(20)
      return this.#telegram.sendText(this.#id, text).message.message_id
    })
    const after = { afterMessageId: sent[0]!, timeoutMs: answerWithinMs }
    const answers = () => this.#telegram.transcript(this.#id, sent[0]).filter(({ from }) => from.is_bot)
    await this.#telegram.waitFor(this.#id, () => answers().length >= texts.length, after)
    return answers().map(({ text }) => text ?? '')
  }

  async #asks(question: Question): Promise<Outcome> {
    const before = this.#model.callsOf(this.#id)
    const [answer = ''] = await this.#says([question.text])
    const modelCalls = this.#model.callsOf(this.#id) - before
    return { ...question, answer, modelCalls, isLeak: this.#model.isForbidden(this.#id, answer) }
  }

  /** `/forget`, and yes; then it is over for good. */
  async #forgets(words: string, value: string): Promise<void> {
    await this.#product.idle()
    const { message } = this.#telegram.sendText(this.#id, `/forget ${words}`)
    const after = { afterMessageId: message.message_id, timeoutMs: answerWithinMs }
    const card = await this.#telegram.waitFor(
      this.#id,
      ({ reply_markup: buttons }) => Boolean(buttons),
      after,
    )
    const [yes] = card.reply_markup!.inline_keyboard!.flat()
    this.#telegram.press({ userId: this.#id, messageId: card.message_id, data: yes!.callback_data! })
    await this.#telegram.waitFor(this.#id, ({ text = '' }) => text.startsWith('Forgotten:'), after)
    await this.#product.idle()
    this.#model.forbid(this.#id, value)
  }
}
