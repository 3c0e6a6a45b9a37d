import type { prepareQueue } from '@aika/contracts'
import { AppError } from '@aika/errors'
import type { Limiter } from '@aika/limits'
import type { Producer } from '@aika/queue'
import type { PrepareHintPorts } from '../domain/prepare-hints.ts'

export interface QueueSandboxesNeeds {
  producer: Pick<Producer<typeof prepareQueue.payload, typeof prepareQueue.result>, 'enqueue'>
  limits: Pick<Limiter, 'hasLeft'>
  log: { debug(fields: object, message: string): void }
}

/** Hints to the executor, for people who have runs left. */
export function queueSandboxes({
  producer,
  limits,
  log,
}: QueueSandboxesNeeds): PrepareHintPorts['sandboxes'] {
  const hint = async (userId: number, traceId: string) => {
    if (await limits.hasLeft(userId, 'runs')) await producer.enqueue({ userId, traceId })
  }
  return {
    prepare({ userId, traceId }) {
      void hint(userId, traceId).catch((error: unknown) => {
        const code = error instanceof AppError ? error.code : 'unknown'
        log.debug({ traceId, code }, 'a sandbox could not be asked for')
      })
    },
  }
}
