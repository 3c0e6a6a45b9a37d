import { createRecall } from '../../packages/recall/src/index.ts'
import { percentile } from './print.ts'
import { syntheticLog } from './synthetic.ts'

const questions = 400
/** The first ones warm up what a running agent has long done. */
const warmUp = 20

/** How long a search takes among so many messages, and how long it takes to index one exchange. */
export async function measureSpeed(messages: number): Promise<string> {
  const log = await syntheticLog(messages, questions + warmUp)
  using cleanUp = new DisposableStack()
  cleanUp.defer(log.remove)
  await using store = log.store
  const recall = createRecall(store.passages)
  const scope = { userId: log.userId, chatId: log.userId }
  const ms: number[] = []
  for (const text of log.questions) {
    const begun = performance.now()
    await recall.search(scope, { text, limit: 10, timeZone: 'Europe/Berlin' })
    ms.push(performance.now() - begun)
  }
  const search = ms.slice(warmUp)
  const finish = await finishTimes(log)
  const figure = (of: number[], share: number) => `${percentile(of, share).toFixed(2)} ms`
  return `${messages} messages: search p50 ${figure(search, 0.5)}, p95 ${figure(search, 0.95)}; finishing a turn p50 ${figure(finish, 0.5)}, p95 ${figure(finish, 0.95)}`
}

/** Of 200 exchanges more: the whole transaction that ends a turn, its index included. */
async function finishTimes({ store, userId, questions: texts }: Awaited<ReturnType<typeof syntheticLog>>) {
  const ms: number[] = []
  for (let n = 0; n < 200; n++) {
    const id = `tg-2-${n}`
    const text = `${texts[n]} ${texts[n + 1]}`
    await store.turns.start(
      { id, chatId: userId, userId, replyToMessageId: 1, traceId: 'trace-of-bench', text },
      [],
    )
    const begun = performance.now()
    await store.turns.finish(id, { status: 'answered', answer: `${text} ${text} ${text}`, at: new Date() })
    ms.push(performance.now() - begun)
  }
  return ms
}
