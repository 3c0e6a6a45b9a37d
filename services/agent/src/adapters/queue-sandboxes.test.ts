import { AppError } from '@aika/errors'
import { aTurn } from '../testing/fake-ports.ts'
import { queueSandboxes } from './queue-sandboxes.ts'

const settled = () => new Promise((resolve) => setImmediate(resolve))

function setUp({ hasRuns = true, failure }: { hasRuns?: boolean; failure?: Error }) {
  const enqueued: unknown[] = []
  const logged: object[] = []
  const sandboxes = queueSandboxes({
    producer: {
      enqueue: async (hint) => {
        enqueued.push(hint)
        if (failure) throw failure
      },
    },
    limits: { hasLeft: async () => hasRuns },
    log: { debug: (fields) => void logged.push(fields) },
  })
  return { sandboxes, enqueued, logged }
}

test('a hint names its person and the turn’s trace, nothing else', async () => {
  const { sandboxes, enqueued } = setUp({})

  sandboxes.prepare(aTurn())
  await settled()

  expect(enqueued).toEqual([{ userId: 42, traceId: 'trace-of-test' }])
})

test('somebody without runs left: no hint', async () => {
  const { sandboxes, enqueued } = setUp({ hasRuns: false })

  sandboxes.prepare(aTurn())
  await settled()

  expect(enqueued).toEqual([])
})

test('the queue is away: noted, and the turn hears nothing of it', async () => {
  const { sandboxes, logged } = setUp({ failure: new AppError('redis_away', 'away', { retryable: true }) })

  expect(() => sandboxes.prepare(aTurn())).not.toThrow()
  await settled()

  expect(logged).toEqual([{ traceId: 'trace-of-test', code: 'redis_away' }])
})
