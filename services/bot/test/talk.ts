import { type Reply, replyQueue, type ReplyResult } from '@aika/contracts'
import { produce } from '@aika/queue'
import type { BotOverrides } from '../src/compose.ts'
import { openWorld, ray, until, type World } from './world.ts'

/** A world in which two people have written to the bot before, and it listens from the first moment. */
export interface Talk extends World {
  /** What the bot said to Ray. */
  said(): ReturnType<World['standIns']['telegram']['transcript']>
  texts(): (string | undefined)[]
  /** Waits for a message to Ray, new or edited, that holds these words. */
  shows(part: string): ReturnType<World['standIns']['telegram']['waitFor']>
  /** Enqueues a reply and waits for its result. */
  outcome(reply: Pick<Reply, 'replyId' | 'body'> & Partial<Reply>): Promise<ReplyResult>
  /** What Telegram was asked, in order; of one method where that is given. */
  calls(method?: string): ReturnType<World['standIns']['journal']['entries']>
}

export async function openTalk(
  connection: World['connection'],
  settings: Record<string, string> = {},
): Promise<Talk> {
  await using resources = new AsyncDisposableStack()
  const world = resources.use(await openWorld(connection, settings))
  const replies = resources.use(produce(replyQueue, connection))
  const { telegram, journal } = world.standIns
  for (const person of [ray, 1002]) telegram.block(person, false)
  const said = () => telegram.transcript(ray).filter(({ from }) => from.is_bot)
  const owned = resources.move()
  return {
    ...world,
    said,
    texts: () => said().map(({ text }) => text),
    shows: (part) => telegram.waitFor(ray, ({ text }) => text?.includes(part) ?? false),
    outcome: (reply) =>
      replies.request({ chatId: ray, traceId: 'trace-of-test', ...reply }, { timeoutMs: 30_000 }),
    calls: (method) => journal.entries({ party: 'telegram', ...(method && { method }) }),
    async startBot(store, times?: BotOverrides['times']) {
      const bot = await world.startBot(store, times)
      await until(() => telegram.pendingUpdates().polling)
      return bot
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
