import { eventually } from '../../e2e/support/eventually.ts'
import { control, journal, type Message, type Person } from '../../e2e/support/telegram.ts'
import { whyNotRun } from './hidden.ts'
import { scripted } from './victim.ts'
import { markOf } from './watch.ts'

/** What the model asks for. */
export interface Call {
  name: string
  args: Record<string, unknown>
}

/** What a button press carries, and in which chat; the presser's own where it is left out. */
export interface Press {
  data: string
  /** Nobody waits for an answer there. */
  chatId?: number
}

const turnEnded = /so I stopped here|Report e-|Something went wrong/
/** Between calls that fail: three failures in a row would end the turn. */
const harmless: Call = { name: 'list_reminders', args: {} }

/** Somebody who may write to the bot and is after another's data. Every turn of theirs carries a mark. */
export class Attacker {
  readonly person: Person
  #turns = 0

  constructor(person: Person) {
    this.person = person
  }

  get id(): number {
    return this.person.id
  }

  /** A new mark, for a message that becomes a turn. */
  mark(): string {
    return markOf(this.id, ++this.#turns)
  }

  /**
   * Has the model make these calls on one turn, whatever they are, and says yes to every card.
   * @returns what each call gave, in their order. @throws when one of them was not made, or a hidden script not run.
   */
  async calls(calls: Call[], words = 'Please do it'): Promise<unknown[]> {
    const mark = this.mark()
    const done = `${mark} is done`
    const all = calls.flatMap((call, index) => (index % 2 === 1 ? [call, harmless] : [call]))
    await scripted(mark, { calls: all }, { text: done })
    await this.#saysYesUntil(await this.person.says(`${words} ${mark}`), new RegExp(done))
    const results = resultsIn(await modelRequestOf(mark)).slice(-all.length)
    if (results.length < all.length) throw new Error(`${results.length} of ${all.length} calls were made`)
    const made = results.filter((_, index) => all[index] !== harmless)
    const notRun = calls.flatMap((call, index) => whyNotRun(call, made[index]) ?? [])
    if (notRun.length > 0) throw new Error(`a script did not run: ${notRun.join('; ')}`)
    return made
  }

  /** Writes and waits for an answer, saying yes to every card on the way. */
  async asks(text: string, answer: RegExp): Promise<Message> {
    return this.#saysYesUntil(await this.person.says(text), answer)
  }

  /** A press nobody has to have a button for. @returns what the presser is told. */
  async presses({ data, chatId }: Press): Promise<string> {
    const press = { userId: this.id, chatId, data, forged: true }
    const { callbackQueryId } = await control<{ callbackQueryId: string }>('POST', 'telegram/presses', press)
    if (chatId !== undefined) return 'nothing'
    return eventually('the press is answered', async () => {
      const path = `telegram/callbacks/${callbackQueryId}`
      const { answered, text } = await control<{ answered: boolean; text?: string }>('GET', path)
      return answered && (text ?? 'nothing')
    })
  }

  async #saysYesUntil(said: number, answer: RegExp): Promise<Message> {
    const pattern = new RegExp(`${answer.source}|${turnEnded.source}|Waits for your answer`)
    for (let after = said; ;) {
      const message = await this.person.sees(pattern, { after })
      if (!isCard(message)) return message
      await this.person.presses('✅ Approve', message.message_id)
      after = message.message_id
    }
  }
}

function isCard({ reply_markup: markup }: Message): boolean {
  return markup?.inline_keyboard?.flat().some(({ text }) => text === '✅ Approve') ?? false
}

/** The last request to the model whose newest words carry this mark. */
async function modelRequestOf(mark: string): Promise<unknown> {
  const requests = await journal({ party: 'gemini' })
  return requests.findLast(({ request }) => JSON.stringify(request).includes(mark))?.request
}

function resultsIn(request: unknown): unknown[] {
  const { contents = [] } = (request ?? {}) as {
    contents?: { parts?: { functionResponse?: { response: unknown } }[] }[]
  }
  return contents
    .flatMap(({ parts = [] }) => parts)
    .flatMap(({ functionResponse }) => functionResponse?.response ?? [])
}
