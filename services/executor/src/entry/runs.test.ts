import type { Run } from '@aika/contracts'
import { stopReason, type RunSignals, type SandboxEnd } from '../domain/sandbox.ts'
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
  const lane = { isPaused: false, looks: 0 }
  const ended = { all: 0 }
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
            stoppedReason: stopReason(signals.cancel),
            stdout: '',
            stderr: '',
            omittedBytes: 0,
            durationMs: 1,
            adopted: false,
          } satisfies SandboxEnd
        },
        prepare: async () => false,
        release: async () => undefined,
        killAll: async () => ++ended.all,
      },
      journal: { record: () => undefined },
      settings: { mode: 'shell', allowedPrograms: [], timeoutSeconds: 30, maxTimeoutSeconds: 60 },
    },
    { pausedSince: () => paused },
    { isPaused: async () => (lane.looks++, lane.isPaused) },
  )
  return { runs, begun: begun.promise, lane, ended }
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

  test('is said several times, as broadcasts get lost: it is one', async () => {
    const { runs, begun } = door()
    const result = runs.handle(run, { signal: never })
    await begun

    for (let times = 0; times < 30; times++) runs.cancel('tg-1-2')

    await expect(result).resolves.toMatchObject({ stoppedReason: 'cancelled' })
    runs.cancel('tg-1-2')
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

describe('panic', () => {
  const another = { ...run, runId: 'tg-1-3' }

  test('ends what runs here, and in sandboxes nobody here watches', async () => {
    const { runs, ended } = door()
    const results = [runs.handle(run, { signal: never }), runs.handle(another, { signal: never })]

    await runs.panic()

    await expect(Promise.all(results)).resolves.toMatchObject([
      { stoppedReason: 'killed' },
      { stoppedReason: 'killed' },
    ])
    expect(ended.all).toBe(1)
  })

  test('what was on its way while the queue was being paused: does not begin', async () => {
    const { runs, lane } = door()
    lane.isPaused = true
    await runs.panic()

    await expect(runs.handle(run, { signal: never })).resolves.toMatchObject({ stoppedReason: 'killed' })
  })

  test('an admin resumes: commands run again, and the queue is not asked for each of them', async () => {
    const { runs, lane, begun } = door()
    lane.isPaused = true
    await runs.panic()
    await runs.handle(run, { signal: never })
    lane.isPaused = false

    const result = runs.handle(another, { signal: never })
    expect((await begun).cancel.aborted).toBe(true)
    runs.cancel(another.runId)
    await expect(result).resolves.toMatchObject({ stoppedReason: 'cancelled' })
    runs.cancel('tg-1-4')
    await runs.handle({ ...run, runId: 'tg-1-4' }, { signal: never })

    expect(lane.looks).toBe(2)
  })

  test('comes again while the queue is asked: it holds', async () => {
    const { runs, lane } = door()
    await runs.panic()
    const overtaken = runs.handle(run, { signal: never })
    lane.isPaused = true
    await runs.panic()
    await overtaken

    await expect(runs.handle(another, { signal: never })).resolves.toMatchObject({ stoppedReason: 'killed' })
  })
})
