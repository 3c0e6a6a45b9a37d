import { howItEnded, type Ending } from './how-it-ended.ts'

const ending = (more: Partial<Ending>): Ending => ({
  exitCode: 0,
  oomKilled: false,
  ranMs: 100,
  timeoutMs: 1_000,
  ...more,
})

describe('why a command is no longer running (F-BOX 2)', () => {
  test.each<[string, Partial<Ending>, ReturnType<typeof howItEnded>]>([
    ['it exited', { exitCode: 3 }, { stoppedReason: 'exit', exitCode: 3 }],
    ['a signal of its own', { exitCode: 139 }, { stoppedReason: 'exit', exitCode: 139 }],
    ['we killed it for its time', { exitCode: 137, stopRequest: 'timeout' }, { stoppedReason: 'timeout' }],
    ['the person said stop', { exitCode: 137, stopRequest: 'cancelled' }, { stoppedReason: 'cancelled' }],
    ['an admin ended everything', { exitCode: 137, stopRequest: 'killed' }, { stoppedReason: 'killed' }],
    [
      'it printed too much',
      { exitCode: 137, stopRequest: 'output_limit' },
      { stoppedReason: 'output_limit' },
    ],
    ['it wrote too much', { exitCode: 137, stopRequest: 'disk_limit' }, { stoppedReason: 'disk_limit' }],
    [
      'our kill came too late',
      { exitCode: 0, stopRequest: 'timeout' },
      { stoppedReason: 'exit', exitCode: 0 },
    ],
    ['out of memory', { exitCode: 137, oomKilled: true }, { stoppedReason: 'oom', exitCode: 137 }],
    ['a child was out of memory, it went on', { oomKilled: true }, { stoppedReason: 'exit', exitCode: 0 }],
    ['the backstop, nobody watching', { exitCode: 137, ranMs: 1_000 }, { stoppedReason: 'timeout' }],
    ['killed by somebody else', { exitCode: 137 }, { stoppedReason: 'killed', exitCode: 137 }],
  ])('%s', (_what, more, expected) => {
    expect(howItEnded(ending(more))).toEqual(expected)
  })
})
