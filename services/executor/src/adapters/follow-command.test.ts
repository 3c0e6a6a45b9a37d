import type { RunnerFrame } from '../domain/runner-frames.ts'
import { noDiskQuota } from './disk-quota.ts'
import type { ContainerView, Engine } from './engine.ts'
import { followCommand } from './follow-command.ts'

/** A runner that has said all this; its connection stays. */
function lineOf(...frames: RunnerFrame[]) {
  return {
    listen: (onFrame: (frame: RunnerFrame) => void) => frames.forEach(onFrame),
    send: () => undefined,
    ended: new Promise<undefined>(() => undefined),
    close: () => undefined,
  }
}

afterEach(() => jest.restoreAllMocks())

test('the engine is still busy with its record long after the runner’s last word: that word counts', async () => {
  let now = Date.now()
  jest.spyOn(Date, 'now').mockImplementation(() => now)
  const inspect = async () => {
    now += 2_000
    return { State: { Running: true } } as ContainerView
  }
  const line = lineOf(
    { kind: 'started', at: new Date() },
    { kind: 'exit', exit: { how: 'exited', code: 137 } },
  )
  const never = new AbortController().signal

  const end = await followCommand(
    { inspect } as unknown as Engine,
    { containerId: 'c1', line, adopted: false },
    { timeoutSeconds: 5, outputBytes: 1_024 },
    { cancel: never, leave: never },
    () => noDiskQuota.watch(1),
  )

  expect(end).toMatchObject({ stoppedReason: 'exit', exitCode: 137 })
})
