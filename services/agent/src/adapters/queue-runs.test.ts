import { AppError } from '@aika/errors'
import type { Broadcaster, Producer } from '@aika/queue'
import { TurnCancelled } from '../domain/ports.ts'
import { aTurn } from '../testing/fake-ports.ts'
import { queueRuns } from './queue-runs.ts'

const limits = { maxTimeoutSeconds: 300, queueingMs: 60_000 }

describe('waiting for a command that is broken off', () => {
  async function breakOff(how: { abortedBy?: Error; failsWith?: Error; isWaiting?: boolean }) {
    const did: string[] = []
    const controller = new AbortController()
    if (how.abortedBy) controller.abort(how.abortedBy)
    const producer = {
      request: async () => Promise.reject(how.failsWith ?? (controller.signal.reason as Error)),
      withdraw: async (id: string) => (did.push(`withdraw ${id}`), how.isWaiting ?? false),
    } as unknown as Producer<never, never>
    const channels = {
      publish: async (_channel: unknown, { runId }: { runId: string }) => void did.push(`kill ${runId}`),
    } as unknown as Broadcaster
    const runs = queueRuns(producer, channels, limits)
    const command = { script: 'sleep 9', timeoutSeconds: undefined, workdirRel: '' }
    await expect(runs.run('r1', aTurn(), command, controller.signal)).rejects.toBeDefined()
    return did
  }

  test('stopped by the person while it runs: said again until it has ended, and no longer', async () => {
    jest.useFakeTimers()
    const did: string[] = []
    const ends = Promise.withResolvers<never>()
    const producer = {
      request: () => ends.promise,
      withdraw: async () => false,
    } as unknown as Producer<never, never>
    const channels = {
      publish: async (_channel: unknown, { runId }: { runId: string }) => void did.push(`kill ${runId}`),
    } as unknown as Broadcaster
    const controller = new AbortController()
    const command = { script: 'sleep 9', timeoutSeconds: undefined, workdirRel: '' }
    const stopped = queueRuns(producer, channels, limits).run('r1', aTurn(), command, controller.signal)

    controller.abort(new TurnCancelled())
    await expect(stopped).rejects.toBeInstanceOf(TurnCancelled)
    await jest.advanceTimersByTimeAsync(700)
    expect(did).toEqual(['kill r1', 'kill r1', 'kill r1'])
    ends.resolve({ stoppedReason: 'cancelled' } as never)
    await jest.advanceTimersByTimeAsync(20_000)

    expect(did).toHaveLength(3)
    jest.useRealTimers()
  })

  test('nobody ends it: after ten seconds it is no longer said', async () => {
    jest.useFakeTimers()
    const said = breakOff({ failsWith: new AppError('job_timed_out', 'no result', { retryable: true }) })
    await jest.advanceTimersByTimeAsync(60_000)

    expect((await said).length).toBeLessThan(40)
    jest.useRealTimers()
  })

  test('stopped by the person: it is taken out of the queue, and killed where it runs', async () => {
    expect(await breakOff({ abortedBy: new TurnCancelled() })).toEqual(['withdraw r1', 'kill r1'])
    expect(await breakOff({ abortedBy: new TurnCancelled(), isWaiting: true })).toEqual(['withdraw r1'])
  })

  test('waited for long enough: nothing of it happens later', async () => {
    const failsWith = new AppError('job_timed_out', 'no result', { retryable: true })

    expect(await breakOff({ failsWith })).toEqual(['withdraw r1', 'kill r1'])
  })

  test('the agent stops, or its lock was lost: the command goes on for whoever takes the turn up', async () => {
    const handedBack = new AppError('handed_back', 'stopping', { retryable: true })

    expect(await breakOff({ abortedBy: handedBack })).toEqual([])
    expect(await breakOff({ abortedBy: new Error('its lock was lost') })).toEqual([])
  })

  test('no executor has begun it after a minute: it is taken back, and the person need not wait for its time limit', async () => {
    jest.useFakeTimers()
    const did: string[] = []
    const producer = {
      request: (_run: unknown, { signal }: { signal: AbortSignal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
      withdraw: async (id: string) => did.push(`withdraw ${id}`) === 1,
    } as unknown as Producer<never, never>
    const runs = queueRuns(producer, { publish: async () => undefined } as unknown as Broadcaster, limits)
    const command = { script: 'sleep 9', timeoutSeconds: undefined, workdirRel: '' }

    const waiting = runs.run('r1', aTurn(), command, new AbortController().signal)
    const refused = expect(waiting).rejects.toMatchObject({ code: 'job_timed_out' })
    await jest.advanceTimersByTimeAsync(60_000)

    await refused
    expect(did[0]).toBe('withdraw r1')
    jest.useRealTimers()
  })

  test('Redis is away: the turn goes on later and finds the command where it is', async () => {
    expect(await breakOff({ failsWith: new Error('Connection is closed.') })).toEqual([])
  })
})
