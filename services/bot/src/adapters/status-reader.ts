import type { Connection, QueueInspector } from '@aika/queue'
import { readHeartbeats } from '@aika/service-kit'
import type { Store } from '@aika/store'
import type { Workspace } from '@aika/workspace'
import { startOfDay } from '../domain/start-of-day.ts'
import type { Status } from '../domain/status-text.ts'

const patienceMs = 3_000

export interface StatusSources {
  connection: Connection
  queues: QueueInspector
  workspace: Workspace
  store: Store
  timeZone: string
}

/** Asks everybody at once what /status tells, and waits for nobody longer than 3 s. */
export function createStatusReader({ connection, queues, workspace, store, timeZone }: StatusSources) {
  return {
    async of(userId: number, now: Date): Promise<Status> {
      const [services, depths, disk, tokensToday] = await Promise.all([
        ifKnown(readHeartbeats(connection)),
        ifKnown(queues.depths()),
        ifKnown(workspace.user(userId).usage()),
        ifKnown(store.usage.tokensSince(userId, startOfDay(now, timeZone))),
      ])
      return {
        services: services?.map((beat) => ({ ...beat, startedAt: new Date(beat.startedAt) })),
        queues: depths,
        disk: disk && { bytes: disk.bytes, entries: disk.entries },
        tokensToday,
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
