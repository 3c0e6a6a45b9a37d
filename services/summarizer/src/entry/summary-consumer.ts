import { summaryQueue, type ExchangeSummary } from '@aika/contracts'
import { consume, type Consumer, type ConsumeOptions } from '@aika/queue'
import { Counter, type Logger } from '@aika/service-kit'
import type { MemoryPorts } from '../domain/memory-ports.ts'
import { oneAtATime, type Leases } from '../domain/one-at-a-time.ts'
import { summariseExchange, type SummariseExchangePorts } from '../domain/summarise-exchange.ts'
import { sumUpStretch, type StretchWork } from '../domain/sum-up-stretch.ts'

const summaries = new Counter({
  name: 'aika_summaries_total',
  help: 'What was summed up, by kind and by what wrote it, or why there was nothing to write.',
  labelNames: ['kind', 'by'],
})

export type SummaryPorts = MemoryPorts & SummariseExchangePorts & { leases: Leases }

/** Takes exchanges, folds, days and weeks off the queue. What is logged says which, never what was in them. */
export function summaryConsumer(
  ports: SummaryPorts,
  options: Omit<ConsumeOptions, 'log'> & { log: Logger },
): Consumer<{ stored: boolean }> {
  return consume(
    summaryQueue,
    async (summary, { signal, attempt }) => {
      const { kind, traceId } = summary
      const { stored, ...facts } =
        kind === 'exchange'
          ? await handleExchange(ports, summary, signal)
          : await oneAtATime(ports.leases, summary.userId, () => handleStretch(ports, summary, signal))
      options.log.info({ kind, traceId, attempt, stored, ...facts }, 'summed up')
      return { stored }
    },
    options,
  )
}

async function handleExchange(ports: SummaryPorts, summary: ExchangeSummary, signal: AbortSignal) {
  const { stored, by } = await summariseExchange(ports, summary, signal)
  summaries.inc({ kind: 'exchange', by })
  return { stored, turnId: summary.turnId, by }
}

async function handleStretch(ports: SummaryPorts, summary: StretchWork, signal: AbortSignal) {
  const written = await sumUpStretch(ports, summary, signal)
  for (const { kind, by } of written) summaries.inc({ kind, by })
  return { stored: written.length > 0, userId: summary.userId, written }
}
