import { messageOf } from '@aika/errors'
import { crashReports } from './crash-reports.ts'
import { createLogger, type Logger } from './logger.ts'
import type { Env } from './read-config.ts'

/** A stop that takes longer than compose's grace period would be a kill with open work. */
const forcedExitMs = 25_000

/**
 * A service's life: start, wait for SIGTERM or SIGINT, dispose, end. A start that fails says why in one line and
 * exits with 1. The only place that touches `process`.
 */
export async function runService(
  name: string,
  start: (env: Env, createLog: (level: string) => Logger) => Promise<AsyncDisposable>,
): Promise<void> {
  let log = createLogger(name, 'info')
  const stopped = new Promise<string>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal))
  })
  const crashes = crashReports(name, process.env, () => log)
  process.on('unhandledRejection', (error) => {
    log.error({ err: error }, 'unhandled rejection')
    crashes.report(error, 'unhandled rejection')
  })
  // Nobody knows what state this process is in: it says why it dies, and the next one finds its work.
  process.once('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught exception')
    crashes.report(error, 'uncaught exception')
    void crashes.flush().finally(() => process.exit(1))
  })
  try {
    const starting = start(process.env, (level) => (log = createLogger(name, level)))
    // A start may wait for Redis for as long as that is away; a stop does not wait for the start.
    await using service = await Promise.race([starting, stopped.then(() => undefined)])
    if (service) log.info('ready')
    log.info({ signal: await stopped }, 'stopping')
    setTimeout(() => process.exit(1), forcedExitMs).unref()
  } catch (error) {
    log.fatal({ err: error }, messageOf(error))
    process.exitCode = 1
  }
  // Redis clients that still reconnect would keep a failed start alive.
  process.exit()
}
