import { messageOf } from '@aika/errors'
import type { Logger } from '@aika/service-kit'
import type { Instance } from '../domain/overview.ts'
import { mergeMetrics } from '../domain/merge-metrics.ts'

const TIMEOUT_MS = 2_000

export interface ServiceMetricsOptions {
  /** Where the other services show theirs, the same for all. */
  port: number
  /** Where this process shows its own. */
  ownPort: number
  log: Logger
}

/**
 * The metrics of all running instances as one text, so that a scraper needs to reach the console alone. An instance
 * calls itself `<host>-<pid>`, and its host is its container's name on our inside network.
 */
export async function fetchAllMetrics(
  instances: Instance[],
  options: ServiceMetricsOptions,
): Promise<string> {
  const others = instances.filter(({ service }) => service !== 'console')
  const texts = await Promise.all([
    fetchOne('console', `127.0.0.1:${options.ownPort}`, options.log),
    ...others.map(({ instance }) =>
      fetchOne(instance, `${instance.replace(/-\d+$/, '')}:${options.port}`, options.log),
    ),
  ])
  return mergeMetrics(texts.filter((text) => text !== undefined))
}

async function fetchOne(instance: string, address: string, log: Logger) {
  try {
    const response = await fetch(`http://${address}/metrics`, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    return { instance, text: await response.text() }
  } catch (error) {
    log.warn({ instance, reason: messageOf(error) }, 'the metrics of an instance cannot be read')
    return undefined
  }
}
