import type { openRedis } from '@aika/queue'
import { createHash } from 'node:crypto'
import type { BotApi } from './http-telegram.ts'

export interface MenuCommand {
  command: string
  description: string
}

/** Everybody's commands in Telegram's own menu. Nothing waits for it, and its failures harm nothing. */
export interface Menus {
  /** Publishes what changed since it was last published; people who may not write see no commands. */
  publishAll(signal: AbortSignal): Promise<void>
  /** This person wrote: their menu is published now, should it not have been possible before. */
  touch(userId: number): void
}

export interface MenuSources {
  api: BotApi
  /** Remembers what Telegram has. */
  redis: Pick<ReturnType<typeof openRedis>, 'hget' | 'hset'>
  /** The bot's own id: another bot's menus are others. */
  botId: string
  menus: Map<number, MenuCommand[]>
}

const timeoutMs = 10_000
/** A menu that Telegram does not take is no reason to ask with each message. */
const betweenTriesMs = 60_000

/** Telegram refuses a person's menu until they have written to the bot once. */
export function createMenus({ api, redis, botId, menus }: MenuSources): Menus {
  const key = `aika:menus:${botId}`
  const published = new Set<number>()
  const triedAt = new Map<number, number>()

  const publish = async (field: string, commands: MenuCommand[], scope: object, signal?: AbortSignal) => {
    const plain = commands.map(({ command, description }) => ({ command, description }))
    const mark = createHash('sha256').update(JSON.stringify(plain)).digest('base64url')
    if ((await redis.hget(key, field)) === mark) return
    await api.call('setMyCommands', { commands: plain, ...scope }, { timeoutMs, ...(signal && { signal }) })
    await redis.hset(key, field, mark)
  }
  const publishOf = async (userId: number, signal?: AbortSignal) => {
    const scope = { scope: { type: 'chat', chat_id: userId } }
    await publish(String(userId), menus.get(userId) ?? [], scope, signal)
    published.add(userId)
  }

  return {
    async publishAll(signal) {
      await publish('everybody', [], {}, signal).catch(() => undefined)
      for (const userId of menus.keys()) await publishOf(userId, signal).catch(() => undefined)
    },
    touch(userId) {
      const isTried = Date.now() - (triedAt.get(userId) ?? -Infinity) < betweenTriesMs
      if (isTried || !menus.has(userId) || published.has(userId)) return
      triedAt.set(userId, Date.now())
      publishOf(userId).catch(() => undefined)
    },
  }
}
