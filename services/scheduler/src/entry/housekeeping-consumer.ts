import { housekeepingQueue, type Housekeeping } from '@aika/contracts'
import { consume, type ConsumeOptions } from '@aika/queue'
import { Counter, type Logger } from '@aika/service-kit'
import { cleanCaches, type CleanCachesPorts } from '../domain/clean-caches.ts'
import { sayLostReplies, type SayLostRepliesPorts } from '../domain/say-lost-replies.ts'
import { wakeStuckChats, type WakeStuckChatsPorts } from '../domain/wake-stuck-chats.ts'

const beats = new Counter({
  name: 'aika_housekeeping_beats_total',
  help: 'Housekeeping done by this instance.',
  labelNames: ['task'],
})
const handled = new Counter({
  name: 'aika_housekeeping_handled_total',
  help: 'Chats nudged, replies queued again and cache files removed.',
  labelNames: ['task'],
})

export interface HousekeepingPorts extends WakeStuckChatsPorts, SayLostRepliesPorts, CleanCachesPorts {}

/** Does what a beat asks for. */
export function housekeepingConsumer(
  ports: HousekeepingPorts,
  { cacheTtlMs }: { cacheTtlMs: number },
  options: Omit<ConsumeOptions, 'log'> & { log: Logger },
): AsyncDisposable {
  return consume(
    housekeepingQueue,
    async ({ task }) => {
      const count = await perform(ports, task, cacheTtlMs)
      beats.inc({ task })
      handled.inc({ task }, count)
      if (count > 0) options.log.info({ task, handled: count }, 'housekeeping')
      return { handled: count }
    },
    options,
  )
}

function perform(ports: HousekeepingPorts, task: Housekeeping['task'], cacheTtlMs: number): Promise<number> {
  switch (task) {
    case 'wake-stuck-chats':
      return wakeStuckChats(ports)
    case 'say-lost-replies':
      return sayLostReplies(ports)
    case 'clean-caches':
      return cleanCaches(ports, cacheTtlMs)
    default:
      throw task satisfies never
  }
}
