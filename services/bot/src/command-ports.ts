import * as contracts from '@aika/contracts'
import * as queue from '@aika/queue'
import { quotasOf } from '@aika/service-kit'
import type { Store } from '@aika/store'
import type { Workspace } from '@aika/workspace'
import { randomUUID } from 'node:crypto'
import { createStatusReader } from './adapters/status-reader.ts'
import type { BotConfig } from './config.ts'
import type { ButtonPorts } from './entry/telegram/buttons.ts'
import type { CommandPorts } from './entry/telegram/commands.ts'

export interface CommandParts {
  connection: queue.Connection
  store: Store
  workspace: Workspace
  /** Sends what the bot says by itself. */
  answers: CommandPorts['answers']
  people: CommandPorts['people']
  timeZoneOf(userId: number): Promise<string>
  resources: AsyncDisposableStack
}

/** What /panic holds: all that leads to a model, to a command or to somebody's data. Replies and files still come. */
const heldQueues = [
  contracts.wakeQueue,
  contracts.runQueue,
  contracts.summaryQueue,
  contracts.adminRunQueue,
  contracts.accountQueue,
]

/** What commands and buttons need of the world, beside what stopping a turn needs. */
export function commandPorts(config: BotConfig, parts: CommandParts) {
  const { connection, store, workspace, resources, answers, people, timeZoneOf } = parts
  const accounts = resources.use(queue.produce(contracts.accountQueue, connection))
  const adminRuns = resources.use(queue.produce(contracts.adminRunQueue, connection))
  const channels = resources.use(queue.broadcaster(connection))
  const queues = resources.use(queue.inspectQueues(connection))
  const brake = resources.use(queue.openBrake(heldQueues, connection))
  const timeZones = { of: timeZoneOf, set: store.people.setTimeZone }
  const { quota } = quotasOf(config)
  return {
    answers,
    people,
    timeZones,
    workspace,
    brake,
    queues,
    approvals: store.approvals,
    approvalTtlMs: config.APPROVAL_TTL_MINUTES * 60_000,
    said: store.deliveries,
    reminders: store.reminders,
    notes: store.notes,
    exchanges: store.exchanges,
    summaries: store.summaries,
    mentions: store.mentions,
    conversations: store.conversations,
    usage: store.usage,
    account: {
      // First the card is closed and the word is said: what they need is deleted, too.
      request: (wish) =>
        accounts.enqueue({ ...wish, traceId: randomUUID() }, { delayMs: wish.task === 'export' ? 0 : 2_000 }),
    },
    adminRuns: { request: (run) => adminRuns.enqueue({ ...run, traceId: randomUUID() }) },
    control: {
      cancel: (chatId, turnId) =>
        channels.publish(contracts.controlChannel, { kind: 'cancel', chatId, turnId }),
      panic: () => channels.publish(contracts.controlChannel, { kind: 'panic' }),
    },
    status: createStatusReader({
      connection,
      queues,
      workspace,
      store,
      timeZones,
      sandboxLists: resources.use(queue.produce(contracts.sandboxListQueue, connection)),
      brake,
      quota: quota.bytes,
    }),
  } satisfies Partial<CommandPorts & ButtonPorts>
}
