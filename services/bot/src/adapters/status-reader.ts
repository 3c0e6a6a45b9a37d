import type { sandboxListQueue } from '@aika/contracts'
import type { Brake, Connection, Producer, QueueInspector } from '@aika/queue'
import { readHeartbeats } from '@aika/service-kit'
import type { Store } from '@aika/store'
import { startOfDay } from '@aika/when'
import type { Workspace } from '@aika/workspace'
import type { Status } from '../domain/status-text.ts'

const patienceMs = 3_000
/** The executor answers in a few milliseconds, or is away. */
const sandboxPatienceMs = 1_000

export interface StatusSources {
  connection: Connection
  queues: QueueInspector
  workspace: Workspace
  store: Store
  timeZones: { of(userId: number): Promise<string> }
  sandboxLists: Pick<Producer<typeof sandboxListQueue.payload, typeof sandboxListQueue.result>, 'request'>
  brake: Pick<Brake, 'pausedSince'>
  /** Bytes on disk, for each person. */
  quota: number
}

/** Asks everybody at once what /status tells, and waits for nobody longer than 3 s. */
export function createStatusReader(sources: StatusSources) {
  const { connection, queues, workspace, store, timeZones, sandboxLists, brake, quota } = sources
  const tokensToday = async (userId: number, now: Date) =>
    store.usage.tokensSince(userId, startOfDay(now, await timeZones.of(userId)))
  const sandboxesOf = async (userId: number) =>
    (await sandboxLists.request({ userId }, { timeoutMs: sandboxPatienceMs })).sandboxes
  return {
    async of(userId: number, now: Date): Promise<Status> {
      const counted = ifKnown(queues.depths())
      const [services, depths, sandboxes, disk, tokens, pausedSince] = await Promise.all([
        ifKnown(readHeartbeats(connection)),
        counted,
        // Only then: the question itself is a job, and would be counted.
        counted.then(() => ifKnown(sandboxesOf(userId))),
        ifKnown(workspace.user(userId).usage()),
        ifKnown(tokensToday(userId, now)),
        ifKnown(brake.pausedSince()),
      ])
      return {
        services: services?.map((beat) => ({ ...beat, startedAt: new Date(beat.startedAt) })),
        queues: depths,
        disk,
        quota,
        sandboxes,
        tokensToday: tokens,
        pausedSince,
      }
    },
  }
}

async function ifKnown<Value>(value: Promise<Value>): Promise<Value | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => resolve(undefined), patienceMs)
  try {
    return await Promise.race([value, late])
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
  }
}
