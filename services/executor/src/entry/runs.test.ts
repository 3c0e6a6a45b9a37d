import type { Run } from '@aika/contracts'
import type { RunSignals, SandboxEnd } from '../domain/sandbox.ts'
import { answerRuns } from './runs.ts'

const run: Run = {
  runId: 'tg-1-2',
  traceId: 'trace-1234',
  userId: 42,
  command: { kind: 'shell', script: 'ls' },
  workdirRel: '',
}
const never = new AbortController().signal

/** A sandbox whose one command runs until it is cancelled. */
function door(paused = false) {
  const begun = Promise.withResolvers<RunSignals>()
  const runs = answerRuns(
    {
      sandbox: {
        async run(_order, signals) {
          begun.resolve(signals)
          const cancelled = new Promise((resolve) => signals.cancel.addEventListener('abort', resolve))
          if (!signals.cancel.aborted) await cancelled
          return {
            containerId: '',
            stoppedReason: 'cancelled',
            stdout: '',
            stderr: '',
            omittedBytes: 0,
            durationMs: 1,
            adopted: false,
          } satisfies SandboxEnd
        },
        release: async () => undefined,
      },
      journal: { record: () => undefined },
      settings: { mode: 'shell', allowedPrograms: [], timeoutSeconds: 30, maxTimeoutSeconds: 60 },
    },
    { pausedSince: () => paused },
  )
  return { runs, begun: begun.promise }
}

describe('Stop', () => {
  test('comes while the command runs: it is cancelled', async () => {
    const { runs, begun } = door()
    const result = runs.handle(run, { signal: never })
    await begun

    runs.cancel('tg-1-2')

    await expect(result).resolves.toMatchObject({ stoppedReason: 'cancelled' })
  })

  test('overtakes the job: the command is cancelled before it starts', async () => {
    const { runs } = door()
    runs.cancel('tg-1-2')

    await expect(runs.handle(run, { signal: never })).resolves.toMatchObject({ stoppedReason: 'cancelled' })
  })

  test('is for another run: this one goes on', async () => {
    const { runs, begun } = door()
    const result = runs.handle(run, { signal: never })

    runs.cancel('tg-1-3')

    expect((await begun).cancel.aborted).toBe(false)
    runs.cancel('tg-1-2')
    await result
  })
})

describe('whose job it is', () => {
  test.each([
    ['the lock is held', false, never, true],
    ['the lock was lost', false, AbortSignal.abort(), false],
    ['the process stood still', true, never, false],
  ])('%s', async (_what, paused, signal, ours) => {
    const { runs, begun } = door(paused)
    const result = runs.handle(run, { signal })

    expect((await begun).isOurs()).toBe(ours)
    runs.cancel('tg-1-2')
    await result
  })
})
