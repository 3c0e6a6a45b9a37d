import { howItEnded, type Ending } from './how-it-ended.ts'
import type { RunnerExit } from './runner-frames.ts'

const said = (how: RunnerExit['how'], code = 0): Partial<Ending> => ({ exit: { how, code } })
const ending = (more: Partial<Ending>): Ending => ({
  oomKilled: false,
  ranMs: 100,
  timeoutMs: 1_000,
  ...more,
})

describe('why a command is no longer running (F-BOX 2)', () => {
  test.each<[string, Partial<Ending>, ReturnType<typeof howItEnded>]>([
    ['it exited', said('exited', 3), { stoppedReason: 'exit', exitCode: 3 }],
    ['a signal of its own', said('signalled', 11), { stoppedReason: 'exit', exitCode: 139 }],
    ['it killed itself', said('signalled', 9), { stoppedReason: 'killed', exitCode: 137 }],
    ['it could not be begun', said('not_begun', 2), { stoppedReason: 'exit', exitCode: 126 }],
    ['it printed too much', said('output_limit'), { stoppedReason: 'output_limit' }],
    ['its time, by the runner’s own clock', said('backstop'), { stoppedReason: 'timeout' }],
    [
      'we killed it for its time',
      { ...said('killed'), stopRequest: 'timeout' },
      { stoppedReason: 'timeout' },
    ],
    ['the person said stop', { ...said('killed'), stopRequest: 'cancelled' }, { stoppedReason: 'cancelled' }],
    ['an admin ended everything', { stopRequest: 'killed' }, { stoppedReason: 'killed' }],
    ['it wrote too much', { stopRequest: 'disk_limit' }, { stoppedReason: 'disk_limit' }],
    [
      'our kill came too late',
      { ...said('exited'), stopRequest: 'timeout' },
      { stoppedReason: 'exit', exitCode: 0 },
    ],
    ['out of memory', { ...said('signalled', 9), oomKilled: true }, { stoppedReason: 'oom', exitCode: 137 }],
    ['the runner itself out of memory', { oomKilled: true }, { stoppedReason: 'oom', exitCode: 137 }],
    [
      'a child was out of memory, it went on',
      { ...said('exited'), oomKilled: true },
      { stoppedReason: 'exit', exitCode: 0 },
    ],
    [
      'a child was out of memory, and the shell ended with it',
      { ...said('exited', 137), oomKilled: true },
      { stoppedReason: 'oom', exitCode: 137 },
    ],
    ['its time was over, nobody watching', { ranMs: 1_000 }, { stoppedReason: 'timeout' }],
    ['killed by somebody else', {}, { stoppedReason: 'killed', exitCode: 137 }],
  ])('%s', (_what, more, expected) => {
    expect(howItEnded(ending(more))).toEqual(expected)
  })
})
