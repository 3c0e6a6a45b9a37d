import { AppError } from '@aika/errors'
import { summaryQueue } from '@aika/contracts'
import { consume, type Consumer, type ConsumeOptions } from '@aika/queue'
import { Counter, type Logger } from '@aika/service-kit'
import { summariseExchange, type SummariseExchangePorts } from '../domain/summarise-exchange.ts'

const summaries = new Counter({
  name: 'aika_summaries_total',
  help: 'Exchanges handled, by what wrote the sentence or why there was nothing to write.',
  labelNames: ['by'],
})

/** Takes exchanges off the queue, one sentence each. */
export function summaryConsumer(
  ports: SummariseExchangePorts,
  options: Omit<ConsumeOptions, 'log'> & { log: Logger },
): Consumer<{ stored: boolean }> {
  return consume(
    summaryQueue,
    async (summary, { signal, attempt }) => {
      if (summary.kind !== 'exchange')
        throw new AppError('not_an_exchange', `a ${summary.kind} cannot be written yet`, { retryable: false })
      const { stored, by } = await summariseExchange(ports, summary, signal)
      summaries.inc({ by })
      options.log.info(
        { turnId: summary.turnId, traceId: summary.traceId, attempt, stored, by },
        'exchange handled',
      )
      return { stored }
    },
    options,
  )
}
