import { breakerBeforeCall, type TurnTally } from './breakers.ts'

const limits = { maxSteps: 10, maxModelCalls: 8, turnMs: 60_000 }
const call = (name: string, args: Record<string, unknown> = {}) => ({ name, args })
const tally = (more: Partial<TurnTally> = {}): TurnTally => ({
  calls: [],
  failed: [],
  modelCalls: 1,
  elapsedMs: 0,
  ...more,
})
const a = call('run_shell', { cmd: 'a' })
const b = call('run_shell', { cmd: 'b' })

describe('breakers', () => {
  test.each([
    ['the same call twice in a row', tally({ calls: [a] }), a, 'repeated_call'],
    [
      'the same, its arguments in another order',
      tally({ calls: [call('x', { p: 1, q: { r: 2, s: 3 } })] }),
      call('x', { q: { s: 3, r: 2 }, p: 1 }),
      'repeated_call',
    ],
    ['A-B-A-B', tally({ calls: [a, b, a] }), b, 'alternating_calls'],
    [
      'three errors in a row',
      tally({ calls: [a, b, call('c')], failed: [true, true, true] }),
      call('d'),
      'tool_errors',
    ],
    ['too many steps', tally({ calls: Array.from({ length: 10 }, (_, n) => call(`c${n}`)) }), a, 'steps'],
    ['too much time', tally({ elapsedMs: 60_000 }), a, 'time'],
  ])('%s: ends the turn', (_, state, next, breaker) => {
    expect(breakerBeforeCall(next, state, limits)).toBe(breaker)
  })

  test.each([
    ['the first call', tally(), a],
    ['A-B-A', tally({ calls: [a, b] }), a],
    ['the same name with other arguments', tally({ calls: [a] }), b],
    [
      'two errors, one success, two errors',
      tally({ calls: [a, b, a, b, call('c')], failed: [true, true, false, true, true] }),
      call('d'),
    ],
  ])('%s: goes on', (_, state, next) => {
    expect(breakerBeforeCall(next, state, limits)).toBeUndefined()
  })
})
