import { incidentQueue } from '@aika/contracts'
import { messageOf } from '@aika/errors'
import { produce, redisConnection } from '@aika/queue'
import { z } from 'zod'
import { commonEnv } from './env.ts'
import { incidents, type Incidents } from './incidents.ts'
import type { Logger } from './logger.ts'
import { readConfig, type Env } from './read-config.ts'

/** How long a dying process may take to say why. */
const lastWordsMs = 3_000

/**
 * Reports errors that no part of a service caught, through a connection of its own, opened with the first of them: what
 * the service has open may be what broke.
 */
export function crashReports(service: string, env: Env, log: () => Logger) {
  let opened: { reports: Incidents; close(): Promise<void> } | undefined
  const open = () => {
    const producer = produce(incidentQueue, redisConnection(readConfig(z.object(commonEnv), env)))
    const reports = incidents(producer, service, log())
    const close = async () => {
      await reports[Symbol.asyncDispose]()
      await producer[Symbol.asyncDispose]()
    }
    return { reports, close }
  }
  return {
    /** Never throws. */
    report(error: unknown, what: string): void {
      try {
        opened ??= open()
        opened.reports.report(error, { what })
      } catch (failure) {
        log().warn({ reason: messageOf(failure) }, 'a crash could not be reported')
      }
    },
    /** Sends what was reported; 3 s at most, and never rejects. */
    async flush(): Promise<void> {
      const { promise: late, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, lastWordsMs)
      await Promise.race([opened?.close().catch(() => undefined), late])
      clearTimeout(timer)
    },
  }
}
