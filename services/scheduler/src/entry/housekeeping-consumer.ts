import { housekeepingQueue, type Housekeeping } from '@aika/contracts'
import { consume, type Consumer, type ConsumeOptions } from '@aika/queue'
import { Counter, type Logger } from '@aika/service-kit'
import { askForSummaries, type AskForSummariesPorts } from '../domain/ask-for-summaries.ts'
import { askLostCards, type AskLostCardsPorts } from '../domain/ask-lost-cards.ts'
import { cleanCaches, type CleanCachesPorts } from '../domain/clean-caches.ts'
import { expireApprovals, type ExpireApprovalsPorts } from '../domain/expire-approvals.ts'
import { fetchAgain, type FetchAgainPorts } from '../domain/fetch-again.ts'
import { sayLostReminders, type SayLostRemindersPorts } from '../domain/say-lost-reminders.ts'
import { sayLostReplies, type SayLostRepliesPorts } from '../domain/say-lost-replies.ts'
import { wakeStuckChats, type WakeStuckChatsPorts } from '../domain/wake-stuck-chats.ts'

const beats = new Counter({
  name: 'aika_housekeeping_beats_total',
  help: 'Housekeeping done by this instance.',
  labelNames: ['task'],
})
const handled = new Counter({
  name: 'aika_housekeeping_handled_total',
  help: 'Chats nudged, replies queued again, questions ended, cache files removed, people whose days are summed up.',
  labelNames: ['task'],
})

export type HousekeepingPorts = WakeStuckChatsPorts &
  SayLostRepliesPorts &
  SayLostRemindersPorts &
  AskLostCardsPorts &
  ExpireApprovalsPorts &
  FetchAgainPorts &
  CleanCachesPorts &
  AskForSummariesPorts & {
    /** Old pieces of the search's index hold the words of notes that the agent removed or changed. */
    deletions: { settle(): Promise<void>; rewriteFile(): Promise<boolean> }
  }

/** Does what a beat asks for. */
export function housekeepingConsumer(
  ports: HousekeepingPorts,
  { cacheTtlMs }: { cacheTtlMs: number },
  options: Omit<ConsumeOptions, 'log'> & { log: Logger },
): Consumer<{ handled: number }> {
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
    case 'say-lost-reminders':
      return sayLostReminders(ports)
    case 'ask-lost-cards':
      return askLostCards(ports)
    case 'expire-approvals':
      return expireApprovals(ports)
    case 'fetch-again':
      return fetchAgain(ports)
    case 'clean-caches':
      return cleanCaches(ports, cacheTtlMs)
    case 'ask-for-summaries':
      return askForSummaries(ports)
    case 'settle-deletions':
      return ports.deletions.settle().then(() => 0)
    case 'rewrite-database':
      return ports.deletions.rewriteFile().then(Number)
    default:
      throw task satisfies never
  }
}
