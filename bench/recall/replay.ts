import { openStore, type Store } from '../../packages/store/src/index.ts'
import { temporaryDatabase } from '../../packages/store/src/testing.ts'
import { exchangesOf, textOf, type Exchange, type Message } from './dialogue.ts'

export interface Replayed {
  store: Store
  userId: number
  /** The ids of the messages that were stored as this side of that turn. */
  messageIds(turnId: string, role: string): string[]
}

/** Puts a dialogue into a database of its own, the way turns are stored. */
export async function replay(messages: Message[], userId = 1001): Promise<Replayed> {
  let now = new Date(0)
  const store = await openStore({ ...temporaryDatabase(), clock: () => now })
  const sides = new Map<string, string[]>()
  for (const exchange of exchangesOf(messages)) {
    now = new Date(exchange.question[0]!.at)
    await storeExchange(store, exchange, userId, now)
    sides.set(
      `${exchange.id} question`,
      exchange.question.map(({ id }) => id),
    )
    sides.set(
      `${exchange.id} answer`,
      exchange.answer.map(({ id }) => id),
    )
  }
  return { store, userId, messageIds: (turnId, role) => sides.get(`${turnId} ${role}`) ?? [] }
}

async function storeExchange(store: Store, { id, question, answer }: Exchange, userId: number, at: Date) {
  const more = { chatId: userId, userId, replyToMessageId: 1, traceId: 'trace-of-bench' }
  await store.turns.start({ ...more, id, text: textOf(question) }, [])
  await store.turns.finish(id, { status: 'answered', answer: textOf(answer), at })
}
